"""Token, revocation, introspection and userinfo as programs meet them (S-096, S-097, SM-33, SM-44, SM-60…SM-62)."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving.assertion import TYPE
from tests.auth.backend import ask, claims, sign
from tests.auth.flow import (
    answer,
    approve,
    code_for,
    redeem,
    refresh,
    staff_tokens,
    tokens_for,
    whoami,
)
from tests.auth.house import BASE, FHIR, House
from tests.auth.launches import ask as ask_to_open
from tests.auth.launches import browser_of, launched, open_app

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def post(house: House, path: str, **data: Any) -> TestResponse:
    return house.app.test_client().post(f"/oauth/{path}", data=data)


def introspect(house: House, token: str, **client: Any) -> TestResponse:
    return post(house, "introspect", token=token, **(client or {"client_id": "demo-app"}))


@ON_SQLITE
@pytest.mark.parametrize("path", ["token", "revoke", "introspect"])
def test_s096_get_is_405(house: House, path: str) -> None:
    assert house.app.test_client().get(f"/oauth/{path}").status_code == 405


@ON_SQLITE
@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "invalid_request"),
        ({"client_id": "demo-app"}, "invalid_request"),
        (
            {"grant_type": "password", "username": "u", "password": "p", "client_id": "demo-app"},
            "unsupported_grant_type",
        ),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": "demo-app"},
            "unsupported_grant_type",
        ),
        ({"grant_type": 'å"\\'}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "client_id": "demo-app"}, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "demo-app"}, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "a\x00b", "refresh_token": "x"}, "invalid_client"),
        ({"grant_type": ["refresh_token", "refresh_token"]}, "invalid_request"),
    ],
    ids=str,
)
def test_sm33_s096_a_wrong_token_request_says_its_code_and_no_detail(
    house: House, data: dict[str, Any], error: str
) -> None:
    response = post(house, "token", **data)
    assert response.status_code in (400, 401)
    assert response.json["error"] == error
    assert set(response.json) <= {"error", "error_description"}
    assert response.headers["Cache-Control"] == "no-store"
    assert "å" not in response.text


@ON_SQLITE
def test_s096_parameters_in_the_address_do_not_count(house: House) -> None:
    response = house.app.test_client().post(
        f"/oauth/token?grant_type=authorization_code&code={code_for(house)}", data={"client_id": "demo-app"}
    )
    assert response.json["error"] == "invalid_request"


@ON_SQLITE
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_only_forms_are_read(house: House, kind: str) -> None:
    response = house.app.test_client().post(
        "/oauth/token", data="grant_type=refresh_token", content_type=kind
    )
    assert response.json["error"] == "invalid_request"


@ON_SQLITE
def test_a_body_of_a_megabyte_is_413(house: House) -> None:
    response = house.app.test_client().post("/oauth/token", data={"grant_type": "x" * 1_000_000})
    assert response.status_code == 413


@ON_SQLITE
def test_s092_a_client_secret_is_refused(house: House) -> None:
    assert redeem(house, code_for(house), client_secret="s").status_code == 401


def test_s097_another_clients_token_does_not_exist(house: House) -> None:
    assert introspect(house, tokens_for(house).access, client_id="demo-staff-app").json == {"active": False}


def test_s097_a_backend_service_sees_nobody_elses_token(house: House) -> None:
    assertion = {"client_assertion": sign(claims()), "client_assertion_type": TYPE}
    assert introspect(house, tokens_for(house).access, **assertion).json == {"active": False}


@ON_SQLITE
@pytest.mark.parametrize("token", ["x", "a.b.c", "e30.e30.e30", "å"])
def test_sm61_an_unknown_token_is_not_active_and_nothing_more(house: House, token: str) -> None:
    response = introspect(house, token)
    assert (response.status_code, response.json) == (200, {"active": False})


@ON_SQLITE
def test_sm62_introspection_needs_a_client(house: House) -> None:
    response = post(house, "introspect", token=tokens_for(house).access)
    assert response.status_code == 401
    assert "WWW-Authenticate" in response.headers


@ON_SQLITE
def test_introspection_with_a_dead_bearer_is_401(house: House) -> None:
    response = house.app.test_client().post(
        "/oauth/introspect", data={"token": "x"}, headers={"Authorization": "Bearer dead"}
    )
    assert response.status_code == 401


def test_sm60_a_live_token_is_described_as_it_was_issued(house: House) -> None:
    tokens = tokens_for(house)
    body = introspect(house, tokens.access).json
    assert body["active"] is True
    assert body["scope"] == tokens.body["scope"]
    assert body["client_id"] == "demo-app"
    assert body["patient"] == "gunnel"
    assert body["sub"] == "Patient/gunnel"
    assert body["iss"] == BASE
    assert body["fhirUser"] == f"{FHIR}/Patient/gunnel"
    assert body["exp"] - body["iat"] == 900


def test_sm60_what_an_app_was_opened_with_is_told_as_the_token_answer_told_it(house: House) -> None:
    open_app(house)
    browser = browser_of(house, "maria")
    code = answer(approve(browser, ask_to_open(browser, launched(house))))["code"]
    told = redeem(house, code, client_id="journal-app").json
    body = introspect(house, told["access_token"], client_id="journal-app").json
    context = {"patient", "encounter", "fhirContext", "intent", "tenant", "need_patient_banner"}
    assert {name: body[name] for name in context} == {name: told[name] for name in context}
    assert body["scope"] == told["scope"]


@ON_SQLITE
def test_a_refresh_token_is_described_too(house: House) -> None:
    assert introspect(house, tokens_for(house).refresh).json["active"] is True


@ON_SQLITE
def test_a_token_of_its_own_may_ask(house: House) -> None:
    token = tokens_for(house).access
    response = house.app.test_client().post(
        "/oauth/introspect", data={"token": token}, headers={"Authorization": f"Bearer {token}"}
    )
    assert response.json["active"] is True


def test_an_expired_token_is_not_active(house: House, wait: Callable[[float], None]) -> None:
    token = tokens_for(house).access
    wait(901)
    assert introspect(house, token).json == {"active": False}


def test_s097_another_client_revokes_nothing(house: House) -> None:
    tokens = tokens_for(house)
    for token in (tokens.access, tokens.refresh):
        assert post(house, "revoke", token=token, client_id="demo-staff-app").status_code == 200
    assert whoami(house, tokens.access).status_code == 200


@ON_SQLITE
def test_revocation_needs_a_client(house: House) -> None:
    assert post(house, "revoke", token="x").status_code == 401


@ON_SQLITE
def test_sm44_revoking_an_unknown_token_is_fine(house: House) -> None:
    assert post(house, "revoke", token="unknown", client_id="demo-app").status_code == 200


def test_sm44_a_revoked_access_token_is_dead_at_once(house: House) -> None:
    """stack.md §3.3 trap 7: a JWT validator does not know of revocation."""
    tokens = tokens_for(house)
    whoami(house, tokens.access)
    post(house, "revoke", token=tokens.access, client_id="demo-app")
    assert whoami(house, tokens.access).status_code == 401
    assert introspect(house, tokens.access).json == {"active": False}


def test_a_revoked_refresh_token_ends_its_family(house: House) -> None:
    tokens = tokens_for(house)
    post(house, "revoke", token=tokens.refresh, client_id="demo-app")
    assert refresh(house, tokens.refresh).json["error"] == "invalid_grant"
    assert whoami(house, tokens.access).status_code == 401


def test_a_backend_service_revokes_its_own(house: House) -> None:
    token = ask(house, sign(claims())).json["access_token"]
    post(house, "revoke", token=token, client_assertion=sign(claims()), client_assertion_type=TYPE)
    assert whoami(house, token).status_code == 401


@ON_SQLITE
def test_userinfo_without_token_is_401(house: House) -> None:
    response = house.app.test_client().get("/oauth/userinfo")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


@ON_SQLITE
def test_userinfo_needs_openid(house: House) -> None:
    token = tokens_for(house, scope="patient/*.rs").access
    response = house.app.test_client().get("/oauth/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert (response.status_code, response.json) == (403, {"error": "insufficient_scope"})


def test_userinfo_says_no_more_than_the_client_may_be_told_now(house: House) -> None:
    token = tokens_for(house).access
    asked = {"Authorization": f"Bearer {token}"}
    house.change("UPDATE client SET scope = 'openid patient/*.rs' WHERE id = 'demo-app'")
    browser = house.app.test_client()
    assert browser.get("/oauth/userinfo", headers=asked).json == {"sub": "Patient/gunnel"}
    house.change("UPDATE client SET scope = 'fhirUser patient/*.rs' WHERE id = 'demo-app'")
    assert browser.get("/oauth/userinfo", headers=asked).status_code == 403


@ON_SQLITE
def test_userinfo_says_who(house: House) -> None:
    token = staff_tokens(house).access
    response = house.app.test_client().get("/oauth/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert response.json == {"sub": "Practitioner/maria", "fhirUser": f"{FHIR}/PractitionerRole/maria"}
