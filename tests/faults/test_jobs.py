"""The process that does the jobs dies, is replaced or loses its database: there is one again, and none is left behind.

That it ends with the others at SIGTERM: test_stopping.py.
"""

import os
import signal
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.records.queue import ALIVE_MS
from tests.postgres import Cluster
from tests.records.work import until
from tests.served import WORKERS
from tests.service import Service


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # the same on either
def test_a_killed_worker_is_replaced(service: Service) -> None:
    killed = service.jobs_process()
    os.kill(killed, signal.SIGKILL)
    until(lambda: service.jobs_process() != killed)
    _, *processes = service.processes()
    assert len(processes) == WORKERS + 1
    assert service.jobs_process() in processes


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # the same on either
def test_at_hup_the_new_generation_has_one_too(service: Service) -> None:
    before = service.jobs_process()
    os.kill(service.processes()[0], signal.SIGHUP)
    until(lambda: service.jobs_process() != before and before not in service.processes())
    assert service.jobs_process() in service.processes()
    with service.caller(None) as anybody:
        assert anybody.get("/health/live").status_code == 200


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # the same on either
def test_without_the_first_process_the_worker_ends_by_itself(service: Service) -> None:
    first, *others = service.processes()
    os.kill(first, signal.SIGKILL)
    until(lambda: not any(_runs(pid) for pid in others))


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)  # an SQLite does not die: it is a file
def test_a_worker_whose_database_was_away_goes_on(service: Service, server: Cluster) -> None:
    worker = service.jobs_process()
    server.kill()
    until(lambda: "sign-of-life went wrong" in service.words())
    server.start()
    back = clock.millis(clock.now())
    service.house.database.engine.dispose()
    until(lambda: _seen(service, worker) > back)
    assert worker in service.processes()
    assert _seen(service, worker) - back < ALIVE_MS


def _seen(service: Service, worker: int) -> int:
    rows = service.house.rows("SELECT seen FROM worker WHERE name LIKE :name", name=f"%:{worker}")
    return max((seen for (seen,) in rows), default=0)


def _runs(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
