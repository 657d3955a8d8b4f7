"""PostgreSQL dies, restarts or freezes under the service: 503 meanwhile, the same zeros after, and no restart of the service."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.books import require_whole
from tests.faults.workload import Office
from tests.postgres import Cluster
from tests.service import Service

ROUNDS = pytest.mark.parametrize(
    ("rounds", "writes"),
    [(3, 40), pytest.param(20, 250, marks=pytest.mark.deep)],  # writes before each blow
)


# An SQLite does not die: it is a file.
pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


@ROUNDS
def test_f_03_what_was_acknowledged_survives_kill_9_of_postgresql(
    service: Service, office: Office, server: Cluster, rounds: int, writes: int
) -> None:
    for _ in range(rounds):
        office.wait_for(writes)
        server.kill()
        office.wait_for(8, Office.refused_for_now)
        server.start()
    office.wait_for(40)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)


@ROUNDS
def test_f_04_a_fast_restart_of_postgresql_costs_a_moment(
    service: Service, office: Office, server: Cluster, rounds: int, writes: int
) -> None:
    for _ in range(rounds):
        office.wait_for(writes)
        server.restart()
    office.wait_for(40)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)


def test_f_05_a_frozen_postgresql_is_answered_for(service: Service, office: Office, server: Cluster) -> None:
    office.wait_for(20)
    with frozen(server), service.caller(None) as anybody:
        assert anybody.get("/health/ready").status_code == 503
        office.wait_for(8, Office.refused_for_now)
    office.wait_for(40)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)


@contextmanager
def frozen(server: Cluster) -> Iterator[None]:
    """Every process of the server stands still: connections stay open, and nobody answers on them."""
    server.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.signal(signal.SIGCONT)


END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'service'"
PATHS = ("/fhir/Patient/gunnel", "/fhir/Goal?patient=gunnel", "/health/ready", "/logga-in")


def test_every_door_says_503_and_when_to_come_back(service: Service, server: Cluster) -> None:
    maria = service.house.staff("maria").token
    with service.caller(maria) as caller:
        assert caller.get("/fhir/Patient/gunnel").status_code == 200
        server.kill()
        answers = {path: caller.get(path) for path in PATHS}
        assert caller.get("/health/live").status_code == 200
        server.start()
        assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(PATHS, 503)
        assert all(answer.headers["Retry-After"] for answer in answers.values())
        assert caller.get("/fhir/Patient/gunnel").status_code == 200


# What the server is told, and told back: no connection for us, or no writing, which the log would have to do.
REFUSALS = {
    "F-06": ("ALTER ROLE service CONNECTION LIMIT 0", "ALTER ROLE service CONNECTION LIMIT -1"),
    "F-20": (
        "ALTER ROLE service SET default_transaction_read_only = on",
        "ALTER ROLE service RESET default_transaction_read_only",
    ),
}


@pytest.mark.parametrize("how", REFUSALS)
def test_a_server_that_refuses_is_answered_for(
    service: Service, office: Office, server: Cluster, how: str
) -> None:
    refuse, allow = REFUSALS[how]
    office.wait_for(20)
    try:
        server.sql(refuse)
        server.sql(END_ALL)  # both count for new connections only
        office.wait_for(40, Office.refused_for_now)
        with service.caller(service.house.staff("maria").token) as maria:
            assert maria.get("/fhir/Patient/gunnel").status_code == 503
    finally:
        server.sql(allow)
    if how == "F-20":
        server.sql(END_ALL)
    office.wait_for(40)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)
