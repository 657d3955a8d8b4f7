"""Live while the process is; ready only when requests can be served."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, schema

AWAY = {
    "sqlite": "sqlite:////nowhere/at/all.db",
    "postgresql": "postgresql+psycopg://nobody@/nothing?host=/nowhere",
}


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


def test_a_migrated_service_is_ready(client: FlaskClient) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (200, {"status": "ready"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_answer_has_an_id_of_its_own(client: FlaskClient) -> None:
    ids = {client.get(path).headers["X-Request-Id"] for path in ("/health/live", "/health/live", "/nowhere")}
    assert len(ids) == 3
