"""Work for a worker to do in tests: a duty that counts, a clock that can be set forward, and a program that counts.

`python -m tests.records.work DATABASE_URL FILE` counts until it is killed: it stays at five.
"""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from patientkontrakt import clock
from patientkontrakt.db import Database, open_engine
from patientkontrakt.records.duties import Duties, Job, Keep
from patientkontrakt.records.worker import Worker
from patientkontrakt.store import jobs

KIND = "count"
HALF_WAY = 5


class Clock:
    """A clock that stands still, at the time when it was made, unless it is set forward."""

    def __init__(self) -> None:
        self._made = clock.millis(clock.now())
        self.ahead = 0

    def __call__(self) -> int:
        return self._made + self.ahead


class Counting:
    """Counts to ten and writes each number into a file; `at` is called before each is kept."""

    kinds = (KIND,)

    def __init__(self, file: Path, at: Callable[[int], None] = lambda number: None) -> None:
        self._file, self._at = file, at

    def run(self, job: Job, keep: Keep) -> Mapping[str, Any]:
        for number in range(job.progress.get("done", 0) + 1, 11):
            with self._file.open("a") as file:
                file.write(f"{number}\n")
            self._at(number)
            keep({"done": number})
        return {"done": 10}


def counted(file: Path) -> list[int]:
    """The numbers written so far."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def put(database: Database, now: int, kind: str = KIND) -> str:
    """Ask for counting."""
    with database.write() as tx:
        return jobs.enqueue(tx, kind, {}, None, now)


def stored(database: Database, id: str) -> Job:
    with database.read() as tx:
        job = jobs.of(tx, id)
    assert job is not None
    return job


def until(met: Callable[[], object]) -> None:
    """Return when the condition is met."""
    for _ in range(2400):
        if met():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


def _stay(number: int) -> None:
    while number == HALF_WAY:
        time.sleep(1)


if __name__ == "__main__":
    worker = Worker(
        Database(open_engine(sys.argv[1])), Duties(jobs=(Counting(Path(sys.argv[2]), _stay),)), Clock()
    )
    worker.start()
    while True:
        time.sleep(1)
