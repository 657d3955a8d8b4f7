"""What reaches the log says where and why, and names nobody."""

import errno
import io
import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from patientkontrakt import logs

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """What was logged since, each line as data."""
    logs.configure()
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_personal_numbers_and_tokens_never_reach_the_log(lines: Lines) -> None:
    log = structlog.get_logger()
    log.info("found 194403129804", who="440312-9804", also="19440312-9804 and 440312+9804")
    log.info("token eyJhbGciOi.eyJzdWIi.c2ln", at_ms="1795301400123")
    logging.getLogger("gunicorn.error").warning("Invalid request for %s", "/x?identifier=194403129804")
    written = lines()
    assert len(written) == 3
    assert "9804" not in json.dumps(written)
    assert "eyJ" not in json.dumps(written)
    assert written[1]["at_ms"] == "1795301400123"


class FullDisk(io.StringIO):
    """Where stderr leads when its disk is full."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_line_that_cannot_be_written_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    logs.configure()
    monkeypatch.setattr("sys.stderr", FullDisk())
    structlog.get_logger().info("nobody will read this")
    logging.getLogger("somebody.else").warning("nor this")


def test_an_error_is_told_by_type_and_place_and_not_by_its_message(lines: Lines) -> None:
    try:
        try:
            raise KeyError("Gunnel")
        except KeyError as error:
            raise ValueError("Gunnel Andersson") from error
    except ValueError:
        structlog.get_logger().exception("it broke", code="X1")
        logging.getLogger("somebody.else").exception("it broke there")
    for line in lines():
        assert line["error"] == "ValueError from KeyError"
        assert "test_logs.py" in line["where"][-1]
        assert "Gunnel" not in json.dumps(line)
