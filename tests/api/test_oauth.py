"""A program at the authorization server is told no as JSON, a person on a page."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from patientkontrakt.api.oauth import FOR_PROGRAMS
from patientkontrakt.auth.oauth import wellknown

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/oauth/token"),
        ("GET", "/oauth/par"),
        ("DELETE", "/oauth/revoke"),
        ("PUT", "/oauth/introspect"),
        ("PATCH", "/oauth/userinfo"),
        ("POST", "/oauth/jwks"),
        ("POST", "/.well-known/openid-configuration"),
    ],
)
def test_a_wrong_method_is_told_in_oauths_way(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (405, "application/json")
    assert answer.json is not None
    assert answer.json["error"] == "invalid_request"
    assert answer.json["error_description"].isascii()
    assert answer.headers["Allow"]
    assert method not in answer.headers["Allow"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_endpoint_that_programs_are_told_of_is_one_of_these(client: FlaskClient) -> None:
    told = client.get("/.well-known/openid-configuration").json
    assert told is not None
    for_people = {"authorization_endpoint", "end_session_endpoint"}
    addresses = {name: each for name, each in told.items() if name.endswith(("_endpoint", "_uri"))}
    paths = {urlsplit(each).path for name, each in addresses.items() if name not in for_people}
    assert paths == {each for each in FOR_PROGRAMS if each.startswith("/oauth/")}


def test_what_is_not_there_and_what_broke_are_told_so_too(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/.well-known/nothing").json == {
        "error": "invalid_request",
        "error_description": "There is no such address.",
    }

    def broken() -> None:
        raise RuntimeError("Gunnel")

    monkeypatch.setattr(wellknown.moment, "at", broken)
    answer = client.get("/oauth/jwks")
    assert (answer.status_code, answer.mimetype) == (500, "application/json")
    assert answer.json is not None
    assert answer.json["error"] == "server_error"
    assert answer.headers["X-Request-Id"] in answer.json["error_description"]


def test_the_page_where_a_person_signs_in_is_a_page(client: FlaskClient) -> None:
    for path in ("/oauth/authorize", "/oauth/nothing"):
        answer = client.delete(path)
        assert (answer.status_code in (404, 405), answer.mimetype) == (True, "text/html"), path
