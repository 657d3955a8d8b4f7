"""The service's own portal among the clients: as the code and the settings say, at each start, and nobody else's."""

import json
from dataclasses import replace

import pytest

from patientkontrakt.auth.administration import client_admin, own_portal
from patientkontrakt.auth.administration.own_portal import NotOurs
from patientkontrakt.auth.keys.keyfiles import UnsafeKey
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.config import Settings
from tests.auth.administration import acts, app, hand
from tests.auth.house import House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def keep(house: House, **changed: object) -> bool:
    settings: Settings = replace(house.authority.settings, **changed)  # type: ignore[arg-type]
    with house.database.write() as tx:
        return own_portal.keep(tx, hand(house, tx), settings)


def portal(house: House) -> Client:
    with house.database.read() as tx:
        return registered.one(tx, "portal")


def test_it_is_made_once_and_told_in_the_log(house: House) -> None:
    assert keep(house)
    made = portal(house)
    assert (made.trusted, made.auth_method, made.status) == (True, "private_key_jwt", "active")
    assert made.redirect_uris == ("http://127.0.0.1:8000/inloggad",)
    assert not keep(house)
    assert portal(house) == made
    assert acts(house) == [("client-register", "client:portal", "permitted")]
    assert house.authority.settings.portal_key.stat().st_mode & 0o777 == 0o600


def test_another_address_or_a_lost_key_is_mended(house: House) -> None:
    keep(house)
    made = portal(house)
    assert keep(house, base_url="https://plan.example")
    assert portal(house).redirect_uris == ("https://plan.example/inloggad",)
    house.authority.settings.portal_key.unlink()
    assert keep(house)
    assert portal(house).jwks != made.jwks


def test_what_an_operator_registered_by_hand_with_the_same_key_becomes_it(house: House) -> None:
    keep(house)
    made = portal(house)
    pretty = json.dumps(json.loads(made.jwks or ""), indent=2)
    house.change("UPDATE client SET trusted = 0, jwks = :jwks WHERE id = 'portal'", jwks=pretty)
    assert keep(house)
    assert portal(house).trusted


def test_a_client_with_another_key_or_none_does_not(house: House) -> None:
    for id in ("demo-app", "demo-integrator"):
        with pytest.raises(NotOurs):
            keep(house, portal_client=id)


def test_who_is_suspended_stays_so(house: House) -> None:
    keep(house)
    with house.database.write() as tx:
        client_admin.suspend(tx, hand(house, tx), "portal")
    assert keep(house, base_url="https://plan.example")
    assert portal(house).status == "suspended"


def test_saying_all_of_it_anew_leaves_it_the_portal_and_makes_nobody_else_one(house: House) -> None:
    keep(house)
    jwks = portal(house).jwks
    with house.database.write() as tx:
        assert client_admin.replace(tx, hand(house, tx), app(id="portal", jwks=jwks)).trusted
        assert not client_admin.replace(tx, hand(house, tx), app(id="demo-app")).trusted


@pytest.mark.parametrize("broken", [b"{}", b"nonsense"])
def test_a_key_file_that_is_none_or_that_others_can_read_is_told(house: House, broken: bytes) -> None:
    path = house.authority.settings.portal_key
    path.write_bytes(broken)
    path.chmod(0o600)
    with pytest.raises(UnsafeKey):
        keep(house)
    path.unlink()
    keep(house)
    path.chmod(0o644)
    with pytest.raises(UnsafeKey):
        keep(house)
