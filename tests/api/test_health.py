"""Live while the process is; ready only when requests can be served."""

import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.accesslog import Entry
from patientkontrakt.api.health import FULL_BYTES, LOW_BYTES, SEALED_WITHIN_MS
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, schema
from patientkontrakt.records.queue import ALIVE_MS
from patientkontrakt.store import workers

AWAY = {
    "sqlite": "sqlite:////nowhere/at/all.db",
    "postgresql": "postgresql+psycopg://nobody@/nothing?host=/nowhere",
}


@pytest.fixture
def worked_at(database: Database) -> None:
    """A worker has just given a sign of life."""
    with database.write() as tx:
        workers.beat(tx, "here:4711", clock.millis(clock.now()))


@pytest.mark.parametrize("kind", AWAY)
def test_a_service_without_its_database_lives_and_is_not_ready(settings: Settings, kind: str) -> None:
    client = create_app(replace(settings, database_url=AWAY[kind])).test_client()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/health/live").status_code == 200


def test_a_service_whose_database_is_behind_is_not_ready(client: FlaskClient, database: Database) -> None:
    schema.downgrade(database.engine, "0001")
    assert client.get("/health/ready").status_code == 503
    schema.downgrade(database.engine, "base")
    assert client.get("/health/ready").status_code == 503


BREAKS = {
    "sqlite": "CREATE TRIGGER no BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": "ALTER TABLE access_log RENAME TO gone",
}


def test_a_service_that_cannot_log_is_not_ready(client: FlaskClient, database: Database) -> None:
    with database.write() as tx:
        tx.run(BREAKS[tx.dialect])
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "log cannot be written"})


def test_a_service_whose_disk_is_full_is_not_ready_and_a_low_one_is_told(
    client: FlaskClient, database: Database, worked_at: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, told = SimpleNamespace(free=0), []
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: disk)
    for disk.free in (FULL_BYTES - 1, LOW_BYTES - 1, LOW_BYTES):
        answer = client.get("/health/ready")
        told.append((answer.status_code, answer.json))
    ready = (200, {"status": "ready"})
    assert told == (
        [ready] * 3  # its server has disks of its own
        if database.dialect == "postgresql"
        else [(503, {"status": "disk full"}), (200, {"status": "ready", "disk": "low"}), ready]
    )


def test_being_asked_leaves_nothing_in_the_log(client: FlaskClient, database: Database) -> None:
    assert client.get("/health/ready").status_code == 200
    with database.read() as tx:
        assert tx.rows("SELECT * FROM access_log") == []


def test_a_worker_that_is_gone_is_told_and_stops_nobody(client: FlaskClient, database: Database) -> None:
    for seen in (None, clock.millis(clock.now()) - ALIVE_MS - 1_000):
        if seen:
            with database.write() as tx:
                workers.beat(tx, "here:4711", seen)
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json) == (200, {"status": "ready", "worker": "late"})


@pytest.mark.usefixtures("worked_at")
def test_a_log_nobody_seals_is_told_and_stops_nobody(app: Flask, client: FlaskClient) -> None:
    log, at = app.extensions["patientkontrakt"].log, clock.millis(clock.now())
    for age, said in ((SEALED_WITHIN_MS - 5_000, {}), (SEALED_WITHIN_MS + 5_000, {"log": "late"})):
        log.flush([Entry(at=at - age, request_id="r", action="read", outcome="refused", reason="scope")])
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json) == (200, {"status": "ready", **said})


@pytest.mark.usefixtures("worked_at")
def test_a_migrated_service_is_ready(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_answer_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {client.get(path).headers["X-Request-Id"] for path in ("/health/live", "/health/live", "/nowhere")}
    assert len(ids) == 3


@pytest.mark.usefixtures("worked_at")
def test_p_7_production_without_a_provider_is_told_and_stops_no_machine(settings: Settings) -> None:
    production = replace(settings, mode="production", base_url="https://plan.example.se")
    app = create_app(production)
    answer = app.test_client().get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "sign-in": "missing"})
    app.extensions["patientkontrakt"].database.engine.dispose()
