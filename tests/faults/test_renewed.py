"""New workers (HUP) and a new first process (USR2) in load: nobody notices (F-14)."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.faults.books import require_whole
from tests.faults.workload import EXPECTED, Office
from tests.service import Service

ROUNDS = pytest.mark.parametrize("rounds", [1, pytest.param(5, marks=pytest.mark.deep)])


@ROUNDS
def test_f_14_new_workers_take_over_and_no_request_fails(
    service: Service, office: Office, rounds: int
) -> None:
    for _ in range(rounds):
        office.wait_for(20)
        arbiter, *old = service.processes()
        os.kill(arbiter, signal.SIGHUP)
        _wait(service, lambda: set(old).isdisjoint(service.processes()))  # noqa: B023
        assert service.processes()[0] == arbiter
    _require_unnoticed(service, office)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)  # it takes a start of the service
@ROUNDS
def test_f_14_a_new_service_takes_over_and_no_request_fails(
    service: Service, office: Office, rounds: int
) -> None:
    arbiter, *workers = service.processes()
    for _ in range(rounds):
        office.wait_for(20)
        former = service.processes()
        os.kill(arbiter, signal.SIGUSR2)
        _wait(service, lambda: len(service.processes()) == 2 * len(former))  # noqa: B023 - used before it changes
        new = next(pid for pid in service.processes() if pid not in former and _parent(pid) == arbiter)
        office.wait_for(10)
        os.kill(arbiter, signal.SIGTERM)
        _wait(service, lambda: set(former).isdisjoint(_living(service)))  # noqa: B023
        arbiter = new
    assert len(_living(service)) == 1 + len(workers)
    _require_unnoticed(service, office)


def _living(service: Service) -> list[int]:
    """Without the one that this process started, and would have to be told of."""
    return [pid for pid in service.processes() if _state(pid) != "Z"]


def _state(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as said:
            return said.read().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def _parent(pid: int) -> int:
    told = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(told.stdout)


def _wait(service: Service, until: Callable[[], bool]) -> None:
    for _ in range(600):
        if until():
            return
        time.sleep(0.1)
    raise AssertionError(f"it never happened: {service.processes()}\n{service.words()[-4000:]}")


def _require_unnoticed(service: Service, office: Office) -> None:
    office.wait_for(20)
    office.close()
    assert {status for status, _ in office.answers} <= EXPECTED
    assert [attempt for attempt in office.attempts if attempt.status is None] == []
    require_whole(service, office)
