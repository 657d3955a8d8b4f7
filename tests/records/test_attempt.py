"""One attempt at a job: how it can end, and what is written down of it."""

import logging
from collections.abc import Callable, Mapping
from itertools import pairwise
from threading import Event
from typing import Any

import pytest

from patientkontrakt.db import Database, Unavailable
from patientkontrakt.records.attempt import LEASE_MS, MOST_ATTEMPTS, Attempt
from patientkontrakt.records.duties import Duty, Hopeless, Job, Keep
from patientkontrakt.store import jobs
from tests.records.work import Clock, put, stored

SECRET = "Gunnel 19121212-1212"


class Doing:
    """A duty that is one function."""

    kinds = ("count",)

    def __init__(self, act: Callable[[Job, Keep], Mapping[str, Any]]) -> None:
        self._act = act

    def run(self, job: Job, keep: Keep) -> Mapping[str, Any]:
        return self._act(job, keep)


@pytest.fixture
def now() -> Clock:
    return Clock()


def attempt(database: Database, duty: Duty, now: Clock, ending: Event | None = None) -> None:
    """Claim what is due and try it."""
    with database.write() as tx:
        job = jobs.claim(tx, duty.kinds, now(), LEASE_MS)
    assert job is not None, "nothing is due"
    Attempt(database, duty, job, now, ending or Event()).make()


def going_wrong(fault: Exception) -> Doing:
    def act(job: Job, keep: Keep) -> Mapping[str, Any]:
        keep({"page": job.attempts})
        raise fault

    return Doing(act)


def test_a_fault_is_tried_again_later_and_told_without_its_words(
    database: Database, now: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    id = put(database, now())
    with caplog.at_level(logging.INFO):
        attempt(database, going_wrong(ValueError(SECRET)), now)
    job = stored(database, id)
    assert (job.state, job.fault, job.progress) == ("queued", "ValueError", {"page": 1})
    assert job.run_at > now(), "not at once"
    assert [SECRET in record.getMessage() for record in caplog.records] == [False]


def test_what_goes_wrong_every_time_is_given_up(database: Database, now: Clock) -> None:
    id, rests = put(database, now()), []
    for _ in range(MOST_ATTEMPTS):
        job = stored(database, id)
        rests.append(job.run_at)
        now.ahead += max(0, job.run_at - now())
        attempt(database, going_wrong(ValueError()), now)
    job = stored(database, id)
    assert (job.state, job.fault, job.attempts) == ("failed", "ValueError", MOST_ATTEMPTS)
    waited = [later - earlier for earlier, later in pairwise(rests)]
    assert 500 <= waited[0] <= 1_000
    assert 150_000 <= waited[-1] <= 300_000


def test_what_no_attempt_would_help_is_given_up_at_once(database: Database, now: Clock) -> None:
    id = put(database, now())
    attempt(database, going_wrong(Hopeless("client-gone")), now)
    assert (stored(database, id).state, stored(database, id).fault) == ("failed", "client-gone")


def test_a_job_that_ends_its_worker_every_time_is_not_begun_for_ever(database: Database, now: Clock) -> None:
    id = put(database, now())
    for _ in range(MOST_ATTEMPTS):
        with database.write() as tx:
            assert jobs.claim(tx, ("count",), now(), LEASE_MS)
        now.ahead += LEASE_MS
    begun = Event()
    attempt(database, Doing(lambda job, keep: {"begun": begun.set()}), now)
    assert not begun.is_set()
    assert (stored(database, id).state, stored(database, id).fault) == ("failed", "WorkerDied")


def test_a_cancelled_job_stops_at_its_next_keep(database: Database, now: Clock) -> None:
    id, steps = put(database, now()), []

    def act(job: Job, keep: Keep) -> Mapping[str, Any]:
        for step in range(1, 9):
            steps.append(step)
            if step == 3:
                with database.write() as tx:
                    assert jobs.cancel(tx, id, now())
            keep({"step": step})
        return {}

    attempt(database, Doing(act), now)
    assert steps == [1, 2, 3]
    assert (stored(database, id).state, stored(database, id).progress) == ("cancelled", {"step": 2})


def test_who_lost_the_job_does_not_write_its_end(database: Database, now: Clock) -> None:
    id = put(database, now())

    def act(job: Job, keep: Keep) -> Mapping[str, Any]:
        now.ahead += LEASE_MS
        with database.write() as tx:
            assert jobs.claim(tx, ("count",), now(), LEASE_MS)
        return {"mine": True}

    attempt(database, Doing(act), now)
    assert (stored(database, id).state, stored(database, id).progress) == ("running", {})


def test_a_worker_that_ends_gives_the_job_back_with_its_progress(database: Database, now: Clock) -> None:
    id, ending = put(database, now()), Event()

    def act(job: Job, keep: Keep) -> Mapping[str, Any]:
        ending.set()
        keep({"page": 7})
        raise AssertionError("it was told to end")

    attempt(database, Doing(act), now, ending)
    job = stored(database, id)
    assert (job.state, job.progress, job.attempts, job.fault) == ("queued", {"page": 7}, 0, None)
    assert job.run_at <= now(), "the next worker begins at once"


def test_an_end_that_cannot_be_written_is_left_to_the_lease(database: Database, now: Clock) -> None:
    id, away = put(database, now()), Away(database)

    def act(job: Job, keep: Keep) -> Mapping[str, Any]:
        away.away = True
        return {}

    with pytest.raises(Unavailable):
        attempt(away, Doing(act), now)
    assert stored(database, id).state == "running"
    now.ahead += LEASE_MS
    attempt(database, Doing(lambda job, keep: {"whole": True}), now)
    assert (stored(database, id).state, stored(database, id).progress) == ("done", {"whole": True})


class Away(Database):
    """The same database, with a line to it that can be cut."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.engine)
        self.away = False

    def _connection(self):  # type: ignore[no-untyped-def]
        if self.away:
            raise Unavailable
        return super()._connection()
