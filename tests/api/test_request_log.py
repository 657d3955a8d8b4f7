"""The operator's log says that a request went wrong, never with what in its address or its error."""

import json
from dataclasses import replace

import pytest
import structlog
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from tests.api.fhir.house import House
from tests.auth.house import enrol_cast


def test_an_unexpected_error_is_logged_without_its_words(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    @app.get("/broken/<word>")
    def broken(word: str) -> str:
        raise LookupError(word)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/broken/Gunnel?name=Andersson")
    assert answer.status_code == 500
    told = capsys.readouterr().err
    assert "Gunnel" not in told + answer.text
    assert "Andersson" not in told + answer.text
    error, request = (json.loads(line) for line in told.splitlines())
    assert error["error"] == "LookupError"
    assert error["route"] == request["route"] == "/broken/<word>"
    assert error["request_id"] == request["request_id"] == answer.headers["X-Request-Id"]


def test_an_ordinary_answer_leaves_no_line(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get("/health/live")
    assert capsys.readouterr().err == ""


def test_by_a_setting_every_answer_leaves_a_line_with_the_kind_of_who_asked(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(replace(settings, log_requests=True))
    found = app.extensions["patientkontrakt"]
    house = House(app, found.database, found.counter)
    with house.database.write() as tx:
        enrol_cast(tx, clock.millis(clock.now()))
    client = app.test_client()
    try:
        client.get("/health/live")
        client.open("/fhir/Patient/gunnel?name=Andersson", method="ANDERSSON")
        house.patient("gunnel").get("/Goal?patient=gunnel")
    finally:
        app.extensions["patientkontrakt"].database.engine.dispose()
    told = capsys.readouterr().err
    assert "gunnel" not in told.lower()
    assert "andersson" not in told.lower()
    lines = [json.loads(line) for line in told.splitlines()]
    assert [(line["method"], line["route"], line["status"], line["caller"]) for line in lines] == [
        ("GET", "/health/live", 200, None),
        ("other", "unknown", 405, None),
        ("GET", "/fhir/<type>", 200, "patient"),
    ]
    assert all(line["ms"] >= 0 and line["request_id"].isalpha() for line in lines)


def test_a_request_id_is_never_struck_out_as_a_personal_number(app: Flask) -> None:
    client = app.test_client()
    ids = "".join(client.get("/health/live").headers["X-Request-Id"] for _ in range(20))
    assert ids.isalpha(), "ten digits in a row would be"


def test_what_a_thread_logs_after_a_request_is_not_of_it(app: Flask) -> None:
    """Also after one that failed: the next line may be of anybody, or of the house."""

    @app.get("/broken")
    def broken() -> str:
        structlog.contextvars.bind_contextvars(more="of this request")
        raise LookupError

    app.config["PROPAGATE_EXCEPTIONS"] = False
    for path, status in (("/broken", 500), ("/health/live", 200)):
        with app.test_client().get(path) as answer:
            assert answer.status_code == status
        assert structlog.contextvars.get_contextvars() == {}
