"""`patientkontrakt jobs` and `patientkontrakt worker`: what the operator sees of the queue, and does about it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.db import Database
from patientkontrakt.records.queue import Queue
from patientkontrakt.store import jobs, workers
from tests.cli.conftest import Operator
from tests.records.work import until


def failed(database: Database, kind: str = "export") -> str:
    with database.write() as tx:
        id = jobs.enqueue(tx, kind, {"patient": "gunnel"}, "region", 0)
        job = jobs.claim(tx, (kind,), 0, 1)
        assert job is not None
        jobs.fail(tx, job, "ValueError", None, 0)
    return id


def test_what_has_not_failed_is_not_tried_again(operator: Operator, database: Database) -> None:
    with database.write() as tx:
        waiting = jobs.enqueue(tx, "delivery", {}, None, 0)
    told = operator("jobs", "retry", waiting, failed(database))
    assert told.exit_code == 1
    assert "1 back in the queue." in told.output
    assert f"No failed job has this id: {waiting}" in told.output


def test_what_has_not_failed_is_not_dismissed(operator: Operator, database: Database) -> None:
    with database.write() as tx:
        waiting = jobs.enqueue(tx, "delivery", {}, None, 0)
    told = operator("jobs", "dismiss", waiting, failed(database))
    assert told.exit_code == 1
    assert "1 dismissed." in told.output
    assert f"No failed job has this id: {waiting}" in told.output
    with database.read() as tx:
        assert jobs.is_due(tx, ("delivery",), 0)
    assert operator("jobs", "dismiss").exit_code == 2


def test_what_is_dismissed_is_failed_no_more_and_is_not_tried_again(
    operator: Operator, database: Database
) -> None:
    id = failed(database)
    queue = Queue(database)
    assert [(depth.state, depth.count) for depth in queue.depths(0)] == [("failed", 1)]
    assert operator("jobs", "dismiss", id).output == "1 dismissed.\n"
    assert queue.depths(0) == []
    assert operator("jobs", "retry", "--all").output == "0 back in the queue.\n"
    [line] = operator("jobs", "list", "--state", "cancelled").output.splitlines()[1:2]
    assert line.split()[0] == id
    assert line.endswith("ValueError"), "why it had failed can still be read"


def test_a_portal_of_another_service_has_no_jobs(operator: Operator) -> None:
    elsewhere = {"PATIENTKONTRAKT_PORTAL_API": "https://plan.example.se"}
    for words in (("worker",), ("jobs", "list")):
        told = operator(*words, **elsewhere)
        assert (told.exit_code, told.output) == (
            1,
            "Error: This is a portal of another service: say it there.\n",
        )


def test_what_to_try_again_must_be_said(operator: Operator, database: Database) -> None:
    id = failed(database)
    assert operator("jobs", "retry").exit_code == 2
    assert operator("jobs", "retry", "--all", id).exit_code == 2
    assert operator("jobs", "list", "--state", "lost").exit_code == 2
    assert "failed" in operator("jobs", "list").output


def test_all_that_failed_is_tried_again(operator: Operator, database: Database) -> None:
    failed(database), failed(database, "delivery")
    assert operator("jobs", "retry", "--all").output == "2 back in the queue.\n"
    assert operator("jobs", "list", "--state", "failed").output.startswith("0 jobs.")


def test_the_list_says_what_is_there_and_nothing_of_what_is_wanted(
    operator: Operator, database: Database
) -> None:
    id = failed(database)
    told = operator("jobs", "list", "--kind", "export").output
    assert [line.split() for line in told.splitlines()[:2]] == [
        ["ID", "KIND", "STATE", "TRIED", "ASKED", "FOR", "FAULT"],
        [id, "export", "failed", "1", "1970-01-01T00:00:00.000Z", "ValueError"],
    ]
    assert "1 job.\n" in told
    assert "gunnel" not in told
    assert operator("jobs", "list", "--kind", "delivery").output.startswith("0 jobs.")


def test_the_list_says_who_works(operator: Operator, database: Database) -> None:
    assert "No worker is there." in operator("jobs", "list").output
    now = clock.millis(clock.now())
    with database.write() as tx:
        workers.beat(tx, "long-gone:1", now - 60_000)
    assert "No worker is there." in operator("jobs", "list").output
    with database.write() as tx:
        workers.beat(tx, "here:2", now)
    told = operator("jobs", "list").output
    assert "Worker here:2 gave a sign" in told
    assert "long-gone" not in told


@pytest.mark.parametrize(
    "database_kind", ["sqlite"], indirect=True
)  # it takes seconds, and no other road on the other
def test_a_worker_alone_works_until_sigterm(database: Database, database_url: str, tmp_path: Path) -> None:
    environ = os.environ | {
        "PATIENTKONTRAKT_MODE": "demo",
        "PATIENTKONTRAKT_DATABASE_URL": database_url,
        "PATIENTKONTRAKT_VAR": str(tmp_path / "var"),
    }
    program = Path(sys.executable).with_name("patientkontrakt")
    working = subprocess.Popen(
        [program, "worker"], env=environ, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    try:
        until(lambda: working.poll() is not None or Queue(database).worker_seen())
        working.send_signal(signal.SIGTERM)
        told, _ = working.communicate(timeout=30)
    finally:
        working.kill()
    assert (working.returncode, told) == (0, "Working. SIGTERM or Ctrl-C ends it in order.\nEnded.\n")
    assert Queue(database).workers() == []
