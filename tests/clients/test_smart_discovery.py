"""SMART discovery of the running service, for a caller who knows nothing but the FHIR base (conformance.md D.1)."""

import re
from typing import Any

import httpx
import pytest

from tests.clients.public_app import App
from tests.clients.region import Region

APP_ORIGIN = "http://127.0.0.1:9090"
STRANGER = "https://app.example"
V2_SCOPE = re.compile(r"(patient|user|system|\*)/([a-zA-Z*]+)\.([cruds]+)(\?.+)?")


@pytest.fixture(scope="module")
def known(region: Region) -> dict[str, Any]:
    """smart-configuration."""
    answer = httpx.get(f"{region.fhir}/.well-known/smart-configuration")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


@pytest.fixture(scope="module")
def security(region: Region) -> dict[str, Any]:
    """What the CapabilityStatement says of security."""
    stated: dict[str, Any] = httpx.get(f"{region.fhir}/metadata").json()["rest"][0]["security"]
    return stated


@pytest.mark.parametrize("accept", ["application/json", "text/html", "application/fhir+xml", "*/*"])
def test_sm01_sm02_it_is_json_whatever_is_accepted(region: Region, accept: str) -> None:
    answer = httpx.get(f"{region.fhir}/.well-known/smart-configuration", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == "application/json"


def test_sm03_every_address_is_absolute_and_ours(region: Region, known: dict[str, Any]) -> None:
    addresses = {name: text for name, text in known.items() if name.endswith(("_endpoint", "_uri", "issuer"))}
    assert {"authorization_endpoint", "token_endpoint", "introspection_endpoint"} <= set(addresses)
    assert all(text.startswith(region.base) for text in addresses.values())


def test_sm04_sm06_sm07_what_must_be_told_is_told(known: dict[str, Any]) -> None:
    assert {"authorization_code", "client_credentials"} <= set(known["grant_types_supported"])
    assert known["code_challenge_methods_supported"] == ["S256"]
    assert any(V2_SCOPE.fullmatch(scope) for scope in known["scopes_supported"])
    assert "private_key_jwt" in known["token_endpoint_auth_methods_supported"]
    assert {"RS384", "ES384"} <= set(known["token_endpoint_auth_signing_alg_values_supported"])


def test_sm05_signing_in_people_comes_with_issuer_and_keys(known: dict[str, Any]) -> None:
    assert "sso-openid-connect" in known["capabilities"]
    assert httpx.get(known["jwks_uri"]).json()["keys"]
    about = httpx.get(known["issuer"].rstrip("/") + "/.well-known/openid-configuration").json()
    assert about["issuer"] == known["issuer"]
    assert about["token_endpoint"] == known["token_endpoint"]


def test_sm09_the_capability_sets_are_whole(known: dict[str, Any]) -> None:
    standalone = {"launch-standalone", "client-public", "context-standalone-patient", "permission-patient"}
    of_records = {"launch-ehr", "client-public", "context-ehr-patient", "context-ehr-encounter"}
    assert standalone | of_records | {"permission-user"} <= set(known["capabilities"])


def test_sm10_the_capability_statement_says_the_same(known: dict[str, Any], security: dict[str, Any]) -> None:
    stated = {one["url"]: one["valueUri"] for one in security["extension"][0]["extension"]}
    for name, field in (
        ("authorize", "authorization_endpoint"),
        ("token", "token_endpoint"),
        ("introspect", "introspection_endpoint"),
        ("revoke", "revocation_endpoint"),
    ):
        assert stated[name] == known[field]
    assert security["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"


def test_sm11_anybodys_page_may_read_what_is_public(region: Region) -> None:
    for path in ("metadata", ".well-known/smart-configuration"):
        answer = httpx.get(f"{region.fhir}/{path}", headers={"Origin": STRANGER})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("origin", "told"), [(STRANGER, None), (APP_ORIGIN, APP_ORIGIN)])
def test_sm11_only_a_registered_apps_page_may_read_the_rest(
    region: Region, origin: str, told: str | None
) -> None:
    app = App(region).enter("gunnel")
    read = app.fhir("GET", "Patient/gunnel", headers={"Origin": origin})
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    preflight = httpx.options(f"{region.fhir}/Patient/gunnel", headers=asked)
    token = httpx.post(f"{region.base}/oauth/token", data={"grant_type": "x"}, headers={"Origin": origin})
    assert (read.status_code, preflight.is_success, token.status_code) == (200, True, 400)
    for answer in (read, preflight, token):
        assert answer.headers.get("Access-Control-Allow-Origin") == told
        assert "Access-Control-Allow-Credentials" not in answer.headers
    if told:
        assert "authorization" in preflight.headers["Access-Control-Allow-Headers"].lower()
