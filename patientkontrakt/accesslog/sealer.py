"""The background thread that seals the log once a second. Every process may run one: whoever comes first seals."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from patientkontrakt.accesslog.seal import lag, seal
from patientkontrakt.db import Database

_log = logging.getLogger(__name__)


class Sealer:
    """Seals until it is stopped. Start it in the worker, after the fork: threads do not follow a fork."""

    def __init__(
        self, database: Database, key: bytes, heads: Path, now: Callable[[], int], interval: float = 1.0
    ) -> None:
        """`now` gives epoch milliseconds; `interval` is seconds of rest between two rounds."""
        self._database, self._key, self._heads = database, key, heads
        self._now, self._interval = now, interval
        self._patience: float | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None  # not before the fork, which would count it as ended

    def start(self, patience: float | None = None) -> None:
        """Begin; the thread ends with the process.

        With `patience` it looks every so many seconds, and seals only when something has lain for as long: others do it.
        """
        self._patience, self._interval = patience, patience or self._interval
        self._thread = threading.Thread(target=self._run, name="access-log-sealer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Seal what is left and end; returns when that is done."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval):
            if self._patience is None or self._is_left_lying(self._patience):
                self._round()
        self._round()

    def _is_left_lying(self, patience: float) -> bool:
        try:
            with self._database.read() as tx:
                _, oldest = lag(tx)
        except Exception:  # noqa: BLE001 - then nobody can seal either
            return False
        return oldest is not None and self._now() - oldest > patience * 1000

    def _round(self) -> None:
        try:
            seal(self._database, self._key, self._heads, self._now())
        except Exception as fault:  # noqa: BLE001 - rows wait unsealed, and the next round tries again
            _log.warning("access log not sealed: %s", type(fault).__name__)
