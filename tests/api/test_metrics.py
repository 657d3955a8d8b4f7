"""What is measured is told to whom it should be, in words of the code: no address, no id, nothing a caller chose."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from patientkontrakt import clock
from patientkontrakt.accesslog import Entry
from patientkontrakt.api.metrics import counts
from patientkontrakt.api.metrics.exposition import expose
from patientkontrakt.api.metrics.lines import Line, Lines
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Unavailable
from patientkontrakt.store import jobs, workers

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def measured(client: FlaskClient, **environ: str) -> Samples:
    """Every sample by its name and labels."""
    answer = client.get("/metrics", environ_overrides=environ)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value for each in families for one in each.samples
    }


def of(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"patientkontrakt_{name}", tuple(sorted(labels.items()))), 0.0)


@pytest.fixture
def aside(settings: Settings) -> Iterator[FlaskClient]:
    """A caller of a production whose measures have a listener of their own."""
    app = create_app(
        replace(settings, mode="production", base_url="https://plan.example.se", metrics_port=9099)
    )
    yield app.test_client()
    app.extensions["patientkontrakt"].database.engine.dispose()


def test_production_shows_its_measures_on_their_own_listener_only(aside: FlaskClient) -> None:
    assert aside.get("/metrics").status_code == 404
    for header in ("Host", "X-Forwarded-Host", "X-Forwarded-Port"):
        assert aside.get("/metrics", headers={header: "127.0.0.1:9099"}).status_code == 404
    for path in ("/", "/fhir/metadata", "/health/live", "/metrics/", "/logga-in"):
        answer = aside.get(path, environ_overrides={"SERVER_PORT": "9099"})
        assert (answer.status_code, answer.text) == (404, ""), path
    assert of(measured(aside, SERVER_PORT="9099"), "database_connections_most") > 0


def test_production_without_a_listener_for_them_has_no_measures() -> None:
    app = Flask("public")
    expose(app, Settings("production", "https://plan.example.se", Path("/nowhere"), "sqlite://", b""), ())
    assert app.test_client().get("/metrics").status_code == 404


def test_a_request_is_counted_under_its_route_and_never_its_address(client: FlaskClient) -> None:
    before = measured(client)
    client.get("/fhir/Patient/194403129804?name=Gunnel")
    client.get("/nowhere/gunnel-194403129804")
    client.open("/health/live", method="194403129804")
    after = measured(client)
    read = {"route": "/fhir/<type>/<fhir_id:id>", "method": "GET", "status": "401"}
    for labels in (read, {"route": "unknown", "method": "GET", "status": "404"}):
        assert of(after, "requests_total", **labels) == of(before, "requests_total", **labels) + 1
    assert of(after, "request_seconds_count", route=read["route"], method="GET") > 0
    words = {name for name, _ in after} | {value for _, labels in after for _, value in labels}
    assert [word for word in words if "9804" in word or "unnel" in word] == []


def test_a_refusal_is_counted_under_its_reason(client: FlaskClient) -> None:
    before = measured(client)
    client.get("/fhir/Patient/gunnel")
    client.get("/fhir/Banana/gunnel")
    after = measured(client)
    reasons = {
        dict(labels).get("reason") for name, labels in after if name == "patientkontrakt_refusals_total"
    }
    assert of(after, "refusals_total", reason="Unauthenticated") == (
        of(before, "refusals_total", reason="Unauthenticated") + 2
    )
    assert all(str(reason).replace("_", "").isalpha() for reason in reasons), reasons


def test_the_set_of_reasons_has_an_end() -> None:
    known = len(counts._known_reasons)
    for n in range(counts._MOST_REASONS + 20):
        counts.refused(f"made-up-{n}")
    assert len(counts._known_reasons) <= max(known, counts._MOST_REASONS) + 1  # and "other"
    counts._known_reasons.difference_update({f"made-up-{n}" for n in range(counts._MOST_REASONS)})


def test_rows_without_a_seal_are_measured(app: Flask, client: FlaskClient) -> None:
    house = app.extensions["patientkontrakt"]
    assert of(measured(client), "log_unsealed_rows") == 0
    at = clock.millis(clock.now()) - 60_000
    house.log.flush([Entry(at=at, request_id="r", action="read", outcome="refused", reason="scope")])
    behind = measured(client)
    assert of(behind, "log_unsealed_rows") == 1
    assert 60 <= of(behind, "log_unsealed_seconds") < 120
    house.sealer._round()
    assert of(measured(client), "log_unsealed_rows") == 0


def test_connections_that_are_held_are_measured(app: Flask, client: FlaskClient) -> None:
    before = of(measured(client), "database_connections_used")
    with app.extensions["patientkontrakt"].database.read() as tx:
        tx.row("SELECT 1")
        assert of(measured(client), "database_connections_used") == before + 1
    assert of(measured(client), "database_connections_used") == before


def test_jobs_and_the_worker_are_measured(app: Flask, client: FlaskClient) -> None:
    assert not [name for name, _ in measured(client) if name.startswith("patientkontrakt_worker")]
    at = clock.millis(clock.now())
    with app.extensions["patientkontrakt"].database.write() as tx:
        jobs.enqueue(tx, "export", {}, None, at - 90_000)
        workers.beat(tx, "here:4711", at - 10_000)
    told = measured(client)
    assert of(told, "jobs", kind="export", state="queued") == 1
    assert 90 <= of(told, "jobs_oldest_seconds", kind="export", state="queued") < 150
    assert 10 <= of(told, "worker_seen_seconds") < 70


def test_the_room_that_is_left_is_measured(client: FlaskClient, settings: Settings) -> None:
    told = measured(client)
    assert of(told, "disk_free_bytes", folder="exports") > 0, "told also before there is such a folder"
    assert (of(told, "disk_free_bytes", folder="database") > 0) == settings.database_url.startswith("sqlite")


def test_what_cannot_be_read_hides_nothing_else() -> None:
    def away() -> list[tuple[tuple[str, ...], float]]:
        raise Unavailable

    told = {
        sample.name: sample.value
        for family in Lines(
            (
                Line("patientkontrakt_gone", "Away.", (), away),
                Line("patientkontrakt_here", "There.", (), lambda: [((), 4711.0)]),
            )
        ).collect()
        for sample in family.samples
    }
    assert told == {"patientkontrakt_here": 4711.0, "patientkontrakt_unread_measures": 1}
