"""Under gunicorn each worker counts, and whichever is asked tells what all of them counted, the dead ones too."""

import os
import signal

from prometheus_client.parser import text_string_to_metric_families

from tests.service import Service

ASKED = 40


def test_the_measures_of_all_workers_are_told_by_any(service: Service) -> None:
    before = _answers(service)
    _ask(service)
    assert _answers(service) == before + ASKED
    _, *workers = service.processes()
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    service.wait_until_ready()
    _ask(service)
    assert _answers(service) == before + 2 * ASKED
    assert _sample(service, "patientkontrakt_database_connections_used") < ASKED


def _ask(service: Service) -> None:
    """Each time on a new connection, so that any worker may take it."""
    for _ in range(ASKED):
        with service.caller(None) as anybody:
            assert anybody.get("/fhir/metadata").status_code == 200


def _answers(service: Service) -> float:
    return _sample(service, "patientkontrakt_requests_total", route="/fhir/metadata")


def _sample(service: Service, name: str, **labels: str) -> float:
    with service.caller(None) as anybody:
        families = text_string_to_metric_families(anybody.get("/metrics").text)
    return sum(
        one.value
        for family in families
        for one in family.samples
        if one.name == name and labels.items() <= one.labels.items()
    )
