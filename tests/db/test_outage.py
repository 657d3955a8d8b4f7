"""A database that is away is called away, by plain SQL and by the ORM, and nothing is left broken."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.db import Database, Unavailable, open_engine

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


def test_a_connection_the_server_ended_is_replaced(database: Database) -> None:
    if database.dialect == "postgresql":
        with pytest.raises(Unavailable), database.write() as tx:
            tx.run("SELECT pg_terminate_backend(pg_backend_pid())")
    database.ready()


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
