"""The lines of what every installation has: its database, its log, its jobs."""

from collections.abc import Callable, Iterator

from patientkontrakt import clock
from patientkontrakt.accesslog import seal
from patientkontrakt.api.metrics.lines import Line, Reading
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, room
from patientkontrakt.db.engine import POOL_SIZE
from patientkontrakt.records.queue import Depth, Queue
from patientkontrakt.records.subscriptions.notifier import Backlog, backlog


def lines(settings: Settings, database: Database, queue: Queue) -> tuple[Line, ...]:
    """Those of a service that keeps a log."""
    return (
        *_of_database(settings),
        *_of_disks(settings, database),
        *_of_log(database),
        *_of_jobs(queue),
        *_of_notifications(database),
    )


def _of_database(settings: Settings) -> tuple[Line, ...]:
    most = POOL_SIZE * (settings.web_concurrency + 1)  # one process more does the jobs
    return (
        Line(
            "patientkontrakt_database_connections_most",
            "Connections to the database that the workers may have open together.",
            (),
            lambda: [((), most)],
        ),
    )


def _of_disks(settings: Settings, database: Database) -> tuple[Line, ...]:
    def read() -> Iterator[Reading]:
        for folder, free in (("database", room.left(database)), ("exports", room.left_in(settings.exports))):
            if free is not None:
                yield (folder,), free

    return (
        Line(
            "patientkontrakt_disk_free_bytes",
            "Room on the disk of an SQLite database, and on that of the export files.",
            ("folder",),
            read,
        ),
    )


def _of_log(database: Database) -> tuple[Line, ...]:
    return (
        Line(
            "patientkontrakt_log_unsealed_rows",
            f"Rows of the access log that no seal covers yet, counted up to {seal.MOST_ROWS}.",
            (),
            _lag(database, lambda rows, oldest: rows),
        ),
        Line(
            "patientkontrakt_log_unsealed_seconds",
            "Age of the oldest row of the access log that no seal covers yet.",
            (),
            _lag(database, lambda rows, oldest: seconds_since(oldest)),
        ),
    )


def _of_jobs(queue: Queue) -> tuple[Line, ...]:
    labels = ("kind", "state")
    return (
        Line(
            "patientkontrakt_jobs",
            "Jobs that wait, are being done or have failed, by what they do.",
            labels,
            _depths(queue, lambda depth: depth.count),
        ),
        Line(
            "patientkontrakt_jobs_oldest_seconds",
            "Age of the oldest of those jobs.",
            labels,
            _depths(queue, lambda depth: depth.oldest_ms / 1000),
        ),
        Line(
            "patientkontrakt_worker_seen_seconds",
            "Since when no worker has given a sign of life; none is told where there never was one.",
            (),
            lambda: [((), seconds_since(seen))] if (seen := queue.worker_seen()) is not None else [],
        ),
    )


def _of_notifications(database: Database) -> tuple[Line, ...]:
    def now() -> Backlog:
        return backlog(database, clock.millis(clock.now()))

    return (
        Line(
            "patientkontrakt_notifications_waiting",
            "Events of subscriptions that their receivers have not taken yet.",
            (),
            lambda: [((), now().waiting)],
        ),
        Line(
            "patientkontrakt_notifications_oldest_seconds",
            "Age of the oldest of those events.",
            (),
            lambda: [((), now().oldest_ms / 1000)],
        ),
    )


def _depths(queue: Queue, told: Callable[[Depth], float]) -> Callable[[], Iterator[Reading]]:
    def read() -> Iterator[Reading]:
        for depth in queue.depths(clock.millis(clock.now())):
            yield (depth.kind, depth.state), told(depth)

    return read


def seconds_since(at: int | None) -> float:
    """Seconds from an instant (epoch milliseconds) until now; 0 for none."""
    return 0.0 if at is None else max(0.0, (clock.millis(clock.now()) - at) / 1000)


def _lag(database: Database, told: Callable[[int, int | None], float]) -> Callable[[], Iterator[Reading]]:
    def read() -> Iterator[Reading]:
        with database.read() as tx:
            yield (), told(*seal.lag(tx))

    return read
