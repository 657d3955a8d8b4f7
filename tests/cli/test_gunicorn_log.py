"""gunicorn's words: of a request it could not read, nothing that the caller wrote; and each line once."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from gunicorn.config import Config
from gunicorn.http.errors import InvalidRequestLine

from patientkontrakt import logs
from patientkontrakt.cli.gunicorn_log import GunicornLog


@pytest.fixture
def log() -> Iterator[GunicornLog]:
    """gunicorn's logger as its first process makes it."""
    yield GunicornLog(Config())
    logs.configure()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_nobody_could_read_is_told_by_its_kind(
    log: GunicornLog, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.contextvars.bind_contextvars(request_id="of-somebody-before")
    try:
        raise InvalidRequestLine("GET /fhir/Patient?name=Gunnel Öberg HTTP/1.1")
    except InvalidRequestLine as error:
        log.warning(f"Invalid request from ip=192.0.2.7: {error}")
        log.exception("Error handling request %s %s", "GET", "/fhir/Patient?name=Gunnel")
    refused, broken = written(capsys)
    assert refused.keys() == {"event", "level", "at"}
    assert refused["event"] == "Invalid request: InvalidRequestLine"
    assert (broken["event"], broken["error"]) == ("Error handling request", "InvalidRequestLine")
    assert "request_id" not in broken
    assert "Gunnel" not in json.dumps([refused, broken])


def test_after_hup_each_line_comes_once_and_as_json(
    log: GunicornLog, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        log.setup(Config())
        log.info("Booting worker with pid: %s", 4711)
    assert [line["event"] for line in written(capsys)] == ["Booting worker with pid: 4711"] * 2
    assert logging.getLogger("gunicorn.error").handlers == []
