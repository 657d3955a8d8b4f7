"""The job table: each job to one worker, kept by its lease, ended once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from patientkontrakt.db import Database
from patientkontrakt.store import jobs, workers
from patientkontrakt.store.job import Cancelled, Job, LeaseLost

KIND = ("export",)
LEASE = 30_000


def put(
    database: Database, now: int = 0, kind: str = "export", owner: str | None = None, **wanted: str
) -> str:
    with database.write() as tx:
        return jobs.enqueue(tx, kind, wanted, owner, now)


def take(database: Database, now: int) -> Job | None:
    with database.write() as tx:
        return jobs.claim(tx, KIND, now, LEASE)


def taken(database: Database, now: int) -> Job:
    job = take(database, now)
    assert job is not None
    return job


def stored(database: Database, id: str) -> Job:
    with database.read() as tx:
        job = jobs.of(tx, id)
    assert job is not None
    return job


def test_a_job_of_another_kind_or_of_later_is_not_taken(database: Database) -> None:
    put(database, kind="delivery")
    with database.write() as tx:
        jobs.enqueue(tx, "export", {}, None, 0, run_at=1_000)
        assert jobs.claim(tx, (), 0, LEASE) is None
    with database.read() as tx:
        assert not jobs.is_due(tx, KIND, 999)
        assert jobs.is_due(tx, KIND, 1_000)
        assert not jobs.is_due(tx, (), 1_000)
    assert take(database, 999) is None


def test_what_is_held_or_has_ended_is_taken_by_nobody(database: Database) -> None:
    put(database)
    job = taken(database, 0)
    assert take(database, LEASE - 1) is None
    with database.write() as tx:
        jobs.finish(tx, job, {}, 10)
    assert take(database, LEASE * 9) is None


def test_who_has_lost_the_lease_changes_nothing_more(database: Database) -> None:
    id = put(database)
    first = taken(database, 0)
    second = taken(database, LEASE)
    assert (second.id, second.attempts) == (id, 2)
    for act in (
        lambda tx: jobs.keep(tx, first, {"page": 9}, LEASE, LEASE),
        lambda tx: jobs.finish(tx, first, {"page": 9}, LEASE),
        lambda tx: jobs.fail(tx, first, "Fault", None, LEASE),
        lambda tx: jobs.give_back(tx, first, LEASE),
    ):
        with database.write() as tx, pytest.raises(LeaseLost) as told:
            act(tx)
        assert told.type is LeaseLost, "not cancelled: the other's work must be left alone"
    assert stored(database, id) == second


def test_a_lease_that_is_kept_lasts(database: Database) -> None:
    put(database)
    job = taken(database, 0)
    with database.write() as tx:
        jobs.keep(tx, job, {"page": 1}, LEASE - 1, LEASE)
    assert take(database, 2 * LEASE - 2) is None
    assert taken(database, 2 * LEASE - 1).progress == {"page": 1}


def test_a_cancelled_job_is_taken_from_its_worker_and_from_the_queue(database: Database) -> None:
    running = put(database)
    job = taken(database, 0)
    queued = put(database)
    with database.write() as tx:
        assert jobs.cancel(tx, running, 5)
        assert jobs.cancel(tx, queued, 5)
        assert not jobs.cancel(tx, running, 6), "it has ended already"
        assert not jobs.cancel(tx, "nobody", 6)
    with database.write() as tx, pytest.raises(Cancelled):
        jobs.keep(tx, job, {}, 7, LEASE)
    assert take(database, LEASE * 9) is None
    assert (stored(database, running).state, stored(database, running).ended) == ("cancelled", 5)


def test_only_what_has_failed_is_tried_again(database: Database) -> None:
    id = put(database)
    with database.write() as tx:
        assert not jobs.retry(tx, id, 0)
    job = taken(database, 0)
    with database.write() as tx:
        jobs.keep(tx, job, {"page": 3}, 0, LEASE)
        jobs.fail(tx, job, "TimeoutError", 9_000, 1)
    assert take(database, 8_999) is None
    again = taken(database, 9_000)
    assert (again.attempts, again.progress, again.fault) == (2, {"page": 3}, "TimeoutError")
    with database.write() as tx:
        jobs.fail(tx, again, "TimeoutError", None, 9_001)
    assert stored(database, id).state == "failed"
    with database.write() as tx:
        assert jobs.retry(tx, id, 9_002)
    last = taken(database, 9_002)
    assert (last.attempts, last.progress, last.fault, last.ended) == (1, {"page": 3}, None, None)


def test_what_is_given_back_was_not_attempted(database: Database) -> None:
    put(database)
    job = taken(database, 0)
    with database.write() as tx:
        jobs.give_back(tx, job, 1)
    assert taken(database, 1).attempts == 1


def test_a_job_that_is_asked_for_in_a_transaction_that_fails_was_never_asked_for(database: Database) -> None:
    with suppress(ZeroDivisionError), database.write() as tx:
        jobs.enqueue(tx, "export", {}, None, 0)
        raise ZeroDivisionError
    assert take(database, 0) is None


def test_sixteen_workers_and_two_hundred_jobs_each_once(database: Database) -> None:
    with database.write() as tx:
        asked = {jobs.enqueue(tx, "export", {}, None, 0) for _ in range(200)}

    def work(_: int) -> list[str]:
        done = []
        while job := take(database, 1):
            with database.write() as tx:
                jobs.finish(tx, job, {}, 1)
            done.append(job.id)
        return done

    with ThreadPoolExecutor(16) as crowd:
        done = Counter(id for part in crowd.map(work, range(16)) for id in part)
    assert set(done) == asked
    assert set(done.values()) == {1}


def test_the_list_and_the_depths_say_what_is_there(database: Database) -> None:
    oldest, newest = put(database, 100, owner="region", since="2026"), put(database, 200)
    put(database, 300, kind="delivery")
    taken(database, 300)
    with database.read() as tx:
        assert [job.id for job in jobs.listed(tx, kind="export")] == [newest, oldest]
        assert [job.id for job in jobs.listed(tx, owner="region")] == [oldest]
        assert [job.id for job in jobs.listed(tx, state="running")] == [oldest]
        assert len(jobs.listed(tx, most=2)) == 2
        assert [(d.kind, d.state, d.count, d.oldest_ms) for d in workers.depths(tx, 1_000)] == [
            ("delivery", "queued", 1, 700),
            ("export", "queued", 1, 800),
            ("export", "running", 1, 900),
        ]


def test_what_is_done_or_cancelled_is_no_depth_and_what_failed_is(database: Database) -> None:
    done, cancelled, failed = (put(database, at) for at in (100, 200, 300))
    first = taken(database, 400)
    with database.write() as tx:
        jobs.finish(tx, first, {}, 500)
        jobs.cancel(tx, cancelled, 500)
    last = taken(database, 500)
    with database.write() as tx:
        jobs.fail(tx, last, "OSError", None, 600)
        assert [stood.state for id in (done, cancelled, failed) if (stood := jobs.of(tx, id))] == [
            "done",
            "cancelled",
            "failed",
        ]
        assert [(d.state, d.count, d.oldest_ms) for d in workers.depths(tx, 1_000)] == [("failed", 1, 700)]


def test_what_has_ended_is_forgotten_and_nothing_else(database: Database) -> None:
    done, waiting = put(database), put(database)
    with database.write() as tx:
        jobs.cancel(tx, done, 5)
        assert jobs.forget(tx, 5) == 0
        assert jobs.forget(tx, 6) == 1
        assert [job.id for job in jobs.listed(tx)] == [waiting]


def test_a_worker_is_seen_until_it_leaves(database: Database) -> None:
    with database.write() as tx:
        assert workers.worker_seen(tx) is None
        workers.beat(tx, "one", 10)
        workers.beat(tx, "two", 20)
        workers.beat(tx, "one", 30)
        assert workers.worker_seen(tx) == 30
        workers.leave(tx, "one")
        assert workers.worker_seen(tx) == 20
        workers.beat(tx, "three", 20 + 25 * 60 * 60 * 1000)
        assert tx.rows("SELECT name FROM worker") == [("three",)]
