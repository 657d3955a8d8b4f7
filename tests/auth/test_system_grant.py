"""Backend services: private_key_jwt by RS384 or ES384, five minutes, single use (S-091…S-095, SM-70…SM-76, trap 11)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth.administration import client_admin
from tests.auth import administration
from tests.auth.backend import ask, claims, feed_assertion, sign
from tests.auth.flow import whoami
from tests.auth.house import House


def refused(house: House, assertion: str, **changes: Any) -> bool:
    response = ask(house, assertion, **changes)
    return response.status_code == 401 and response.json["error"] == "invalid_client"


@pytest.mark.parametrize("name", ["nobody", "demo-app", "demo-feed", "x\x00"])
def test_s092_the_name_of_another_client_is_refused(house: House, name: str) -> None:
    assert refused(house, sign(claims(name)))


def test_s091_garbage_is_no_assertion(house: House) -> None:
    assert refused(house, "e30.e30.")


def test_whoever_writes_an_assertion_wrong_is_told_how_it_is_written_and_not_what_was_wrong(
    house: House,
) -> None:
    ghost, late, stray = (
        ask(house, sign(each)).json
        for each in (claims("nobody"), claims(exp=0), claims(aud="https://example.org"))
    )
    assert ghost == late == stray
    assert all(f" {name} " in ghost["error_description"] for name in ("iss", "sub", "aud", "exp", "jti,"))


def test_s091_a_replayed_assertion_is_refused(house: House) -> None:
    assertion = sign(claims())
    assert ask(house, assertion).status_code == 200
    assert refused(house, assertion)


def test_s091_sixteen_uses_at_once_give_one_token(house: House) -> None:
    assertion = sign(claims())
    with ThreadPoolExecutor(16) as pool:
        statuses = [response.status_code for response in pool.map(lambda _: ask(house, assertion), range(16))]
    assert sorted(statuses) == [200] + [401] * 15


@pytest.mark.parametrize(
    "changes",
    [
        {"client_secret": "s"},
        {"client_id": "demo-feed"},
        {"client_assertion_type": "urn:example:other"},
        {"client_assertion_type": None},
        {"client_assertion": None, "client_id": "demo-integrator"},
    ],
    ids=lambda changes: "+".join(changes),
)
def test_s092_a_mixture_of_ways_is_refused(house: House, changes: dict[str, Any]) -> None:
    assert refused(house, sign(claims()), **changes)


def test_s092_two_assertions_are_refused(house: House) -> None:
    assert refused(house, "", client_assertion=[sign(claims()), sign(claims())])


def test_a_public_client_has_no_client_credentials(house: House) -> None:
    data = {"grant_type": "client_credentials", "client_id": "demo-app", "scope": "patient/*.rs"}
    assert house.app.test_client().post("/oauth/token", data=data).status_code in (400, 401)


def test_a_backend_service_has_no_codes(house: House) -> None:
    response = ask(house, sign(claims()), grant_type="authorization_code", code="x", redirect_uri="x")
    assert response.json["error"] == "unauthorized_client"


@pytest.mark.parametrize("scope", ["system/*.cud", "patient/*.rs", "user/*.rs", "openid", "nonsense", None])
def test_s093_a_scope_that_is_not_registered_is_refused(house: House, scope: str | None) -> None:
    assert ask(house, sign(claims()), scope=scope).json["error"] == "invalid_scope"


def test_s094_a_suspended_client_is_refused_with_its_next_call(house: House) -> None:
    token = ask(house, sign(claims())).json["access_token"]
    with house.database.write() as tx:
        administration.suspend(tx, "demo-integrator")
    assert whoami(house, token).status_code == 401
    assert refused(house, sign(claims()))


def test_s095_a_replaced_key_counts_at_once(house: House) -> None:
    key = RSAKey.generate_key(2048, {"kid": "integrator-2"})
    with house.database.write() as tx:
        client_admin.replace_keys(
            tx, administration.hand(house, tx), "demo-integrator", administration.jwks(key), None
        )
    assert refused(house, sign(claims()))
    assert ask(house, sign(claims(), key, kid="integrator-2")).status_code == 200


def test_s093_the_token_is_short_and_without_refresh(house: House) -> None:
    response = ask(house, sign(claims()), scope="system/*.rs openid system/*.cud")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json["expires_in"] == 300
    assert response.json["scope"] == "system/*.rs"
    assert "refresh_token" not in response.json
    assert "id_token" not in response.json


def test_s093_the_token_dies_after_five_minutes(house: House, wait: Callable[[float], None]) -> None:
    token = ask(house, sign(claims())).json["access_token"]
    wait(301)
    assert whoami(house, token).status_code == 401


def test_the_actor_of_a_backend_service_is_its_organization(house: House) -> None:
    actor = whoami(house, ask(house, sign(claims())).json["access_token"]).json
    assert actor["kind"] == "system"
    assert actor["who"] == "client:demo-integrator"
    assert actor["custodian"] == "region-exempel"
    assert actor["groups"] == ["region-exempel-kontrakt"]
    assert actor["feed"] is False


def test_a_feed_signs_with_es384_and_writes(house: House) -> None:
    response = ask(house, feed_assertion(), scope="system/Patient.cu system/*.rs")
    assert response.json["scope"] == "system/Patient.cu"
    assert whoami(house, response.json["access_token"]).json["feed"] is True
