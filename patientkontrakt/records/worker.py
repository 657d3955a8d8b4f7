"""The worker: does jobs and goes its rounds, each in a thread of its own, until it is told to end.

Any number may run at once. A fault of one duty does not stop another's, and a database that is away is waited for.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

from patientkontrakt.db import Database, Unavailable
from patientkontrakt.records.attempt import LEASE_MS, Attempt
from patientkontrakt.records.duties import Duties, Duty, Round
from patientkontrakt.records.pace import Pace
from patientkontrakt.store import jobs, workers
from patientkontrakt.store.job import Job

# Seconds between two looks into the queue, and between two signs of life.
_LOOK: Final = 1.0
_BEAT: Final = 5.0

_log = logging.getLogger(__name__)


class Worker:
    """Make it before a fork, start it after: threads do not follow a fork."""

    def __init__(self, database: Database, duties: Duties, now: Callable[[], int]) -> None:
        """`now` gives epoch milliseconds."""
        self._database, self._duties, self._now = database, duties, now
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._name = ""

    def start(self, after: float = 0.0) -> None:
        """Begin, `after` seconds from now; returns at once. The threads end with the process."""
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        for duty in self._duties.jobs:
            self._also("jobs-" + "-".join(duty.kinds), _LOOK, partial(self._do_one, duty), after)
        for each in self._duties.rounds:
            self._also(f"round-{each.name}", each.interval, partial(self._go, each), after)
        self._also("sign-of-life", _BEAT, self._beat, after)

    def stop(self, patience: float = 15.0) -> bool:
        """Give back what it holds, finish its rounds and end; False when that took more than `patience` seconds.

        What it still holds then is another's when the lease runs out.
        """
        self._ending.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        ended = not any(thread.is_alive() for thread in self._threads)
        if ended and self._threads:
            with suppress(Unavailable), self._database.write() as tx:
                workers.leave(tx, self._name)
        return ended

    def _also(self, name: str, interval: float, act: Callable[[], bool], after: float) -> None:
        """Do that too, in a thread; `act` says whether it has more to do at once."""
        run = threading.Thread(target=self._again_and_again, args=(name, interval, act, after), daemon=True)
        run.name = name
        self._threads.append(run)
        run.start()

    def _again_and_again(self, name: str, interval: float, act: Callable[[], bool], rest: float) -> None:
        pace = Pace(interval)
        while not self._ending.wait(rest):
            try:
                more = act()
                rest = 0.0 if more else pace.well()
            except Exception as fault:  # noqa: BLE001 - tried again after a rest, and the others go on
                rest = pace.wrong(fault)
                if pace.faults == 1 or not isinstance(fault, Unavailable):
                    _log.warning("worker: %s went wrong", name, exc_info=True)

    def _do_one(self, duty: Duty) -> bool:
        """Do the next job of its kinds; whether there was one."""
        job = self._next(duty.kinds)
        if job is not None:
            Attempt(self._database, duty, job, self._now, self._ending).make()
        return job is not None

    def _next(self, kinds: tuple[str, ...]) -> Job | None:
        with self._database.read() as tx:  # an empty queue takes no write lock
            if not jobs.is_due(tx, kinds, self._now()):
                return None
        with self._database.write() as tx:
            return jobs.claim(tx, kinds, self._now(), LEASE_MS)

    def _go(self, each: Round) -> bool:
        each.round(self._now())
        return False

    def _beat(self) -> bool:
        """Say that it lives, while all of it does."""
        if all(thread.is_alive() for thread in self._threads):
            with self._database.write() as tx:
                workers.beat(tx, self._name, self._now())
        return False
