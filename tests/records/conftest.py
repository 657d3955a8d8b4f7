"""A counter over a settled region, on both databases, and a look at what it logged."""

from pathlib import Path

import pytest

from patientkontrakt.accesslog import AccessLog
from patientkontrakt.db import Database
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.hooks import Hooks
from tests.records.region import settle


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Counter:
    log = AccessLog(database, b"k" * 32, tmp_path)
    made = Counter(database, log, Hooks(), b"n" * 32, "http://127.0.0.1:8000/fhir")
    settle(made)
    return made


@pytest.fixture
def logged(database: Database):  # type: ignore[no-untyped-def]
    """(action, outcome, reason, patient, items) of every log row since the test asked, oldest first."""
    with database.read() as tx:
        row = tx.row("SELECT coalesce(max(id), 0) FROM access_log")
    first = row[0] if row else 0

    def rows() -> list[tuple[str, str, str, str | None, str]]:
        sql = "SELECT action, outcome, reason, patient, items FROM access_log WHERE id > :first ORDER BY id"
        with database.read() as tx:
            return [tuple(each) for each in tx.rows(sql, {"first": first})]  # type: ignore[misc]

    return rows
