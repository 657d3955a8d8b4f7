"""The operator's log says that a request went wrong, never with what in its address or its error."""

import json

import pytest
from flask import Flask


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


def test_a_request_id_is_never_struck_out_as_a_personal_number(app: Flask) -> None:
    client = app.test_client()
    ids = "".join(client.get("/health/live").headers["X-Request-Id"] for _ in range(20))
    assert ids.isalpha(), "ten digits in a row would be"
