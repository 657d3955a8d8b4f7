"""Tokens bound to a key (RFC 9449 §5…§7, §10): without it they open nothing, at any of our doors."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from patientkontrakt.auth.proving import dpop
from tests.auth.flow import tokens_for, whoami
from tests.auth.house import BASE, House
from tests.auth.proofs import (
    KEY,
    OTHER_KEY,
    WHOAMI_URL,
    bound_tokens,
    claims,
    introspect,
    proof_for,
    prove,
    show,
)
from tests.refusals.conftest import statements

__all__ = ["statements"]

Listening = Callable[[Callable[[], Any]], list[str]]

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DOORS = {"fhir": "/fhir/whoami", "userinfo": "/oauth/userinfo"}


@pytest.mark.parametrize("path", DOORS.values(), ids=list(DOORS))
def test_a_bound_token_without_its_key_opens_nothing(house: House, path: str) -> None:
    token = bound_tokens(house).access
    other = prove(claims(BASE + path, token=token), OTHER_KEY, OTHER_KEY)
    for scheme, proof, challenge in (
        ("Bearer", None, dpop.DEAD_TOKEN),
        ("Bearer", proof_for(token, path), dpop.DEAD_TOKEN),
        ("DPoP", None, dpop.BAD_PROOF),
        ("DPoP", "", dpop.BAD_PROOF),
        ("DPoP", "a.b.c", dpop.BAD_PROOF),
        ("DPoP", other, dpop.DEAD_TOKEN),
        ("DPoP", prove(claims(BASE + path)), dpop.BAD_PROOF),
        ("DPoP", proof_for(token + "x", path), dpop.BAD_PROOF),
        ("DPoP", proof_for(token, path + "/1"), dpop.BAD_PROOF),
        ("DPoP", proof_for(token, path, method="POST"), dpop.BAD_PROOF),
    ):
        response = show(house, token, proof, scheme, path=path)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, challenge)
    assert show(house, token, proof_for(token, path), path=path).status_code == 200


def test_a_bound_token_without_its_key_asks_of_no_token(house: House) -> None:
    """Introspection by a token of one's own."""
    token = bound_tokens(house).access
    proof = {"htu": BASE + "/oauth/introspect", "htm": "POST"}
    assert introspect(house, token, {"Authorization": f"Bearer {token}"}).status_code == 401
    assert introspect(house, token, {"Authorization": f"DPoP {token}"}).status_code == 401
    right = {"Authorization": f"DPoP {token}", "DPoP": proof_for(token, **proof)}
    assert introspect(house, token, right).json["active"] is True
    assert introspect(house, token, right).status_code == 401


@ON_SQLITE
@pytest.mark.parametrize("scheme", ["DPoP", "dpop", "DPOP"])
def test_a_free_token_by_the_scheme_for_bound_ones_is_refused(house: House, scheme: str) -> None:
    token = tokens_for(house).access
    response = show(house, token, proof_for(token), scheme)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, dpop.DEAD_TOKEN)
    assert show(house, token, proof_for(token), "Bearer").status_code == 200


@ON_SQLITE
def test_two_tokens_are_none(house: House) -> None:
    token = bound_tokens(house).access
    both = [("Authorization", f"DPoP {token}")] * 2 + [("DPoP", proof_for(token))]
    assert house.app.test_client().get("/fhir/whoami", headers=both).status_code == 401
    right = {"Authorization": f"DPoP {token}", "DPoP": proof_for(token)}
    assert house.app.test_client().get(f"/fhir/whoami?access_token={token}", headers=right).status_code == 401


def test_a_proof_is_good_for_one_request(house: House) -> None:
    token = bound_tokens(house).access
    proof = proof_for(token)
    assert show(house, token, proof).status_code == 200
    again = show(house, token, proof)
    assert (again.status_code, again.headers["WWW-Authenticate"]) == (401, dpop.BAD_PROOF)


def test_eight_requests_with_one_proof_are_one(house: House) -> None:
    token = bound_tokens(house).access
    proof = proof_for(token)
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(lambda _: show(house, token, proof), range(8))]
    assert sorted(statuses) == [200] + [401] * 7


@ON_SQLITE
def test_a_refused_proof_takes_nothing_from_its_holder(house: House) -> None:
    """Whoever shows a proof with a token that is not its own spends neither."""
    token, stranger = bound_tokens(house).access, tokens_for(house).access
    proof = proof_for(token)
    assert show(house, stranger, proof).status_code == 401
    assert show(house, token, proof).status_code == 200


@ON_SQLITE
def test_a_revoked_bound_token_is_dead_with_its_key_too(house: House) -> None:
    token = bound_tokens(house).access
    house.change("UPDATE token SET revoked = 1 WHERE kind = 'access'")
    response = show(house, token, proof_for(token))
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, dpop.DEAD_TOKEN)


def test_what_the_row_is_bound_to_and_what_the_token_says_must_agree(house: House) -> None:
    free, token = tokens_for(house).access, bound_tokens(house).access
    house.change("UPDATE token_family SET jkt = :jkt", jkt=OTHER_KEY.thumbprint())
    assert whoami(house, free).status_code == 401
    for key in (KEY, OTHER_KEY):
        assert show(house, token, prove(claims(WHOAMI_URL, token=token), key, key)).status_code == 401
    assert introspect(house, token, {}, client_id="demo-app").json == {"active": False}


def test_a_token_tells_what_it_is_bound_to(house: House) -> None:
    tokens = bound_tokens(house)
    assert tokens.body["token_type"] == "DPoP"
    assert tokens.body["patient"] == "gunnel"
    told = introspect(house, tokens.access, {}, client_id="demo-app").json
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": KEY.thumbprint()})
    free = tokens_for(house)
    assert free.body["token_type"] == "Bearer"
    told = introspect(house, free.access, {}, client_id="demo-app").json
    assert told["token_type"] == "Bearer"
    assert "cnf" not in told


def test_a_free_token_pays_nothing_for_the_bound_ones(house: House, statements: Listening) -> None:
    """One question a request, as before; a bound one's proof is written down in a second."""
    free, token = tokens_for(house).access, bound_tokens(house).access
    asked = statements(lambda: whoami(house, free))
    assert [each.split()[0] for each in asked] == ["SELECT"]
    asked = statements(lambda: show(house, token, proof_for(token)))
    assert [each.split()[0] for each in asked] == ["SELECT", "INSERT"]


@ON_SQLITE
def test_a_proof_dies_of_age(house: House, wait: Callable[[float], None]) -> None:
    token = bound_tokens(house).access
    proof = proof_for(token)
    wait(125)
    assert show(house, token, proof).status_code == 401


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/.well-known/oauth-authorization-server", "/fhir/.well-known/smart-configuration"]
)
def test_the_algorithms_are_told(house: House, path: str) -> None:
    told = house.app.test_client().get(path).json["dpop_signing_alg_values_supported"]
    assert told == list(dpop.ALGORITHMS)
    assert not {"none", "HS256", "HS384", "HS512"} & set(told)


@ON_SQLITE
def test_a_page_of_the_app_may_send_a_proof(house: House) -> None:
    headers = {"Origin": "http://127.0.0.1:9090", "Access-Control-Request-Method": "POST"}
    allowed = house.app.test_client().options("/oauth/token", headers=headers).headers
    assert "DPoP" in allowed["Access-Control-Allow-Headers"].split(", ")
