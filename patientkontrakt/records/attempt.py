"""One attempt at one job: run the duty, and write down how it ended."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from threading import Event
from typing import Any, Final

from patientkontrakt.db import Database, Tx
from patientkontrakt.records.duties import Duty, Ending, Hopeless
from patientkontrakt.records.pace import rest_after
from patientkontrakt.store import jobs
from patientkontrakt.store.job import Cancelled, Job, LeaseLost

LEASE_MS: Final = 30_000
"""A job whose worker has said nothing for so long is another's."""

MOST_ATTEMPTS: Final = 12
"""With the rests between them a quarter of an hour; then somebody should look at it."""

_log = logging.getLogger(__name__)
_Ending = Callable[[Tx], None]


class Attempt:
    """A claimed job, tried once."""

    def __init__(
        self, database: Database, duty: Duty, job: Job, now: Callable[[], int], ending: Event
    ) -> None:
        """When `ending` is set, the duty is told at its next `keep`, and the job goes back into the queue."""
        self._database, self._duty, self._job = database, duty, job
        self._now, self._ending = now, ending

    def make(self) -> None:
        """Try it. Raises Unavailable when its end could not be written: then the lease runs out by itself."""
        try:
            end = self._run()
            with self._database.write() as tx:
                end(tx)
        except Cancelled:
            _log.info("job cancelled: %s %s", self._job.kind, self._job.id)
        except LeaseLost:
            _log.warning("job lost to another worker: %s %s", self._job.kind, self._job.id)

    def _run(self) -> _Ending:
        """What is to be written of how it went."""
        job = self._job
        if job.attempts > MOST_ATTEMPTS:  # it has ended its worker every time
            return self._failed(job.fault or "WorkerDied", None)
        try:
            progress = self._duty.run(job, self._keep)
        except LeaseLost:
            raise
        except Ending:
            return lambda tx: jobs.give_back(tx, job, self._now())
        except Hopeless as why:
            return self._failed(why.fault, None)
        except Exception as fault:  # noqa: BLE001 - one job's fault is not the next one's
            _log.warning("attempt %s failed: %s %s", job.attempts, job.kind, job.id, exc_info=True)
            return self._failed(type(fault).__name__, self._again_at())
        return lambda tx: jobs.finish(tx, job, progress, self._now())

    def _keep(self, progress: Mapping[str, Any]) -> None:
        with self._database.write() as tx:
            jobs.keep(tx, self._job, progress, self._now(), LEASE_MS)
        if self._ending.is_set():
            raise Ending

    def _failed(self, fault: str, again_at: int | None) -> _Ending:
        if again_at is None:
            _log.error("job failed for good: %s %s %s", self._job.kind, self._job.id, fault)
        return partial(_fail, self._job, fault, again_at, self._now())

    def _again_at(self) -> int | None:
        if self._job.attempts >= MOST_ATTEMPTS:
            return None
        return self._now() + int(1000 * rest_after(self._job.attempts))


def _fail(job: Job, fault: str, again_at: int | None, now: int, tx: Tx) -> None:
    jobs.fail(tx, job, fault, again_at, now)
