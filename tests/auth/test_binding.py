"""Giving out tokens bound to a key (RFC 9449 §5, §10): at the code, the push, the refresh, and to services."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving.assertion import TYPE
from tests.auth import backend
from tests.auth.flow import asking, code_for, redeem, refresh, tokens_for, whoami
from tests.auth.house import BASE, CALLBACK, House
from tests.auth.proofs import (
    KEY,
    OTHER_KEY,
    TOKEN_URL,
    at_token,
    bound_tokens,
    claims,
    introspect,
    proof_for,
    prove,
    renew,
    show,
)

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@ON_SQLITE
@pytest.mark.parametrize(
    "headers",
    [
        {"DPoP": ""},
        {"DPoP": "a.b.c"},
        {"DPoP": prove(claims(TOKEN_URL, "GET"))},
        {"DPoP": prove(claims(BASE + "/oauth/par", "POST"))},
        {"DPoP": prove(claims(TOKEN_URL, "POST"), OTHER_KEY)},
    ],
    ids=["empty", "no JWS", "htm", "htu", "signature"],
)
def test_a_bad_proof_at_the_token_endpoint_gives_nothing(house: House, headers: dict[str, str]) -> None:
    response = redeem(house, code_for(house), headers=headers)
    assert (response.status_code, response.json["error"]) == (400, "invalid_dpop_proof")
    assert house.rows("SELECT id FROM token") == []


def test_a_proof_gives_tokens_once(house: House) -> None:
    headers = at_token()
    token = redeem(house, code_for(house), headers=headers).json["refresh_token"]
    assert refresh(house, token, headers=headers).json["error"] == "invalid_dpop_proof"
    assert renew(house, token).status_code == 200


@ON_SQLITE
def test_a_stranger_writes_no_proof_down(house: House) -> None:
    headers = at_token()
    assert refresh(house, "unknown", headers=headers, client_id="nobody").json["error"] == "invalid_client"
    assert house.rows("SELECT count(*) FROM jti_seen") == [(0,)]
    assert redeem(house, code_for(house), headers=headers).status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("other", [None, OTHER_KEY])
def test_a_code_asked_for_with_a_key_is_for_that_key(house: House, other: Any) -> None:
    """RFC 9449 §10; and it is burnt by being shown."""
    code = code_for(house, dpop_jkt=KEY.thumbprint())
    assert redeem(house, code, headers=at_token(other) if other else None).json["error"] == "invalid_grant"
    assert redeem(house, code, headers=at_token()).json["error"] == "invalid_grant"
    assert redeem(house, code_for(house, dpop_jkt=KEY.thumbprint()), headers=at_token()).status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("named", ["x", "A" * 42, "A" * 44, "A" * 42 + "!"])
def test_a_key_is_named_by_its_thumbprint(house: House, named: str) -> None:
    response = house.app.test_client().post("/oauth/par", data=asking(dpop_jkt=named))
    assert (response.status_code, response.json["error"]) == (400, "invalid_request")


def test_a_push_signed_with_a_key_names_it(house: House) -> None:
    """RFC 9449 §10.1: the proof beside a pushed request counts as dpop_jkt, and must agree with one."""
    proof = {"DPoP": prove(claims(BASE + "/oauth/par", "POST"))}
    browser = house.app.test_client()
    wrong = browser.post("/oauth/par", data=asking(dpop_jkt=OTHER_KEY.thumbprint()), headers=proof)
    assert (wrong.status_code, wrong.json["error"]) == (400, "invalid_dpop_proof")
    assert browser.post("/oauth/par", data=asking(), headers=proof).json["error"] == "invalid_dpop_proof"
    assert house.rows("SELECT jkt FROM pushed_request") == []
    proof = {"DPoP": prove(claims(BASE + "/oauth/par", "POST"))}
    assert browser.post("/oauth/par", data=asking(), headers=proof).status_code == 201
    assert house.rows("SELECT jkt FROM pushed_request") == [(KEY.thumbprint(),)]


def test_a_public_clients_refresh_token_is_for_its_key(house: House) -> None:
    """Refused without it, and neither used up nor counted as a reuse."""
    token = bound_tokens(house).refresh
    assert refresh(house, token).json["error"] == "invalid_dpop_proof"
    assert renew(house, token, OTHER_KEY).json["error"] == "invalid_grant"
    answer = renew(house, token)
    assert (answer.status_code, answer.json["token_type"]) == (200, "DPoP")
    assert renew(house, token).json["error"] == "invalid_grant"
    assert show(house, answer.json["access_token"], proof_for(answer.json["access_token"])).status_code == 401


def test_a_public_clients_free_refresh_token_stays_free(house: House) -> None:
    """A proof beside it binds nothing: whoever stole it would bind it to a key of her own."""
    free = tokens_for(house)
    answer = renew(house, free.refresh).json
    assert answer["token_type"] == "Bearer"
    assert whoami(house, answer["access_token"]).status_code == 200
    assert house.rows("SELECT jkt FROM token_family") == [(None,)]


@pytest.mark.parametrize("again", [refresh, renew], ids=["free", "proof"])
def test_a_free_token_a_thief_used_with_a_proof_is_a_reuse_when_shown_again(
    house: House, again: Callable[[House, str], TestResponse]
) -> None:
    token = tokens_for(house).refresh
    stolen = renew(house, token, OTHER_KEY).json["access_token"]
    assert again(house, token).json["error"] == "invalid_grant"
    assert house.rows("SELECT reason FROM token_family") == [("refresh token reused",)]
    assert whoami(house, stolen).status_code == 401


def test_a_bound_token_shown_again_without_its_key_is_a_reuse(house: House) -> None:
    """It has been rotated out: whoever shows it now, somebody else has had it."""
    token = bound_tokens(house).refresh
    assert renew(house, token).status_code == 200
    assert refresh(house, token).json["error"] == "invalid_grant"
    assert house.rows("SELECT reason FROM token_family") == [("refresh token reused",)]


def test_a_client_that_must_have_a_key_gets_nothing_without(house: House) -> None:
    """And what it had before counts no more, at the next request."""
    before = tokens_for(house)
    code = code_for(house)
    house.change("UPDATE client SET dpop = 1")
    assert whoami(house, before.access).status_code == 401
    assert introspect(house, before.access, {}, client_id="demo-app").json == {"active": False}
    assert refresh(house, before.refresh).json["error"] == "invalid_dpop_proof"
    assert renew(house, before.refresh).json["error"] == "invalid_grant"
    assert redeem(house, code).json["error"] == "invalid_dpop_proof"
    assert backend.ask(house, backend.sign(backend.claims())).json["error"] == "invalid_dpop_proof"
    token = redeem(house, code, headers=at_token()).json["access_token"]
    assert show(house, token, proof_for(token)).status_code == 200


def test_a_services_token_is_bound_too(house: House) -> None:
    data = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": TYPE,
        "client_assertion": backend.sign(backend.claims()),
    }
    answer = house.app.test_client().post("/oauth/token", data=data, headers=at_token()).json
    assert answer["token_type"] == "DPoP"
    token = answer["access_token"]
    assert whoami(house, token).status_code == 401
    assert show(house, token, proof_for(token)).json["client"] == "demo-integrator"


def test_an_app_that_proves_itself_by_a_key_may_change_the_key_of_its_tokens(house: House) -> None:
    """RFC 9449 §5: its refresh token is bound to the client already. What the old key opened is shut."""
    house.change(
        "UPDATE client SET redirect_uris = :uri, scope = :scope WHERE id = 'demo-integrator'",
        uri=CALLBACK,
        scope="offline_access patient/*.rs",
    )
    named: dict[str, Any] = {"client_id": "demo-integrator"}

    def proven() -> dict[str, str]:
        return named | {"client_assertion_type": TYPE, "client_assertion": backend.sign(backend.claims())}

    code = code_for(house, **named, scope="offline_access patient/*.rs")
    first = redeem(house, code, headers=at_token(), **proven()).json
    assert refresh(house, first["refresh_token"], **proven()).json["error"] == "invalid_dpop_proof"
    second = refresh(house, first["refresh_token"], headers=at_token(OTHER_KEY), **proven()).json
    old, new = first["access_token"], second["access_token"]
    assert show(house, old, proof_for(old)).status_code == 401
    assert show(house, new, proof_for(new)).status_code == 401
    assert show(house, new, prove(claims(token=new), OTHER_KEY, OTHER_KEY)).status_code == 200
