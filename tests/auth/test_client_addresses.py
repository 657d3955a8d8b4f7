"""A client's addresses: fewer count at once, a new one waits for a second pair of eyes, and the rest stays (S1, R7)."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest

from patientkontrakt.auth.administration import client_addresses, client_admin, client_changes
from patientkontrakt.auth.administration.client_addresses import Addresses, addresses_of
from patientkontrakt.auth.administration.client_admin import NotNow, Weaker, Wider
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import BadRegistration
from tests.auth.administration import ASTRID, LARS, acts, app, hand, jwks
from tests.auth.flow import code_for, redeem
from tests.auth.house import CALLBACK, INTEGRATOR_KEY, House

NEW = "https://app.example/in"
WHOLE = {
    "redirect_uris": (CALLBACK, NEW),
    "logout_uris": ("https://app.example/ut",),
    "launch_uri": "https://app.example/launch",
    "contact": "Regionens integration",
}


def do(house: House, act: Callable[..., Any], *said: object, by: str = ASTRID) -> Any:
    with house.database.write() as tx:
        return act(tx, hand(house, tx, by), *said)


def client(house: House, id: str = "new-app") -> Client:
    with house.database.read() as tx:
        return registered.one(tx, id)


@pytest.fixture
def known(house: House) -> Addresses:
    """The addresses of a program that has some of each."""
    return addresses_of(do(house, client_admin.register, app(with_secret=True, dpop=True, **WHOLE)))


@pytest.mark.parametrize(
    "added",
    [
        {"redirect_uris": (CALLBACK, NEW, "https://evil.example/in")},
        {"redirect_uris": ("https://evil.example/in",)},
        {"logout_uris": ("https://evil.example/ut",)},
        {"launch_uri": "https://evil.example/launch"},
    ],
)
def test_a_new_address_waits_with_all_that_is_asked_with_it(
    house: House, known: Addresses, added: dict[str, Any]
) -> None:
    with pytest.raises(Wider):
        do(house, client_addresses.limit, "new-app", replace(known, **added))
    before = client(house)
    change = do(house, client_changes.change_addresses, "new-app", replace(known, contact="Ny", **added))
    assert client(house) == before
    do(house, client_changes.approve, change.id, by=LARS)
    assert asdict(addresses_of(client(house))) == asdict(known) | {"contact": "Ny"} | added
    assert replace(client(house), **asdict(known)) == before, "nothing else of it has changed"


def test_taking_away_and_saying_whom_to_ask_count_at_once(house: House, known: Addresses) -> None:
    less = Addresses(redirect_uris=(NEW,), logout_uris=(), launch_uri=None, contact="Ny")
    assert do(house, client_changes.change_addresses, "new-app", less) is None
    assert addresses_of(client(house)) == less
    assert acts(house)[-1] == ("client-addresses", "client:new-app", "permitted")


def test_a_code_on_its_way_to_an_address_that_is_taken_away_is_dead(house: House) -> None:
    do(
        house,
        client_addresses.put,
        "demo-app",
        replace(addresses_of(client(house, "demo-app")), redirect_uris=(CALLBACK, NEW)),
    )
    code = code_for(house)
    do(
        house,
        client_addresses.limit,
        "demo-app",
        replace(addresses_of(client(house, "demo-app")), redirect_uris=(NEW,)),
    )
    assert redeem(house, code).json["error"] == "invalid_grant"


def test_what_has_changed_meanwhile_is_not_approved(house: House, known: Addresses) -> None:
    wider = replace(known, launch_uri="https://app.example/start")
    change = do(house, client_changes.change_addresses, "new-app", wider)
    do(house, client_addresses.limit, "new-app", replace(known, logout_uris=()))
    with pytest.raises(NotNow):
        do(house, client_changes.approve, change.id, by=LARS)
    assert client(house).launch_uri == WHOLE["launch_uri"]


def test_addresses_that_cannot_be_are_refused(house: House, known: Addresses) -> None:
    for wrong in (
        {"redirect_uris": ()},
        {"launch_uri": "com.a.b:/x"},
        {"logout_uris": ("http://a.example",)},
    ):
        for act in (client_addresses.put, client_changes.change_addresses):
            with pytest.raises(BadRegistration):
                do(house, act, "new-app", replace(known, **wrong))
    with pytest.raises(BadRegistration):  # a system has nobody to come back
        do(house, client_changes.change_addresses, "demo-integrator", known)
    with pytest.raises(NoSuchClient):
        do(house, client_changes.change_addresses, "nobody", known)
    assert addresses_of(client(house)) == known


@pytest.mark.parametrize(
    "less",
    [{"with_secret": False}, {"with_secret": True, "dpop": False}, {"with_secret": False, "dpop": False}],
)
def test_saying_all_anew_takes_no_secret_key_or_binding_away_by_the_way(
    house: House, known: Addresses, less: dict[str, Any]
) -> None:
    before = client(house)
    new = app(**(WHOLE | {"with_secret": True, "dpop": True} | less))
    with pytest.raises(Weaker):
        do(house, client_admin.replace, new)
    assert client(house) == before
    with house.database.write() as tx:
        made = client_admin.replace(tx, hand(house, tx), new, weaken=True)
    assert (made.auth_method, made.dpop) == ("client_secret_basic" if new.with_secret else "none", new.dpop)


def test_a_key_instead_of_a_secret_is_no_weakening_and_the_other_way_is(
    house: House, known: Addresses
) -> None:
    with_key = app(jwks=jwks(INTEGRATOR_KEY), dpop=True, **WHOLE)
    assert do(house, client_admin.replace, with_key).auth_method == "private_key_jwt"
    with pytest.raises(Weaker):
        do(house, client_admin.replace, app(with_secret=True, dpop=True, **WHOLE))
