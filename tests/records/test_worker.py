"""The worker's threads: none of them stops another, and a killed worker's job is another's."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from patientkontrakt.db import Database
from patientkontrakt.records.attempt import LEASE_MS
from patientkontrakt.records.duties import Duties, Duty, Round
from patientkontrakt.records.queue import Queue
from patientkontrakt.records.worker import Worker
from tests.records.test_attempt import Away
from tests.records.work import HALF_WAY, Clock, Counting, counted, put, stored, until

ROOT = Path(__file__).parents[2]
Start = Callable[..., Worker]


@pytest.fixture
def start(database: Database) -> Iterator[Start]:
    """Starts a worker, and ends it after the test."""
    started: list[Worker] = []

    def begin(*jobs: Duty, rounds: tuple[Round, ...] = (), on: Database = database) -> Worker:
        worker = Worker(on, Duties(jobs, rounds), Clock())
        started.append(worker)
        worker.start()
        return worker

    yield begin
    assert all(worker.stop() for worker in started)


class Often:
    """A round that happens all the time; `act` is what it does."""

    name, interval = "often", 0.01

    def __init__(self, act: Callable[[int], None]) -> None:
        self._act = act

    def round(self, now: int) -> None:
        self._act(now)


def broken(_: int) -> None:
    raise ValueError


def test_a_broken_round_stops_no_other_and_no_job(database: Database, start: Start, tmp_path: Path) -> None:
    went = Event()
    start(Counting(tmp_path / "numbers"), rounds=(Often(broken), Often(lambda now: went.set())))
    id = put(database, 0)
    until(lambda: stored(database, id).state == "done")
    assert went.wait(10)
    assert counted(tmp_path / "numbers") == list(range(1, 11))


def test_a_slow_job_delays_no_other_kind(database: Database, start: Start, tmp_path: Path) -> None:
    go_on = Event()
    slow, quick = (
        Counting(tmp_path / "slow", lambda number: go_on.wait(30) and None),
        Counting(tmp_path / "quick"),
    )
    quick.kinds = ("quick",)
    waiting, id = put(database, 0), put(database, 0, "quick")
    start(slow, quick)
    until(lambda: stored(database, id).state == "done")
    assert stored(database, waiting).state == "running"
    go_on.set()


def test_a_worker_waits_for_its_database_and_goes_on_by_itself(
    database: Database, start: Start, tmp_path: Path
) -> None:
    line = Away(database)
    line.away = True
    id, tried = put(database, 0), Event()

    def look(_: int) -> None:
        tried.set()
        line.ready()

    start(Counting(tmp_path / "numbers"), rounds=(Often(look),), on=line)
    assert tried.wait(10)
    line.away = False
    until(lambda: stored(database, id).state == "done")
    until(lambda: Queue(database).worker_seen())


def test_a_worker_is_seen_while_it_is_there(database: Database, start: Start) -> None:
    queue = Queue(database)
    assert queue.worker_seen() is None
    worker = start()
    until(lambda: queue.worker_seen())
    assert [name.endswith(f":{os.getpid()}") for name, _ in queue.workers()] == [True]
    assert worker.stop()
    assert queue.workers() == []


def test_a_job_goes_on_with_another_after_kill_9(
    database: Database, database_url: str, start: Start, tmp_path: Path
) -> None:
    numbers, id = tmp_path / "numbers", put(database, 0)
    first = subprocess.Popen(
        [sys.executable, "-m", "tests.records.work", database_url, numbers], cwd=ROOT, start_new_session=True
    )
    try:
        until(lambda: counted(numbers)[-1:] == [HALF_WAY])
        start(Counting(numbers))
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    assert stored(database, id).progress == {"done": HALF_WAY - 1}
    later = Clock()
    later.ahead = LEASE_MS
    second = Worker(database, Duties(jobs=(Counting(numbers),)), later)
    second.start()
    until(lambda: stored(database, id).state == "done")
    assert second.stop()
    assert counted(numbers) == [*range(1, HALF_WAY + 1), *range(HALF_WAY, 11)], (
        "only what was not kept came again"
    )
    assert stored(database, id).attempts == 2
