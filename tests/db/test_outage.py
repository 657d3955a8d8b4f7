"""A database that is away is called away, by plain SQL and by the ORM, and nothing is left broken."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from patientkontrakt.db import Database, Unavailable, is_outage, open_engine

AWAY = {
    "sqlite": "sqlite:////nowhere/at/all.db",
    "postgresql": "postgresql+psycopg://nobody@/nothing?host=/nowhere",
}


@pytest.mark.parametrize("kind", AWAY)
def test_a_database_that_is_away_is_unavailable(kind: str) -> None:
    database = Database(open_engine(AWAY[kind]))
    with pytest.raises(Unavailable):
        database.ready()


@pytest.mark.parametrize("kind", AWAY)
def test_the_orm_says_unavailable_too(kind: str) -> None:
    with pytest.raises(Unavailable), open_engine(AWAY[kind]).connect() as connection:
        connection.execute(sa.text("SELECT 1"))


def test_an_sqlite_folder_that_is_not_ours_is_an_outage() -> None:
    """As SQLite says it; root, who may write everywhere, never meets it."""
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DIRECTORY
    assert is_outage(error)


def test_a_write_where_one_reads_is_our_fault_and_no_outage(tmp_path: Path) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path / 'here.db'}"))
    with pytest.raises(sqlite3.OperationalError), database.read() as tx:
        tx.run("CREATE TABLE t (n BIGINT)")
    database.engine.dispose()


END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def test_when_the_server_ends_all_connections_one_transaction_fails_and_the_next_are_served(
    database: Database,
) -> None:
    with database.read(), database.read(), database.read():
        pass  # three connections lie in the pool now
    if database.dialect == "postgresql":
        with psycopg.connect(database.engine.url.set(drivername="postgresql").render_as_string()) as other:
            other.execute(END_ALL)
        with pytest.raises(Unavailable):
            database.ready()
    with database.read() as first, database.read() as second, database.read() as third:
        assert [tx.row("SELECT :n", {"n": 2**40}) for tx in (first, second, third)] == [(2**40,)] * 3


def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    database = Database(open_engine(f"sqlite:///{path}"))
    with database.write() as tx:
        tx.run("CREATE TABLE t (n BIGINT)")
        modes = {file.name: file.stat().st_mode & 0o077 for file in tmp_path.iterdir()}
    database.engine.dispose()
    assert modes == {"new.db": 0, "new.db-wal": 0, "new.db-shm": 0}


def test_an_acknowledged_write_is_on_the_disk(database: Database) -> None:
    with database.read() as tx:
        if database.dialect == "sqlite":
            assert tx.row("PRAGMA synchronous") == (2,)
            assert tx.row("PRAGMA journal_mode") == ("wal",)
            assert tx.row("PRAGMA foreign_keys") == (1,)
        else:
            assert tx.row("SHOW synchronous_commit") == ("on",)
            assert tx.row("SHOW transaction_isolation") == ("read committed",)
