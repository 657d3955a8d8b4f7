"""kill -9 of the whole service, or of one worker, while eight clerks write: what was acknowledged is there, once, whole."""

import os
import signal

import pytest

from tests.faults.books import require_whole
from tests.faults.workload import EXPECTED, Office
from tests.service import Service

ROUNDS = pytest.mark.parametrize(
    ("rounds", "writes"),
    [(3, 40), pytest.param(20, 250, marks=pytest.mark.deep)],  # writes before each blow
)


@ROUNDS
def test_f_01_what_was_acknowledged_survives_kill_9(
    service: Service, office: Office, rounds: int, writes: int
) -> None:
    for _ in range(rounds):
        office.wait_for(writes)
        service.kill()
        service.start()
    office.wait_for(40)
    office.close()
    assert {status for status, _ in office.answers} <= EXPECTED
    require_whole(service, office)


@ROUNDS
def test_f_02_a_killed_worker_takes_its_own_requests_only(
    service: Service, office: Office, rounds: int, writes: int
) -> None:
    for _ in range(rounds):
        office.wait_for(writes)
        _, *workers = service.processes()
        os.kill(next(pid for pid in workers if pid != service.jobs_process()), signal.SIGKILL)
    office.wait_for(40)
    office.close()
    assert {status for status, _ in office.answers} <= EXPECTED
    unanswered = [attempt for attempt in office.attempts if attempt.status is None]
    assert len(unanswered) <= 8 * rounds, "each clerk loses at most what she was waiting for"
    require_whole(service, office)
