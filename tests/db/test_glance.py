"""A glance on PostgreSQL gives its connection back as it was, or does not give it back."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from psycopg import RawCursor

from patientkontrakt.db import Database, Unavailable

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


class Interrupted(RawCursor[Any]):
    """Somebody breaks in while the server is at work."""

    def execute(self, *_: Any, **__: Any) -> Any:
        self.connection.pgconn.send_query(b"SELECT 1")
        raise KeyboardInterrupt


def leave_open(database: Database, then: Exception | None = None) -> None:
    with database.glance() as tx:
        tx.run("BEGIN")
        tx.run("CREATE TABLE half_done (n BIGINT)")
        if then is not None:
            raise then


def assert_all_or_nothing(database: Database) -> None:
    """What is written in vain leaves no trace: the connection is in nobody's autocommit."""
    with suppress(ZeroDivisionError), database.write() as tx:
        tx.run("CREATE TABLE in_vain (n BIGINT)")
        raise ZeroDivisionError
    with database.read() as tx:
        assert tx.row("SELECT to_regclass('in_vain')::text, to_regclass('half_done')::text") == (None, None)


def test_what_failed_in_an_open_transaction_is_told(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        leave_open(database, ZeroDivisionError())
    assert_all_or_nothing(database)


def test_a_transaction_left_open_is_an_error_and_undone(database: Database) -> None:
    with pytest.raises(Exception, match="autocommit"):
        leave_open(database)
    assert_all_or_nothing(database)


def test_whoever_breaks_into_a_statement_is_heard(database: Database) -> None:
    plain, database.cursor = database.cursor, Interrupted
    with pytest.raises(KeyboardInterrupt), database.glance() as tx:
        tx.row("SELECT 1")
    database.cursor = plain
    assert_all_or_nothing(database)


def test_a_failed_statement_costs_no_connection(database: Database) -> None:
    asked = "SELECT pg_backend_pid()"
    with database.glance() as tx:
        before = tx.row(asked)
    with pytest.raises(Exception, match="zero"), database.glance() as tx:
        tx.row("SELECT 1 / 0")
    with database.glance() as tx:
        assert tx.row(asked) == before
    assert_all_or_nothing(database)


def test_a_stroke_is_durable_when_its_statement_returns(database: Database) -> None:
    """What fails afterwards undoes nothing; and the connection comes back as it was."""
    with suppress(KeyboardInterrupt), database.stroke() as tx:
        tx.run("UPDATE tx_counter SET n = n + 7")
        raise KeyboardInterrupt
    with database.read() as tx:
        assert tx.row("SELECT n FROM tx_counter") == (7,)


WHO = "SELECT pg_backend_pid()"


def who(database: Database) -> int:
    with database.glance() as tx:
        [pid] = tx.row(WHO) or [0]
    return int(pid)


def test_what_is_at_hand_is_one_connection_and_this_threads_alone(database: Database) -> None:
    with database.at_hand(), database.at_hand():
        mine = who(database)
        with database.read() as tx:
            assert tx.row(WHO) != (mine,), "a transaction has its own"
        with ThreadPoolExecutor(1) as other:
            assert other.submit(who, database).result() != mine
        assert who(database) == mine
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert_all_or_nothing(database)


def test_what_is_at_hand_is_taken_when_it_is_wanted(database: Database) -> None:
    """Who is refused at the door takes none: not while the database is away, either."""
    with database.at_hand():
        assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        who(database)
        assert database.engine.pool.checkedout() == 1  # type: ignore[attr-defined]


def test_what_is_written_with_what_is_at_hand_is_durable_at_once(database: Database) -> None:
    with suppress(ZeroDivisionError), database.at_hand():
        with database.stroke() as tx:
            tx.run("UPDATE tx_counter SET n = n + 7")
        raise ZeroDivisionError
    with database.read() as tx:
        assert tx.row("SELECT n FROM tx_counter") == (7,)
    assert_all_or_nothing(database)


def test_a_failed_statement_leaves_what_is_at_hand_of_use(database: Database) -> None:
    with database.at_hand():
        mine = who(database)
        with pytest.raises(Exception, match="zero"), database.glance() as tx:
            tx.row("SELECT 1 / 0")
        assert who(database) == mine


def test_what_broke_is_at_hand_no_more(database: Database) -> None:
    """It is told as an outage where it broke, and the next question goes by another connection."""
    with database.at_hand():
        mine = who(database)
        with database.write() as tx:
            tx.row("SELECT pg_terminate_backend(CAST(:pid AS INTEGER), 5000)", {"pid": mine})
        with pytest.raises(Unavailable):
            who(database)
        assert who(database) != mine
    assert who(database) != mine
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
