"""Where the floor reads and writes: two tables of its own, each answer in as many rows as it has entries."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

import psycopg

TABLES = (
    "CREATE TABLE floor_answer (key TEXT, n INTEGER, piece TEXT, PRIMARY KEY (key, n))",
    "CREATE TABLE floor_resource (key TEXT PRIMARY KEY, version INTEGER, body TEXT)",
    "CREATE TABLE floor_version (key TEXT, version INTEGER, body TEXT, PRIMARY KEY (key, version))",
)
_PIECES = "SELECT piece FROM floor_answer WHERE key = {0} ORDER BY n"
_VERSIONS = "SELECT key, version FROM floor_resource"
_CURRENT = "INSERT INTO floor_resource VALUES ({0}, 1, {0})"
_OLD = "INSERT INTO floor_version VALUES ({0}, {0}, {0})"

Connection = TypeVar("Connection", psycopg.Connection[Any], sqlite3.Connection)

Made = tuple[str, str]
"""The key of a resource and its text."""


class Rows(Protocol):
    """What the floor needs of a database."""

    def prepare(self) -> None:
        """Make the tables."""

    def close(self) -> None:
        """Leave this thread's connection."""

    def put(self, answers: Iterable[tuple[str, str, int]]) -> None:
        """Keep these answers by key, and no others; each is cut into so many pieces."""

    def pieces(self, key: str) -> list[str]:
        """The pieces of an answer, in order; none when there is no such key."""

    def create(self, made: Sequence[Made]) -> None:
        """Store resources and their first versions, in one transaction."""

    def versions(self) -> dict[str, int]:
        """The present version of every resource, by key."""

    def update(self, key: str, version: int, body: str) -> bool:
        """Store the next version; false when `version` is not the present one."""


def rows_of(url: str) -> Rows:
    """The floor's rows at an SQLAlchemy address."""
    if url.startswith("sqlite"):
        return SqliteRows(url.removeprefix("sqlite:///"))
    return PostgresqlRows(url.replace("+psycopg", ""))


def cut(text: str, amount: int) -> list[str]:
    """The text in so many pieces of about the same length."""
    length = max(1, -(-len(text) // max(1, amount)))
    return [text[place : place + length] for place in range(0, len(text), length)] or [""]


def _answer_rows(answers: Iterable[tuple[str, str, int]]) -> list[tuple[str, int, str]]:
    return [(key, n, piece) for key, text, amount in answers for n, piece in enumerate(cut(text, amount))]


class _OfThread(Generic[Connection]):
    """One connection for each thread, and what is asked of both kinds alike."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect: Callable[[], Connection] = connect
        self._of_thread = threading.local()

    def prepare(self) -> None:
        for table in TABLES:
            self._connection.execute(table)

    def close(self) -> None:
        self._connection.close()
        del self._of_thread.connection

    def versions(self) -> dict[str, int]:
        return dict(self._connection.execute(_VERSIONS).fetchall())

    @property
    def _connection(self) -> Connection:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = self._connect()
        connection: Connection = self._of_thread.connection
        return connection


class PostgresqlRows(_OfThread[psycopg.Connection[Any]]):
    """Autocommit, every statement prepared."""

    def __init__(self, address: str) -> None:
        super().__init__(lambda: psycopg.connect(address, autocommit=True))

    def put(self, answers: Iterable[tuple[str, str, int]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("TRUNCATE floor_answer")
            cursor.executemany("INSERT INTO floor_answer VALUES (%s, %s, %s)", _answer_rows(answers))
            cursor.execute("ANALYZE floor_answer")

    def pieces(self, key: str) -> list[str]:
        found = self._connection.execute(_PIECES.format("%s"), (key,), prepare=True)
        return [piece for (piece,) in found]

    def create(self, made: Sequence[Made]) -> None:
        self._connection.execute(
            "WITH made AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS made (key, body)),"
            " old AS (INSERT INTO floor_version SELECT key, 1, body FROM made)"
            " INSERT INTO floor_resource SELECT key, 1, body FROM made",
            ([key for key, _ in made], [body for _, body in made]),
            prepare=True,
        )

    def update(self, key: str, version: int, body: str) -> bool:
        found = self._connection.execute(
            "WITH done AS (UPDATE floor_resource SET version = version + 1, body = %(body)s"
            " WHERE key = %(key)s AND version = %(version)s RETURNING key, version, body)"
            " INSERT INTO floor_version SELECT key, version, body FROM done",
            {"key": key, "version": version, "body": body},
            prepare=True,
        )
        return found.rowcount == 1


class SqliteRows(_OfThread[sqlite3.Connection]):
    """WAL and synchronous=FULL, as the service has it."""

    def __init__(self, file: str) -> None:
        super().__init__(lambda: _opened(file))

    def put(self, answers: Iterable[tuple[str, str, int]]) -> None:
        fresh = [("INSERT INTO floor_answer VALUES (?, ?, ?)", row) for row in _answer_rows(answers)]
        self._write([("DELETE FROM floor_answer", ()), *fresh])

    def pieces(self, key: str) -> list[str]:
        return [piece for (piece,) in self._connection.execute(_PIECES.format("?"), (key,))]

    def create(self, made: Sequence[Made]) -> None:
        self._write(
            [
                *((_CURRENT.format("?"), each) for each in made),
                *((_OLD.format("?"), (key, 1, body)) for key, body in made),
            ]
        )

    def update(self, key: str, version: int, body: str) -> bool:
        changed = "UPDATE floor_resource SET version = version + 1, body = ? WHERE key = ? AND version = ?"
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        is_done = connection.execute(changed, (body, key, version)).rowcount == 1
        if is_done:
            connection.execute(_OLD.format("?"), (key, version + 1, body))
        connection.execute("COMMIT")
        return is_done

    def _write(self, statements: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.execute(statement, values)
        connection.execute("COMMIT")


def _opened(file: str) -> sqlite3.Connection:
    made = sqlite3.connect(file, timeout=10, isolation_level=None)
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA synchronous = FULL")
    return made
