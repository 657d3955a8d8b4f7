"""The queue of jobs as the operator sees it: what is in it, what went wrong, and whether anybody works."""

from typing import Final

from patientkontrakt.db import Database
from patientkontrakt.store import jobs, workers
from patientkontrakt.store.job import STATES, Job
from patientkontrakt.store.workers import Depth

__all__ = ["ALIVE_MS", "STATES", "Depth", "Job", "Queue"]

ALIVE_MS: Final = 30_000
"""A worker that was seen so lately is at work: it gives a sign every five seconds."""

_KEPT_MS: Final = 30 * 24 * 60 * 60 * 1000


class Queue:
    """Jobs hold no patient's data: whoever runs the service may see them. Instants are epoch milliseconds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self, kind: str | None = None, state: str | None = None, most: int = 100) -> list[Job]:
        """The newest first, at most ``most``; only those of that kind and state, where one is given."""
        with self._database.read() as tx:
            return jobs.listed(tx, kind=kind, state=state, most=most)

    def retry(self, id: str, now: int) -> bool:
        """Put a failed job back into the queue; False when there is no failed job of that id."""
        with self._database.write() as tx:
            return jobs.retry(tx, id, now)

    def retry_all(self, now: int) -> int:
        """Put every failed job back into the queue; how many."""
        with self._database.write() as tx:
            return jobs.retry_all(tx, now)

    def dismiss(self, id: str) -> bool:
        """Leave a failed job at that: nobody waits for it any more; False when there is no failed job of that id."""
        with self._database.write() as tx:
            return jobs.dismiss(tx, id)

    def forget(self, now: int) -> None:
        """Remove the jobs that ended more than thirty days ago."""
        with self._database.write() as tx:
            jobs.forget(tx, now - _KEPT_MS)

    def depths(self, now: int) -> list[Depth]:
        """How many jobs of each kind wait, are being done or have failed, and how old the oldest of them is."""
        with self._database.read() as tx:
            return workers.depths(tx, now)

    def workers(self) -> list[tuple[str, int]]:
        """Each worker by name, and when it was last seen alive; the latest first."""
        with self._database.read() as tx:
            return workers.seen(tx)

    def worker_seen(self) -> int | None:
        """When a worker was last seen alive; None when there is none."""
        with self._database.read() as tx:
            return workers.worker_seen(tx)
