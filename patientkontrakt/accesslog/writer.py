"""SQLite's log writer: one thread of each process commits what its answers wait for, many rows in one commit.

A reader of SQLite cannot log in its own transaction: it would have to become a writer ("database is locked").
Without the file lock several processes' writers wait in SQLite's own, unfair queue (performance.md design 5).
"""

import fcntl
import os
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path
from typing import Final

from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.unavailable import LogUnavailable, failing_closed
from patientkontrakt.db import Database

MOST_ENTRIES: Final = 500  # in one commit: so that no answer waits for an endless one


class LogWriter:
    """Writes entries durably for all threads of this process. Starts by itself, and anew after a fork."""

    def __init__(self, database: Database, key: bytes, var: Path, patience: float = 12.0) -> None:
        """`var` is the folder of the lock file; `patience` the seconds an answer waits before it gives up."""
        self._database, self._key = database, key
        self._lock_file, self._patience = var / "log.lock", patience
        self._lines: dict[int, _Line] = {}

    def write(self, entries: Sequence[Entry]) -> None:
        """Return when `entries` are on disk, all of them; LogUnavailable when they are not."""
        if not entries:
            return
        place = self._line().join(entries)
        try:
            place.result(self._patience)
        except TooLate as late:
            place.cancel()  # if it is written all the same, the log says more than was answered, never less
            raise LogUnavailable from late

    def _line(self) -> "_Line":
        """This process's line: a fork copies the parent's, but not the thread that serves it."""
        own = self._lines.get(os.getpid())
        return own or self._lines.setdefault(os.getpid(), _Line(self._commit))

    def _commit(self, entries: Sequence[Entry]) -> None:
        with failing_closed(), open(self._lock_file, "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self._database.write() as tx:
                append(tx, entries, self._key)


class _Place(Future[None]):
    """One caller's place in the line, and what it waits for."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries


class _Line:
    """The queue of one process and the thread that serves it."""

    def __init__(self, commit: Callable[[Sequence[Entry]], None]) -> None:
        self._commit = commit
        self._waiting: queue.SimpleQueue[_Place] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self, entries: Sequence[Entry]) -> _Place:
        place = _Place(entries)
        self._waiting.put(place)
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._serve, name="access-log-writer", daemon=True)
                self._thread.start()
        return place

    def _serve(self) -> None:
        while True:
            places = [place for place in self._next_batch() if place.set_running_or_notify_cancel()]
            fault = self._try([entry for place in places for entry in place.entries])
            for place in places:
                place.set_exception(fault) if fault else place.set_result(None)

    def _next_batch(self) -> list[_Place]:
        batch = [self._waiting.get()]
        while len(batch) < MOST_ENTRIES:
            try:
                batch.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return batch

    def _try(self, entries: Sequence[Entry]) -> Exception | None:
        try:
            if entries:
                self._commit(entries)
        except Exception as fault:  # noqa: BLE001 - handed to those who wait; the thread serves on
            return fault
        return None
