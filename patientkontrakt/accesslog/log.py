"""The front of the log: what the counter and the authorization server use, whichever the database."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.unavailable import failing_closed
from patientkontrakt.accesslog.writer import LogWriter
from patientkontrakt.db import Database, Tx

_PROVED_FOR_MS: Final = 1000


class _TakenBack(Exception):
    """Ends the transaction of a row that was only tried."""


class AccessLog:
    """Writes entries so that nothing is answered without them (model.md §1 "The log")."""

    def __init__(self, database: Database, key: bytes, var: Path) -> None:
        """`key` is the settings' key for "access-log"; `var` the folder where the log keeps its lock."""
        self._database, self._key = database, key
        self._proved_at = -_PROVED_FOR_MS
        self._writer = LogWriter(database, key, var) if database.dialect == "sqlite" else None

    def append(self, tx: Tx, entries: Sequence[Entry]) -> None:
        """Add `entries` to a write: they commit with it or not at all. LogUnavailable when they cannot."""
        with failing_closed():
            append(tx, entries, self._key)

    def flush(self, entries: Sequence[Entry]) -> None:
        """Make `entries` durable by themselves: refusals, sign-ins, exports. LogUnavailable when that fails.

        Never call it with a write transaction open in the same thread: on SQLite it would wait for itself.
        """
        if self._writer is not None:
            self._writer.write(entries)
        elif entries:
            with failing_closed(), self._database.glance() as tx:
                append(tx, entries, self._key)

    def require_writable(self, at: int) -> None:
        """Try a row and take it back; LogUnavailable when none can be written.

        `at` is epoch milliseconds. What was proved holds for a second: trying takes SQLite's write lock.
        """
        if 0 <= at - self._proved_at < _PROVED_FOR_MS:
            return
        entry = Entry(at=at, request_id="", action="probe", outcome="failed", reason="probe")
        with failing_closed(), suppress(_TakenBack), self._database.write() as tx:
            append(tx, [entry], self._key)
            raise _TakenBack
        self._proved_at = at
