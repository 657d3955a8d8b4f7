"""Migrations: rows go down and up unchanged (F-15), and one that is killed at any statement never happened (F-17)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.accesslog import heads, verify
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, open_engine, schema
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator as somebody
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.writer import Trust
from tests.databases import KINDS, Databases
from tests.records.region import goal, settle

ROWS = pytest.mark.parametrize("goals", [20, pytest.param(10_000, marks=pytest.mark.deep)])
# What no migration so far has changed: bodies, every version of them, and the log with its chain.
KEPT = ("resource", "version", "access_log", "access_log_seal")
AT = clock.moment(1_795_000_000_000)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    request.node.user_properties.append(("database", request.param))
    return str(request.param)


@pytest.fixture
def empty(kind: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database no migration has touched."""
    with databases.empty(kind, tmp_path) as url:
        yield url


@ROWS
def test_f_15_rows_go_down_and_up_unchanged(app: Flask, settings: Settings, goals: int) -> None:
    house = app.extensions["patientkontrakt"]
    settle(house.counter)
    trust = Trust("command", Owner("region-exempel", "linden"), "shared")
    for first in range(0, goals, 500):
        with house.counter.writing(somebody(), AT) as desk:
            for n in range(first, min(goals, first + 500)):
                writer.create(desk, goal("gunnel", f"{n}"), trust=trust)
    house.sealer._round()
    before = _rows(house.database)
    assert len(before["version"]) > goals
    for revision in reversed(_revisions()[_revisions().index("0004") :]):  # below it the log is not whole
        schema.downgrade(house.database.engine, revision)
    assert _rows(house.database) == before
    schema.upgrade(house.database.engine, settings.mode)
    assert _rows(house.database) == before
    assert schema.is_at_head(house.database)
    assert verify.verify(house.database, settings.key("access-log"), settings.var / heads.NAME).ok


def _revisions() -> list[str]:
    names = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("2*.py"))
    return [name.split("_")[2] for name in names]


def _rows(database: Database) -> dict[str, list[str]]:
    """Every row, column by column in the order of their names: a migration may remake a table."""
    found: dict[str, list[str]] = {}
    with database.read() as tx:
        for table in KEPT:
            columns = ", ".join(
                sorted(column["name"] for column in sa.inspect(database.engine).get_columns(table))
            )
            found[table] = sorted(map(repr, tx.rows(f"SELECT {columns} FROM {table}")))
    return found


KILLED_AT = """
import os, signal, sys
from sqlalchemy import event
from patientkontrakt.db import open_engine, schema
engine, left = open_engine(sys.argv[1]), int(sys.argv[2])
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(engine, "after_cursor_execute", count)
schema.upgrade(engine, "demo")
sys.exit(f"it took {int(sys.argv[2]) - left} statements only")
"""


# Statements, of more than a hundred: near the end for every save, all along the way for `make test-deep`.
POINTS = [100, *(pytest.param(n, marks=pytest.mark.deep) for n in range(5, 100, 5))]


@pytest.mark.parametrize("point", POINTS)
def test_f_17_a_migration_killed_at_any_statement_never_happened(empty: str, point: int) -> None:
    killed = _upgrade(empty, point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    engine = open_engine(empty)
    try:
        assert sa.inspect(engine).get_table_names() == []
        schema.upgrade(engine, "demo")
        assert schema.is_at_head(Database(engine))
    finally:
        engine.dispose()


def _upgrade(url: str, killed_at: int) -> Any:
    """Upgrade in a process of its own, killed after that many statements."""
    environ = os.environ | {"PYTHONPATH": str(schema.MIGRATIONS.parent)}
    command = [sys.executable, "-c", KILLED_AT, url, str(killed_at)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
