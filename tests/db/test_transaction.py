"""What a transaction promises: all or nothing, no lost update, an outage by its name."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from patientkontrakt.db import Database, Unavailable, open_engine


@pytest.fixture
def counter(database: Database) -> Database:
    with database.write() as tx:
        tx.run("CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, word TEXT)")
        tx.run("INSERT INTO counter (id, n) VALUES (1, 0)")
    return database


def test_an_error_takes_back_everything(counter: Database) -> None:
    with suppress(ZeroDivisionError), counter.write() as tx:
        tx.run("UPDATE counter SET n = 7")
        raise ZeroDivisionError
    with counter.read() as tx:
        assert tx.row("SELECT n FROM counter") == (0,)


def test_a_read_on_sqlite_refuses_to_write(counter: Database) -> None:
    if counter.dialect == "postgresql":
        with counter.read() as tx:  # where a read appends its log row in its own transaction
            assert tx.run("UPDATE counter SET n = 1") == 1
        return
    with pytest.raises(sqlite3.OperationalError, match="readonly"), counter.read() as tx:
        tx.run("UPDATE counter SET n = 1")
    with counter.write() as tx:
        assert tx.run("UPDATE counter SET n = 2") == 1, "the pooled connection must be writable again"


def test_sixteen_threads_that_read_and_then_write_lose_nothing(counter: Database) -> None:
    def count_up(_: int) -> None:
        for _ in range(10):
            with counter.write() as tx:
                lock = " FOR UPDATE" if tx.dialect == "postgresql" else ""
                row = tx.row("SELECT n FROM counter WHERE id = :id" + lock, {"id": 1})
                assert row is not None
                tx.run("UPDATE counter SET n = :n WHERE id = :id", {"n": row[0] + 1, "id": 1})

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(count_up, range(16)))
    with counter.read() as tx:
        assert tx.row("SELECT n FROM counter") == (160,)


def test_sessions_of_the_orm_that_read_and_then_write_lose_nothing(counter: Database) -> None:
    locking = " FOR UPDATE" if counter.dialect == "postgresql" else ""

    def count_up(_: int) -> None:
        for _ in range(5):
            with Session(counter.engine) as session:
                n = session.execute(sa.text("SELECT n FROM counter" + locking)).scalar_one()
                session.execute(sa.text("UPDATE counter SET n = :n"), {"n": n + 1})
                session.commit()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(count_up, range(16)))
    with counter.read() as tx:
        assert tx.row("SELECT n FROM counter") == (80,)


def test_readers_are_served_while_a_writer_is_at_work(counter: Database) -> None:
    with counter.write() as writing:
        writing.run("UPDATE counter SET n = 5")
        with counter.read() as reading:
            assert reading.row("SELECT n FROM counter") == (0,)


def test_a_number_is_one_per_transaction_and_rises(database: Database) -> None:
    numbers = []
    for _ in range(3):
        with database.write() as tx:
            tx.run("UPDATE installation SET created = created")
            numbers.append(tx.number())
            assert tx.number() == numbers[-1]
    assert numbers == sorted(set(numbers))


def test_a_number_belongs_to_writers(database: Database) -> None:
    with database.read() as tx, pytest.raises(RuntimeError):
        tx.number()


def test_large_and_small_numbers_fit_the_same_statement(counter: Database) -> None:
    with counter.write() as tx:
        tx.many("INSERT INTO counter (id, n) VALUES (:id, :n)", [{"id": 2, "n": 1}, {"id": 3, "n": 2**62}])
        assert tx.rows("SELECT n FROM counter WHERE id > :id ORDER BY id", {"id": 1}) == [(1,), (2**62,)]


def test_letters_are_not_folded_by_like(counter: Database) -> None:
    with counter.write() as tx:
        tx.run("UPDATE counter SET word = :word", {"word": "Åsa 100%"})
        assert tx.row("SELECT n FROM counter WHERE word LIKE '%100%'") == (0,)
        assert tx.row("SELECT n FROM counter WHERE word LIKE 'Ås% 100\\%' ESCAPE '\\'") == (0,)
        assert tx.row("SELECT n FROM counter WHERE word LIKE 'ås%'") is None


def test_a_lock_held_too_long_is_an_outage_and_passes(counter: Database) -> None:
    patience = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET LOCAL lock_timeout = 50"}[
        counter.dialect
    ]
    impatient = Database(open_engine(counter.engine.url.render_as_string(hide_password=False)))

    def write() -> None:
        if counter.dialect == "sqlite":
            with impatient.read() as tx:
                tx.row(patience)
        with impatient.write() as tx:
            if counter.dialect == "postgresql":
                tx.run(patience)
            tx.run("UPDATE counter SET n = n + 1")

    with counter.write() as tx:
        tx.run("UPDATE counter SET n = n + 1")
        with pytest.raises(Unavailable):
            write()
    write()
    impatient.engine.dispose()
    with counter.read() as tx:
        assert tx.row("SELECT n FROM counter") == (2,)


def test_a_fault_in_our_own_sql_is_no_outage(database: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as caught, database.read() as tx:
        tx.rows("SELECT 1 FROM nowhere")
    assert not isinstance(caught.value, Unavailable)
