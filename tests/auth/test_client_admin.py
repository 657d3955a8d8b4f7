"""What an administrator does to clients counts at the next request, and nothing is opened by accident (S1, S-094, S-095)."""

from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth.administration import client_admin
from patientkontrakt.auth.administration.client_admin import NotNow, Wider
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import BadRegistration, register_client
from tests.auth.administration import acts, app, hand, jwks
from tests.auth.backend import ask, claims, sign
from tests.auth.flow import tokens_for, whoami
from tests.auth.house import INTEGRATOR_KEY, House


def do(house: House, act: Callable[..., object], *said: object) -> Any:
    """One act of Astrid's, in a transaction of its own."""
    with house.database.write() as tx:
        return act(tx, hand(house, tx), *said)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (client_admin.limit_scopes, ("openid",)),
        (client_admin.replace_keys, (jwks(INTEGRATOR_KEY), None)),
        (client_admin.new_secret, ()),
        (client_admin.suspend, ()),
        (client_admin.reinstate, ()),
    ],
)
def test_nothing_is_done_to_a_client_that_is_not_there(
    house: House, act: Callable[..., object], said: tuple[object, ...]
) -> None:
    with pytest.raises(NoSuchClient):
        do(house, act, "nobody", *said)
    assert acts(house) == []


@pytest.mark.parametrize(
    "scope",
    [
        "openid patient/*.rs patient/Goal.d",
        "user/*.rs",
        "patient/*.rs system/*.rs",
        "patient/*.cruds",
        "openid fhirUser launch patient/*.rs",
    ],
)
def test_sm76_limiting_never_widens(house: House, scope: str) -> None:
    with pytest.raises(Wider):
        do(house, client_admin.limit_scopes, "demo-app", scope)


@pytest.mark.parametrize("scope", ["", "openid", "nonsense", "patient/*.rs nonsense"])
def test_limiting_to_nothing_is_no_limit(house: House, scope: str) -> None:
    with pytest.raises(BadRegistration):
        do(house, client_admin.limit_scopes, "demo-app", scope)


def test_sm76_a_living_token_narrows_with_its_client_at_once(house: House) -> None:
    token = tokens_for(house).access
    assert "patient/*.rs" in whoami(house, token).json["scope"]
    do(house, client_admin.limit_scopes, "demo-app", "openid patient/Goal.r patient/Task.cu")
    assert whoami(house, token).json["scope"] == "openid patient/Goal.r"
    assert acts(house) == [("client-limit", "client:demo-app", "permitted")]


def test_a_backend_that_may_write_no_more_is_no_feed(house: House) -> None:
    token = ask(house, sign(claims())).json["access_token"]
    assert whoami(house, token).json["feed"] is False
    house.change(
        "UPDATE client SET scope = 'system/*.rs system/Patient.u', feed = 1 WHERE id = 'demo-integrator'"
    )
    do(house, client_admin.limit_scopes, "demo-integrator", "system/Goal.rs")
    assert whoami(house, token).json["feed"] is False
    assert whoami(house, token).json["scope"] == "system/Goal.rs"


def test_registering_again_wakes_nobody_who_is_suspended(house: House) -> None:
    do(house, client_admin.suspend, "demo-app")
    with pytest.raises(BadRegistration):
        do(house, client_admin.register, app(id="demo-app"))
    with house.database.write() as tx:
        assert register_client(tx, app(id="demo-app"), 1).status == "suspended"
        with pytest.raises(BadRegistration):
            register_client(tx, app(id="demo-app"), 1, fresh=True)
    assert do(house, client_admin.replace, app(id="demo-app")).status == "suspended"


def test_s_094_a_suspended_client_is_dead_and_waking_it_wakes_no_token(house: House) -> None:
    token = tokens_for(house).access
    system = ask(house, sign(claims())).json["access_token"]
    for id in ("demo-app", "demo-integrator"):
        do(house, client_admin.suspend, id)
    assert whoami(house, token).status_code == whoami(house, system).status_code == 401
    assert ask(house, sign(claims())).status_code == 401
    for id in ("demo-app", "demo-integrator"):
        do(house, client_admin.reinstate, id)
    assert whoami(house, token).status_code == whoami(house, system).status_code == 401
    assert ask(house, sign(claims())).status_code == 200
    assert [reason for reason, _, _ in acts(house)] == ["client-suspend"] * 2 + ["client-reinstate"] * 2


def test_only_a_suspended_client_is_reinstated(house: House) -> None:
    with pytest.raises(NotNow):
        do(house, client_admin.reinstate, "demo-app")


def test_s_095_new_keys_count_at_once_and_the_old_are_refused(house: House) -> None:
    key = RSAKey.generate_key(2048, {"kid": "integrator-2"})
    do(house, client_admin.replace_keys, "demo-integrator", jwks(key), None)
    assert ask(house, sign(claims())).status_code == 401
    assert ask(house, sign(claims(), key, kid="integrator-2")).status_code == 200


@pytest.mark.parametrize(
    ("jwks", "jwks_uri"),
    [
        (None, None),
        ("{}", None),
        (jwks(INTEGRATOR_KEY), "https://app.example/jwks"),
        (None, "http://app.example/jwks"),
    ],
)
def test_s_095_keys_that_cannot_be_used_are_refused(
    house: House, jwks: str | None, jwks_uri: str | None
) -> None:
    with pytest.raises(BadRegistration):
        do(house, client_admin.replace_keys, "demo-integrator", jwks, jwks_uri)
    assert ask(house, sign(claims())).status_code == 200


def test_a_public_client_gets_neither_keys_nor_a_secret(house: House) -> None:
    with pytest.raises(NotNow):
        do(house, client_admin.replace_keys, "demo-app", jwks(INTEGRATOR_KEY), None)
    with pytest.raises(NotNow):
        do(house, client_admin.new_secret, "demo-app")


def test_a_secret_is_told_once_and_is_nowhere_else(house: House) -> None:
    do(house, client_admin.register, app(with_secret=True))
    secret = do(house, client_admin.new_secret, "new-app")
    with house.database.read() as tx:
        assert registered.one(tx, "new-app").has_secret
    kept = house.rows("SELECT secret FROM client WHERE id = 'new-app'")
    assert kept == [(digest(str(secret)),)]
    assert str(secret) not in str(house.rows("SELECT * FROM access_log"))
    assert do(house, client_admin.new_secret, "new-app") != secret


def test_what_is_said_of_a_client_is_kept_and_shown(house: House) -> None:
    said = {
        "logout_uris": ("https://app.example/ut",),
        "launch_uri": "https://app.example/launch",
        "dpop": True,
        "contact": "Regionens integration",
    }
    made = do(house, client_admin.register, app(**said))
    assert {name: getattr(made, name) for name in said} == said
    assert (made.approved_by, made.last_used) == ("Practitioner/astrid", None)
    with house.database.read() as tx:
        assert "new-app" in [each.id for each in registered.every(tx)]


@pytest.mark.parametrize(
    "said",
    [
        {"logout_uris": ("http://app.example/ut",)},
        {"launch_uri": "com.example.app:/launch"},
        {"contact": "x" * 201},
        {"contact": ""},
        {"with_secret": True, "jwks": jwks(INTEGRATOR_KEY)},
    ],
)
def test_what_cannot_be_said_of_a_client(house: House, said: dict[str, object]) -> None:
    with pytest.raises(BadRegistration):
        do(house, client_admin.register, app(**said))
