"""The migrations make what the models say, on both databases, and go up, down and up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.engine.interfaces import ReflectedIndex

from patientkontrakt.db import Database, UnsafeDatabase, db, open_engine, schema
from patientkontrakt.db.installation import require_mode
from tests.databases import Databases


@pytest.fixture
def empty(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database no migration has touched."""
    with databases.empty(database_kind, tmp_path) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def told(index: ReflectedIndex) -> str:
    """An index in words: the condition of a partial one is an object of SQLAlchemy's."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def shape(engine: sa.Engine) -> dict[str, object]:
    """Everything the database knows of its tables, comparable."""
    inspector = sa.inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (
                    str(column["type"]),
                    getattr(column["type"], "collation", None),
                    column["nullable"],
                    column["default"],
                )
                for column in inspector.get_columns(table)
            },
            "key": inspector.get_pk_constraint(table),
            "indexes": sorted(map(told, inspector.get_indexes(table))),
            "unique": sorted(map(str, inspector.get_unique_constraints(table))),
            "foreign": sorted(map(str, inspector.get_foreign_keys(table))),
            "checks": sorted(map(str, inspector.get_check_constraints(table))),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_the_migrations_make_what_the_models_say(app: Flask, empty: sa.Engine) -> None:
    migrated = app.extensions["patientkontrakt"].database.engine
    assert schema.differences(migrated) == []
    db.metadata.create_all(empty)
    assert shape(migrated) == shape(empty)


def test_up_down_and_up_again_ends_where_it_began(empty: sa.Engine) -> None:
    schema.upgrade(empty, "demo")
    first = shape(empty)
    schema.downgrade(empty, "base")
    assert shape(empty) == {}
    schema.upgrade(empty, "demo")
    assert shape(empty) == first
    assert schema.is_at_head(Database(empty))


def test_a_migration_that_fails_leaves_nothing_behind(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        connection.execute(sa.text("CREATE TABLE version (id INTEGER)"))  # in the way of a later migration
    with pytest.raises(sa.exc.DBAPIError):
        schema.upgrade(empty, "demo")
    assert set(shape(empty)) == {"version"}


def test_the_first_migration_writes_the_mode_and_the_other_mode_is_refused(empty: sa.Engine) -> None:
    schema.upgrade(empty, "production")
    require_mode(Database(empty), "production")
    with pytest.raises(UnsafeDatabase, match="production"):
        require_mode(Database(empty), "demo")


def test_an_app_knows_flasks_own_way_to_the_migrations(app: Flask) -> None:
    told = app.test_cli_runner().invoke(FlaskGroup(create_app=lambda: app), ["db", "check"])
    assert told.exit_code == 0
