"""F-11: kill -9 of the worker in the middle of an export. Another goes on with it, and each resource comes once."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from patientkontrakt.config import Settings
from patientkontrakt.records.bulk.files import InUse
from patientkontrakt.store import jobs
from patientkontrakt.store.job import Job
from tests.bulk.crowd import gather
from tests.bulk.integrator import Integrator

ROOT = Path(__file__).parents[2]
SIZES = pytest.mark.parametrize(
    ("patients", "goals", "page", "file_bytes", "marks"),
    [
        (100, 1, 1, 4_000, (10,)),
        pytest.param(20_000, 9, 200, 8_000_000, (10, 50, 90), marks=pytest.mark.deep, id="200,000 resources"),
    ],
)


def job_of(integrator: Integrator) -> Job:
    with integrator.house.database.read() as tx:
        return jobs.listed(tx, kind="export", most=1)[0]


@contextmanager
def working(integrator: Integrator, page: int, file_bytes: int) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own on the integrator's house; killed at the end, whatever happened."""
    settings: Settings = integrator.house.app.extensions["patientkontrakt"].settings
    environ = {name: text for name, text in os.environ.items() if not name.startswith("PATIENTKONTRAKT_")} | {
        "PATIENTKONTRAKT_MODE": settings.mode,
        "PATIENTKONTRAKT_DATABASE_URL": settings.database_url,
        "PATIENTKONTRAKT_VAR": str(settings.var),
        "PATIENTKONTRAKT_BASE_URL": settings.base_url,
        "PATIENTKONTRAKT_SECRET": settings.secret.decode(),
        "PAGE": str(page),
        "FILE_BYTES": str(file_bytes),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bulk.worker_process"], cwd=ROOT, env=environ
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(integrator: Integrator, process: subprocess.Popen[bytes], patients: int) -> Job:
    """The job, when so many patients are certain; or when it is done."""
    for _ in range(6_000):
        job = job_of(integrator)
        if job.state == "done" or job.progress.get("patients", -1) >= patients:
            return job
        assert process.poll() is None, "the worker ended by itself"
        assert job.state in ("queued", "running"), job.fault
        time.sleep(0.01)
    raise AssertionError("it never got so far")


@SIZES
def test_f_11_killed_it_goes_on_and_each_resource_comes_once(
    alone: Integrator, patients: int, goals: int, page: int, file_bytes: int, marks: tuple[int, ...]
) -> None:
    keys = gather(alone.house, patients, goals)
    status = alone.begun("/Patient/$export?_type=Patient,Goal")
    for mark in marks:
        with working(alone, page, file_bytes) as process:
            job = wait_until(alone, process, patients * mark // 100)
            process.kill()
            process.wait()
        assert job.state == "running", "it was done before the blow"
        assert alone.get(status).status_code == 202
        assert alone.get(f"{status}/Goal.1.ndjson").status_code == 404, (
            "nothing of it is to be had before it is whole"
        )
        alone.house.change("UPDATE job SET leased_until = 0 WHERE state = 'running'")  # half a minute goes by
    with working(alone, page, file_bytes) as process:
        assert wait_until(alone, process, 10 * patients).state == "done"
    export = alone.told(status)
    came = Counter(export.keys())
    assert {key for key, times in came.items() if times > 1} == set()
    assert set(keys) <= set(came)
    assert len([each for each in export.manifest["output"] if each["type"] == "Goal"]) > 1
    for each in export.manifest["output"]:
        assert alone.fetched(each["url"]).text.count("\n") == each["count"]


def test_f_11_what_was_written_after_the_last_note_is_cut_away(alone: Integrator) -> None:
    """Half a line at the end of a file, and a file that nobody noted: what a power cut may leave."""
    gather(alone.house, 6, 1)
    status = alone.begun("/Patient/$export?_type=Patient,Goal")
    folder = alone.exports.folder_of(status.rpartition("/")[2])

    class Blow(BaseException):
        pass

    def strike() -> None:
        if job_of(alone).progress["patients"] >= 3:
            raise Blow

    with pytest.raises(Blow):
        alone.work(strike, patients=1, kept_bytes=1)
    with (folder / "Goal.1.ndjson").open("a") as file:
        file.write('{"resourceType":"Goal","id":"half')
    (folder / "Goal.9.ndjson").write_text("{}\n")
    alone.house.change("UPDATE job SET leased_until = 0")
    alone.work(patients=1, kept_bytes=1)
    came = alone.told(status).keys()
    assert len(came) == len(set(came)) == 2 * (6 + 2)


def test_f_11_files_that_lost_something_are_made_anew(alone: Integrator) -> None:
    status = alone.begun("/Patient/$export?_type=Goal")
    folder = alone.exports.folder_of(status.rpartition("/")[2])

    class Blow(BaseException):
        pass

    def strike() -> None:
        if (folder / "Goal.1.ndjson").exists():
            raise Blow

    with pytest.raises(Blow):
        alone.work(strike, patients=1, kept_bytes=1)
    (folder / "Goal.1.ndjson").write_text("")
    alone.house.change("UPDATE job SET leased_until = 0")
    alone.work()
    assert alone.told(status).keys() == ["Goal/mal-asta", "Goal/mal-gunnel"]


def test_f_11_two_workers_never_write_in_one_export(alone: Integrator) -> None:
    """A worker that was only slow: its lease is over, but it lives, and nobody else may touch its files."""
    alone.begun()
    seen = list[str]()

    def another() -> None:
        if seen:
            return
        seen.append("tried")
        alone.house.change("UPDATE job SET leased_until = 0")
        with pytest.raises(InUse):
            alone.work()
        seen.append("refused")

    alone.work(another)
    assert seen == ["tried", "refused"]
