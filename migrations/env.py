"""Alembic's door: all migrations of a run in one transaction on either database, one runner at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context
from flask import current_app

from patientkontrakt.db import db

# Any number of ours, so that two services starting at once migrate after each other.
LOCK = 2_116_001


def _engine() -> sa.Engine:
    """The engine handed in by db/schema.py, or the app's under `flask db`."""
    attributes = context.config.attributes
    if "engine" not in attributes:
        attributes["engine"] = db.engine
        attributes["mode"] = current_app.extensions["patientkontrakt"].settings.mode
    engine: sa.Engine = attributes["engine"]
    return engine


@contextmanager
def _foreign_keys_at_rest(connection: sa.Connection) -> Iterator[None]:
    """A batch migration on SQLite drops and remakes a table: its rows must not cascade away meanwhile.

    The pragma does nothing inside a transaction, so it goes to the driver before SQLAlchemy begins one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _take_turn(connection: sa.Connection) -> None:
    """SQLite's BEGIN IMMEDIATE is turn enough. A migration may take longer than a request may."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _refuse_broken_references(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the migration leaves rows that refer to nothing: nothing was changed")


def run() -> None:
    """Run the migrations asked for; all or none."""
    with _engine().connect() as connection, _foreign_keys_at_rest(connection), connection.begin():
        _take_turn(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        _refuse_broken_references(connection)


run()
