"""SIGTERM in load: what was accepted is answered, what was not answered was not done, and the service ends (F-13)."""

import http.client
import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from patientkontrakt.accesslog.seal import lag
from patientkontrakt.db import Database
from patientkontrakt.db.engine import THREADS
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.store.locks import lock_patient
from tests.faults.books import require_whole
from tests.faults.workload import EXPECTED, Office, marked
from tests.service import Service

AT_ONCE = THREADS  # requests in hand: one worker may get them all


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_f_13_what_was_accepted_is_answered_before_the_end(service: Service, by: signal.Signals) -> None:
    maria = service.house.staff("maria").token
    processes, worker = service.processes(), service.jobs_process()
    with ExitStack() as until_answered:
        with gunnel_locked(service.house.database):
            waiting = [until_answered.enter_context(_posting(service.port, maria)) for _ in range(AT_ONCE)]
            _wait_until_read(service.port)
            service.terminate(by)
            time.sleep(0.5)  # whoever would not wait for them is gone by then
        answers = [connection.getresponse() for connection in waiting]
        assert [answer.status for answer in answers] == [201] * AT_ONCE
        places = [answer.headers["Location"] for answer in answers]
    assert service.ended() == 0
    with service.house.database.read() as tx:
        assert lag(tx)[0] == 0, "what they logged is sealed, the very last rows too"
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []
    assert service.house.rows("SELECT name FROM worker WHERE name LIKE :pid", pid=f"%:{worker}") == [], (
        "it left in order"
    )
    ids = {place.split("/")[-3] for place in places}
    stored = {id for (id,) in service.house.rows("SELECT id FROM resource WHERE type = 'Goal'")}
    assert ids <= stored
    assert len(ids) == AT_ONCE


def test_f_13_who_got_no_answer_may_ask_again(service: Service, office: Office) -> None:
    office.wait_for(40)
    service.terminate()
    assert service.ended() == 0
    office.close()
    assert {status for status, _ in office.answers} <= EXPECTED
    require_whole(service, office)
    unanswered = {mark for attempt in office.attempts if attempt.status is None for mark in attempt.marks}
    bodies = service.house.rows("SELECT body FROM version WHERE type = 'Goal'")
    assert unanswered.isdisjoint(json.loads(body)["description"]["text"] for (body,) in bodies)


@contextmanager
def gunnel_locked(database: Database) -> Iterator[None]:
    """Nobody else can write about Gunnel meanwhile."""
    with database.write() as tx:
        lock_patient(tx, "gunnel")
        yield


@contextmanager
def _posting(port: int, token: str | None) -> Iterator[http.client.HTTPConnection]:
    """A new goal, sent and not answered yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
    try:
        connection.request("POST", "/fhir/Goal", json.dumps(marked(new_id())), headers)
        yield connection
    finally:
        connection.close()


def _wait_until_read(port: int) -> None:
    """Return when the service has taken every byte that was sent to it: then the requests are in its hands."""
    for _ in range(3000):
        unread = _unread(port)
        if len(unread) == AT_ONCE and not any(unread):
            return
    raise AssertionError(f"not all requests were taken: {unread}")


def _unread(port: int) -> list[int]:
    """Of each open connection to `port`, how many bytes the service has not read yet (proc(5), /proc/net/tcp)."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = [line for line in lines if line[3] == "01" and line[1].endswith(f":{port:04X}")]
    return [int(line[4].split(":")[1], 16) for line in established]
