"""Migration 0015 keeps every text of the index whole: up, down and up again on a filled database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.db import schema
from patientkontrakt.store.index import HEAD
from tests.databases import Databases

TEXTS = {"short": "kort", "brim": "b" * HEAD, "long": "å" * HEAD + "slutet"}
ROW = (
    "INSERT INTO ix_string (patient, type, id, param, norm, exact)"
    " VALUES ('gunnel', 'Goal', :id, 'description', :text, :text)"
)


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as of the migration before, with texts as long as they come."""
    with databases.at("0013", database_kind, tmp_path) as engine:
        with engine.begin() as connection:
            connection.execute(sa.text(ROW), [{"id": id, "text": text} for id, text in TEXTS.items()])
        yield engine


def texts(engine: sa.Engine, columns: str) -> dict[str, tuple[object, ...]]:
    with engine.connect() as connection:
        return {
            row[0]: tuple(row[1:])
            for row in connection.execute(sa.text(f"SELECT id, {columns} FROM ix_string"))
        }


def test_a_text_is_cut_in_two_and_put_together(engine: sa.Engine) -> None:
    for _ in range(2):
        schema.upgrade(engine, "demo", "0015")
        assert texts(engine, "norm, rest") == {
            id: (text[:HEAD], text[HEAD:] or None) for id, text in TEXTS.items()
        }
        schema.downgrade(engine, "0013")
        assert texts(engine, "norm") == {id: (text,) for id, text in TEXTS.items()}
