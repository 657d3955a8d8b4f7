"""Which rows a walk over the log has met already, kept on disk: a log has more rows than a process has memory.

The file is SQLite's own, in its folder for temporary files (`SQLITE_TMPDIR`, `TMPDIR`): nobody else can open it, and it
is gone with the connection, however the process ends.
"""

import sqlite3
from types import TracebackType
from typing import Final, Self

# Nobody reads it after a crash, so nothing is journalled or synced.
_PREPARE: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA temp_store = FILE",
    "CREATE TABLE seen (uid TEXT PRIMARY KEY) WITHOUT ROWID",
    "BEGIN",  # never ended: a commit for each row would be most of the work
)
_ADD: Final = "INSERT OR IGNORE INTO seen (uid) VALUES (?)"


class NoRoom(Exception):
    """The folder for temporary files is full, or not to be written to: what was met cannot be remembered."""


class Seen:
    """The uids met so far, for one thread; used in a `with`, at whose end it forgets them. All of it may raise NoRoom."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        try:
            for sql in _PREPARE:
                self._run(sql)
        except NoRoom:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, uid: str) -> bool:
        """Whether `uid` is new."""
        return self._run(_ADD, uid).rowcount == 1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _run(self, sql: str, *values: str) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except (
            sqlite3.OperationalError
        ) as fault:  # "database or disk is full", "unable to open database file", "disk I/O error"
            raise NoRoom from fault
