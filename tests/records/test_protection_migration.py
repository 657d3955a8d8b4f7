"""Migrations 0007 and 0009 find whose identity is protected, and who is dead, in a database that is already filled."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.db import schema
from patientkontrakt.fhir.systems import PROTECTING, SECURITY_LABEL
from tests.databases import Databases

ROW = (
    "INSERT INTO resource (type, id, version, patient, part, visibility, updated, tx, created_tx, deleted, body)"
    " VALUES (:type, :id, 1, :id, 'ovrigt', 'alla', 1, 1, 1, 0, :body)"
)
MARK = {"system": SECURITY_LABEL, "code": "sekretessmarkering"}


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as of migration 0006 with a protected patient, one who is not, and labels on something else."""
    with databases.at("0006", database_kind, tmp_path) as engine:
        labelled = {"security": [MARK, MARK, {"code": "R"}]}
        for type, id, meta in (
            ("Patient", "elsa", labelled),
            ("Patient", "rut", {}),
            ("Goal", "mal", labelled),
        ):
            put(engine, type, id, meta)
        yield engine


def put(engine: sa.Engine, type: str, id: str, meta: dict[str, object]) -> None:
    with engine.begin() as connection:
        body = json.dumps({"resourceType": type, "id": id, "meta": meta})
        connection.execute(sa.text(ROW), {"type": type, "id": id, "body": body})


def protections(engine: sa.Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT patient, kind, source_type, source_id FROM fact_protection")
        )
        return sorted(tuple(row) for row in found)


def test_who_is_protected_is_known_after_the_way_up_down_and_up(engine: sa.Engine) -> None:
    elsa = [("elsa", "sekretessmarkering", "Patient", "elsa")]
    schema.upgrade(engine, "demo", "0007")
    assert protections(engine) == elsa
    schema.downgrade(engine, "0006")
    schema.upgrade(engine, "demo", "0007")
    assert protections(engine) == elsa


def test_every_label_that_protects_is_found(engine: sa.Engine) -> None:
    for place, (system, code) in enumerate(sorted(PROTECTING)):
        put(engine, "Patient", f"p{place}", {"security": [{"system": system, "code": code}]})
    schema.upgrade(engine, "demo", "0007")
    found = {kind for patient, kind, *_ in protections(engine) if patient != "elsa"}
    assert found == {code for _, code in PROTECTING}


def test_migration_0009_finds_the_dead(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo", "0008")
    said = {"resourceType": "Patient", "id": "d"}
    for place, more in enumerate(
        ({"deceasedBoolean": True}, {"deceasedDateTime": "2026"}, {"deceasedBoolean": False})
    ):
        with engine.begin() as connection:
            told = {"type": "Patient", "id": f"d{place}", "body": json.dumps(said | more)}
            connection.execute(sa.text(ROW), told)
    for _ in range(2):
        schema.upgrade(engine, "demo", "0009")
        with engine.connect() as connection:
            found = connection.execute(sa.text("SELECT patient FROM fact_death ORDER BY patient"))
            assert [row[0] for row in found] == ["d0", "d1"]
        schema.downgrade(engine, "0008")
