"""The migration makes what the tables say, and does not go down over rows that must be kept."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import patientkontrakt
from patientkontrakt.accesslog.tables import (
    access_log,
    access_log_expiry,
    access_log_seal,
    log_order,
    review_check,
)
from patientkontrakt.db import Database, schema
from tests.accesslog.conftest import KEY
from tests.accesslog.hand import Hand, access
from tests.databases import MODE, Databases


@pytest.fixture
def migrated(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    with databases.at("head", database_kind, tmp_path) as engine:
        yield engine


def test_tables_and_migration_agree(migrated: Engine) -> None:
    ours = {each.name for each in (access_log, access_log_seal, access_log_expiry, review_check, log_order)}
    assert [
        change for change in schema.differences(migrated) if any(name in str(change) for name in ours)
    ] == []


def test_going_down_over_rows_is_refused(migrated: Engine, tmp_path: Path) -> None:
    hand = Hand(Database(migrated), KEY, tmp_path / "audit-heads")
    hand.note(access())
    with pytest.raises(RuntimeError, match="must be kept"):
        schema.downgrade(migrated, "0001")
    assert hand.seal() == 1


def test_an_empty_log_goes_down_and_up_again(migrated: Engine, tmp_path: Path) -> None:
    schema.downgrade(migrated, "0001")
    schema.upgrade(migrated, MODE)
    assert Hand(Database(migrated), KEY, tmp_path / "audit-heads").verify().ok


def test_l_6_nothing_changes_a_row_and_only_the_five_years_remove_one() -> None:
    package = Path(patientkontrakt.__file__).parent
    touching = re.compile(r"(UPDATE|DELETE FROM|TRUNCATE|INSERT INTO)\s+access_log\b", re.IGNORECASE)
    found = {
        (file.name, act.upper())
        for file in package.rglob("*.py")
        for act in touching.findall(file.read_text())
    }
    assert found == {("append.py", "INSERT INTO"), ("expiry.py", "DELETE FROM")}


def test_l_3_a_documented_check_is_never_changed_or_removed() -> None:
    package = Path(patientkontrakt.__file__).parent
    touching = re.compile(r"(UPDATE|DELETE FROM|TRUNCATE)\s+review_check\b", re.IGNORECASE)
    assert [file.name for file in package.rglob("*.py") if touching.search(file.read_text())] == []
