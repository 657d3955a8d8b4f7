"""A brake that each worker counted by itself would let three times as much through (S-099, S-165)."""

from collections import Counter
from functools import partial
from uuid import uuid4

import httpx

from patientkontrakt.auth.proving import throttle
from tests.concurrency.everywhere import everywhere, workers_of
from tests.served import WORKERS
from tests.service import Service

EIGHT = 8


def test_s099_all_workers_count_a_clients_failures_together(service: Service) -> None:
    most = throttle.CLIENT_AND_ADDRESS.failures
    fail = partial(_fail, name=f"nobody-{uuid4()}")
    answers: list[httpx.Response] = []
    with everywhere(service, EIGHT) as eight:
        while len(answers) < most + EIGHT:
            answers += eight.at_once(*[fail] * EIGHT)
            assert len(workers_of(service, answers[-EIGHT:])) == WORKERS
    told = Counter(each.status_code for each in answers)
    assert set(told) == {401, 429}
    # Who asked before the last failure was counted may still be heard: those of one burst, no more.
    assert most <= told[401] < most + EIGHT


def _fail(caller: httpx.Client, name: str) -> httpx.Response:
    return caller.post("/oauth/revoke", data={"token": "x", "client_id": name})
