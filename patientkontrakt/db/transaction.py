"""Transactions in plain SQL on the driver's own connection, taken from the engine's pool."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from patientkontrakt.db.outage import TOO_LONG, TooLong, Unavailable, is_outage
from patientkontrakt.db.pile import Pile
from patientkontrakt.db.sql import numbered

Row = tuple[Any, ...]
Params = Mapping[str, Any]
NO_PARAMS: Params = {}  # sqlite3 takes a true dict only; as a Mapping nobody may change it

THIS_NUMBER = "SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint) + n FROM tx_counter"
"""`Tx.number()` as SQL of PostgreSQL, for the statement that writes it down.

The counter table holds what a restored archive adds to a new server's lower numbers.
"""
_NEXT_NUMBER = {
    "sqlite": "UPDATE tx_counter SET n = n + 1 RETURNING n",
    "postgresql": THIS_NUMBER,
}


class Tx:
    """One open transaction. SQL is written once for both dialects, with `:name` parameters.

    A parameter whose type PostgreSQL cannot guess, as in `:x IS NULL`, is written `CAST(:x AS TEXT)`.
    """

    __slots__ = ("_connection", "_cursor", "_number", "_writes", "dialect", "held", "pile")

    def __init__(
        self, connection: Any, dialect: str, *, writes: bool, cursor: Callable[[Any], Any] = RawCursor
    ) -> None:
        """`cursor` makes what runs PostgreSQL's statements, numbered `$1, $2, …`, of the connection."""
        self.dialect = dialect
        self._connection = connection
        self._cursor: Any = None if dialect == "sqlite" else cursor(connection)
        self._writes = writes
        self._number: int | None = None
        self.held: set[str] = set()  # what has been locked until this transaction ends (store/locks.py)
        self.pile: Pile | None = None  # what is written before the next statement (store/filed.py)

    def rows(self, sql: str, params: Params = NO_PARAMS) -> list[Row]:
        """All rows of a query, or of a write with RETURNING."""
        cursor = self._execute(sql, params)
        found: list[Row] = cursor.fetchall()
        return found

    def row(self, sql: str, params: Params = NO_PARAMS) -> Row | None:
        """The first row or None."""
        cursor = self._execute(sql, params)
        found: Row | None = cursor.fetchone()
        if self.dialect == "sqlite":
            cursor.close()  # a statement left half read would keep its snapshot
        return found

    def run(self, sql: str, params: Params = NO_PARAMS) -> int:
        """Run a write; the number of rows it touched."""
        count: int = self._execute(sql, params).rowcount
        return count

    def many(self, sql: str, params: Sequence[Params]) -> None:
        """Run one write for each of the parameter sets, in one go. Raises TooLong; then the transaction is over."""
        if not params:
            return
        try:
            self._run_many(sql, params)
        except TOO_LONG as error:
            raise TooLong from error

    def number(self) -> int:
        """This transaction's number; later writes of a row have higher ones. Only in `Database.write()`."""
        if self._number is None:
            self._number = self.number_by(_NEXT_NUMBER[self.dialect])
        return self._number

    def number_by(self, sql: str, params: Params = NO_PARAMS) -> int:
        """As :meth:`number`, by a statement that does something first and then answers with `THIS_NUMBER`."""
        if not self._writes:
            raise RuntimeError("Tx.number() belongs to Database.write()")
        row = self.row(sql, params)
        if row is None:
            raise RuntimeError("tx_counter is empty: the database was not migrated")
        self._number = int(row[0])
        return self._number

    def _execute(self, sql: str, params: Params) -> Any:
        if self.pile is not None:
            self.pile.catch_up()
        if self.dialect == "sqlite":
            return self._connection.execute(sql, params)
        statement = numbered(sql)
        return self._cursor.execute(statement.text, statement.values(params))

    def _run_many(self, sql: str, params: Sequence[Params]) -> None:
        if self.pile is not None:
            self.pile.catch_up()
        if self.dialect == "sqlite":
            self._connection.executemany(sql, params)
            return
        statement = numbered(sql)
        values = [statement.values(each) for each in params]
        self._cursor.executemany(statement.text, values)


class _Hand:
    """What a thread has at hand: nothing yet, or a connection that is given back when its stack ends."""

    __slots__ = ("driver", "until_the_end")

    def __init__(self, until_the_end: ExitStack) -> None:
        self.until_the_end = until_the_end
        self.driver: Any | None = None


class _Hands(threading.local):
    """Each thread's own."""

    hand: _Hand | None = None


class Database:
    """The engine seen as transactions. Thread safe; after a fork call `after_fork()` in the child.

    `cursor` runs PostgreSQL's statements; whoever watches them sets one of its own before the first is run.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.cursor: type[RawCursor[Any]] = RawCursor
        self._hands = _Hands()

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that reads. SQLite refuses writes in it; PostgreSQL lets it append log rows.

        Commits at exit, rolls back on an error. Raises Unavailable when the database is away.
        """
        with self._connection() as driver:
            if self.dialect == "sqlite":
                driver.execute("PRAGMA query_only = ON")
                driver.execute("BEGIN")
            try:
                yield self._tx(driver, writes=False)
                driver.commit()
            finally:
                if self.dialect == "sqlite":
                    driver.execute("PRAGMA query_only = OFF")

    @contextmanager
    def glance(self) -> Iterator[Tx]:
        """As :meth:`read`, but on PostgreSQL each statement is a transaction of its own: no BEGIN, no COMMIT.

        There a row that is written is durable when its statement returns.
        """
        if self.dialect == "sqlite":
            with self.read() as tx:
                yield tx
            return
        with self._by_itself() as tx:
            yield tx

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """All that this thread glances at meanwhile goes by one connection, taken from the pool at the first of them."""
        if self.dialect == "sqlite" or self._hands.hand is not None:
            yield
            return
        with ExitStack() as until_the_end:
            self._hands.hand = _Hand(until_the_end)
            try:
                yield
            finally:
                self._hands.hand = None

    @contextmanager
    def stroke(self) -> Iterator[Tx]:
        """A write of one statement and no more: durable when it returns, on PostgreSQL without BEGIN and COMMIT.

        What a second statement does there is not undone with it. Raises Unavailable when the database is away.
        """
        with self.write() if self.dialect == "sqlite" else self._by_itself() as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that writes: SQLite takes the write lock at once, so reading first never fails later.

        Commits at exit, rolls back on an error. Raises Unavailable when the database is away.
        """
        with self._connection() as driver:
            if self.dialect == "sqlite":
                driver.execute("BEGIN IMMEDIATE")
            yield self._tx(driver, writes=True)
            driver.commit()

    def ready(self) -> None:
        """Return when the database answers; raise Unavailable when it does not."""
        with self.read() as tx:
            tx.row("SELECT 1")

    def after_fork(self) -> None:
        """Forget the parent's connections without closing them: they are the parent's still."""
        self.engine.dispose(close=False)

    @contextmanager
    def _by_itself(self) -> Iterator[Tx]:
        """On PostgreSQL: each statement a transaction of its own."""
        driver = self._in_hand()
        if driver is None:
            with self._standing_alone() as driver:
                yield self._tx(driver, writes=False)
            return
        try:
            yield self._tx(driver, writes=False)
        except BaseException as error:
            if is_outage(error):
                raise Unavailable from error
            raise

    def _in_hand(self) -> Any | None:
        """What this thread has at hand, taken now if it is the first time; None when it has nothing, or it broke."""
        hand = self._hands.hand
        if hand is None:
            return None
        if hand.driver is None:
            hand.driver = hand.until_the_end.enter_context(self._standing_alone())
        return None if hand.driver.closed else hand.driver

    @contextmanager
    def _standing_alone(self) -> Iterator[Any]:
        """The driver's connection, on which each statement commits by itself."""
        with self._connection() as driver:
            try:
                driver.autocommit = True
                yield driver
            except BaseException:
                with suppress(Exception):  # what happened first is told
                    _end_autocommit(driver)
                raise
            _end_autocommit(driver)

    def _tx(self, driver: Any, *, writes: bool) -> Tx:
        return Tx(driver, self.dialect, writes=writes, cursor=self.cursor)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """The driver's connection out of the pool, given back without an open transaction."""
        pooled: PoolProxiedConnection | None = None
        try:
            pooled = self.engine.raw_connection()
            yield pooled.driver_connection
            if getattr(
                pooled.driver_connection, "closed", False
            ):  # it broke, and whoever held it went on without
                pooled.invalidate()
                self.engine.dispose()
        except BaseException as error:
            if pooled is not None and not _roll_back(pooled):
                self.engine.dispose()  # what ended one connection most likely ended all that lie in the pool
            if is_outage(error):
                raise Unavailable from error
            raise
        finally:
            if pooled is not None:
                pooled.close()


def _end_autocommit(driver: Any) -> None:
    """Raises what the driver says of a transaction left open; that connection is closed, and the pool throws it away."""
    if driver.closed:
        return
    try:
        driver.autocommit = False
    except BaseException:
        driver.close()
        raise


def _roll_back(pooled: PoolProxiedConnection) -> bool:
    """Undo what the transaction did; false when the connection was already dead, and thrown away."""
    try:
        pooled.rollback()
    except Exception as error:  # noqa: BLE001 - whatever it was, the connection is of no more use
        pooled.invalidate(error)
        return False
    if getattr(pooled.driver_connection, "closed", False):
        pooled.invalidate()
        return False
    return True
