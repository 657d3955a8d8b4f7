"""Discovery tells the truth, to everybody (S-098, SM-01…SM-11, SM-51, SM-52); CORS and headers (S-100, S-109)."""

import json
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from patientkontrakt.auth.oauth.cors import KEPT_MS
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.db import Database, Unavailable
from tests.auth.flow import authorize_url, sign_in
from tests.auth.house import BASE, House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

DOCUMENTS = (
    "/fhir/.well-known/smart-configuration",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
)
APP = "http://127.0.0.1:9090"
EVIL = "https://evil.example"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_s098_nothing_weak_is_listed(browser: FlaskClient, path: str) -> None:
    document = browser.get(path).json
    words = json.dumps({**document, "capabilities": document.get("capabilities", [])})
    for weak in (
        '"plain"',
        '"none"',
        '"token"',
        '"id_token"',
        "implicit",
        "password",
        "client_secret_post",
        "client_secret_jwt",
        "HS256",
    ):
        assert weak not in words
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "registration_endpoint" not in document


@pytest.mark.parametrize("path", [*DOCUMENTS, "/oauth/jwks"])
@pytest.mark.parametrize("accept", ["text/html", "application/fhir+xml", "*/*"])
def test_sm02_it_is_json_whatever_is_accepted(browser: FlaskClient, path: str, accept: str) -> None:
    response = browser.get(path, headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "application/json")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_sm51_s098_every_endpoint_listed_is_there(browser: FlaskClient, path: str) -> None:
    document = browser.get(path).json
    assert document["issuer"] == BASE
    for name, address in document.items():
        if name.endswith(("_endpoint", "_uri")):
            assert address.startswith(BASE + "/oauth/")
            assert browser.get(address[len(BASE) :]).status_code not in (404, 500)


def test_sm51_openid_says_what_its_answers_are_like(browser: FlaskClient) -> None:
    """OpenID Connect Discovery 1.0 §3, what is required beside the addresses."""
    document = browser.get("/.well-known/openid-configuration").json
    assert document["response_types_supported"] == ["code"]
    assert document["subject_types_supported"] == ["public"]
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]


def test_the_capabilities_are_what_ipa_asks(browser: FlaskClient) -> None:
    """IP-06."""
    found = browser.get(DOCUMENTS[0]).json["capabilities"]
    assert {
        "launch-standalone",
        "context-standalone-patient",
        "permission-patient",
        "permission-offline",
        "sso-openid-connect",
        "client-public",
        "client-confidential-asymmetric",
    } <= set(found)


def test_sm52_s098_the_key_set_has_no_private_member(browser: FlaskClient) -> None:
    for key in browser.get("/oauth/jwks").json["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}


@pytest.mark.parametrize("path", [*DOCUMENTS, "/oauth/jwks"])
def test_sm11_any_page_may_read_public_documents(browser: FlaskClient, path: str) -> None:
    response = browser.get(path, headers={"Origin": EVIL})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def cors(headers: Any) -> str | None:
    found: str | None = headers.get("Access-Control-Allow-Origin")
    return found


def test_s109_the_token_endpoint_answers_registered_origins_only(house: House, browser: FlaskClient) -> None:
    for origin, allowed in ((APP, APP), (EVIL, None), ("null", None), (APP + ".evil.example", None)):
        response = browser.post("/oauth/token", data={}, headers={"Origin": origin})
        assert cors(response.headers) == allowed
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Origin" in response.headers["Vary"]


def test_a_preflight_is_answered(browser: FlaskClient) -> None:
    headers = {"Origin": APP, "Access-Control-Request-Method": "POST"}
    response = browser.options("/oauth/token", headers=headers)
    assert response.status_code == 200
    assert cors(response.headers) == APP
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert cors(browser.options("/oauth/token", headers=headers | {"Origin": EVIL}).headers) is None


def test_an_answer_gets_out_when_the_database_is_away(browser: FlaskClient) -> None:
    with patch.object(Database, "glance", side_effect=Unavailable):
        response = browser.get("/oauth/userinfo", headers={"Origin": APP, "Authorization": "Bearer a.b.c"})
    assert response.status_code == 401
    assert cors(response.headers) is None


def test_a_new_apps_origin_counts_at_once_and_a_closed_ones_seconds_longer_at_most(
    house: House, wait: Callable[[float], None]
) -> None:
    """Each process believes an origin for a moment; the closed app's tokens are dead before that."""

    def told(origin: str) -> str | None:
        return cors(house.app.test_client().post("/oauth/token", headers={"Origin": origin}).headers)

    fresh = "https://fresh.example"
    assert [told(APP), told(fresh)] == [APP, None]
    with house.database.write() as tx:
        new = NewClient(id="fresh", name="Fresh", scope="patient/*.rs", redirect_uris=(f"{fresh}/cb",))
        register_client(tx, new, 1)
    assert told(fresh) == fresh
    house.change("UPDATE client SET status = 'suspended' WHERE id = 'fresh'")
    wait(KEPT_MS / 1000)
    assert [told(APP), told(fresh)] == [APP, None]


def test_pages_are_not_shared_with_other_origins(browser: FlaskClient) -> None:
    assert cors(browser.get("/logga-in", headers={"Origin": APP}).headers) is None


PAGES = ["/logga-in", "/logga-ut", "/oauth/authorize", authorize_url()]


@pytest.mark.parametrize("path", PAGES, ids=["sign in", "sign out", "fault", "approval"])
def test_s100_every_page_is_protected(browser: FlaskClient, path: str) -> None:
    sign_in(browser, "gunnel")
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_the_approval_form_may_end_at_the_app_only(browser: FlaskClient) -> None:
    sign_in(browser, "gunnel")
    assert f"form-action 'self' {APP};" in browser.get(authorize_url()).headers["Content-Security-Policy"]
    assert APP not in browser.get("/logga-in").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES, ids=["sign in", "sign out", "fault", "approval"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_has_a_language_a_heading_and_no_script(
    browser: FlaskClient, path: str, language: str
) -> None:
    sign_in(browser, "gunnel")
    text = browser.get(path, headers={"Accept-Language": language}).text
    assert f'<html lang="{language}">' in text
    assert text.count("<h1") == 1
    for active in ("<script", "<style", "style=", "onclick", "javascript:"):
        assert active not in text


def test_s_103_a_client_name_is_shown_as_text(house: House, browser: FlaskClient) -> None:
    """S-103."""
    house.change("UPDATE client SET name = :name WHERE id = 'demo-app'", name="<script>alert(1)</script>\"'")
    sign_in(browser, "gunnel")
    text = browser.get(authorize_url()).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
