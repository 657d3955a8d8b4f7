"""Migration 0005 keeps what is being written: up, down and up again on filled databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.db import schema
from tests.databases import Databases

ROW = (
    "INSERT INTO draft (contract, section, patient, version, json, by, at)"
    " VALUES (:contract, :section, 'rut', :version, :json, 'PractitionerRole/maria', 1)"
)


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database with two sections being written, as of migration 0004."""
    with databases.at("0004", database_kind, tmp_path) as engine:
        for section, version in (("mal", 3), ("samre", 1)):
            run(engine, ROW, contract="k", section=section, version=version, json=f"{section} {version}")
        yield engine


def run(engine: sa.Engine, sql: str, **params: object) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(sql), params)


def rows(engine: sa.Engine, columns: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT {columns} FROM draft ORDER BY section, version"))
        return [tuple(row) for row in found]


def test_what_is_being_written_is_still_being_written_after_the_upgrade(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo", "0005")
    assert rows(engine, "contract, section, version, json, patient, by, at, closed") == [
        ("k", "mal", 3, "mal 3", "rut", "PractitionerRole/maria", 1, None),
        ("k", "samre", 1, "samre 1", "rut", "PractitionerRole/maria", 1, None),
    ]


def test_two_versions_of_a_section_are_kept_and_the_one_that_stands_survives_the_way_down(
    engine: sa.Engine,
) -> None:
    schema.upgrade(engine, "demo", "0005")
    run(engine, ROW, contract="k", section="mal", version=4, json="mal 4")
    run(engine, "UPDATE draft SET closed = 2 WHERE section = 'samre'")
    assert rows(engine, "section, version") == [("mal", 3), ("mal", 4), ("samre", 1)]
    schema.downgrade(engine, "0004")
    assert rows(engine, "section, version, json") == [("mal", 4, "mal 4")]
    schema.upgrade(engine, "demo", "0005")
    assert rows(engine, "section, version, json, closed") == [("mal", 4, "mal 4", None)]


def test_a_version_is_saved_once(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo", "0005")
    with pytest.raises(sa.exc.IntegrityError):
        run(engine, ROW, contract="k", section="mal", version=3, json="en annan")
