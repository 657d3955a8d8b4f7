"""Four eyes on what opens: who asks does not approve, nothing is done before, and it is done once (S1)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth.administration import client_admin, client_changes
from patientkontrakt.auth.administration.client_admin import NotNow
from patientkontrakt.auth.administration.client_changes import AlreadyWaiting, NoSuchChange, OwnChange
from patientkontrakt.auth.administration.hand import OPERATOR
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import BadRegistration
from tests.auth.administration import ASTRID, LARS, acts, app, hand, jwks
from tests.auth.backend import ask, claims, sign
from tests.auth.house import House

NEW_KEY = RSAKey.generate_key(2048, {"kid": "integrator-2"})
SCOPE = "openid fhirUser offline_access online_access launch/patient patient/*.rs patient/Goal.cu"


def do(house: House, act: Callable[..., Any], *said: object, by: str = ASTRID) -> Any:
    """One act in a transaction of its own."""
    with house.database.write() as tx:
        return act(tx, hand(house, tx, by), *said)


def client(house: House, id: str) -> Client:
    with house.database.read() as tx:
        return registered.one(tx, id)


def everything(house: House) -> list[tuple[object, ...]]:
    return house.rows("SELECT id, status, scope, jwks, jwks_uri, secret, approved_by FROM client ORDER BY id")


def test_who_asks_does_not_approve_and_asking_changes_nothing(house: House) -> None:
    do(house, client_admin.register, app(id="with-secret", with_secret=True))
    do(house, client_admin.suspend, "demo-feed")
    before = everything(house)
    changes = [
        do(house, client_changes.ask_to_register, app()),
        do(house, client_changes.ask_for_scopes, "demo-app", SCOPE),
        do(house, client_changes.ask_for_keys, "demo-integrator", jwks(NEW_KEY), None),
        do(house, client_changes.ask_for_secret, "with-secret"),
        do(house, client_changes.ask_to_reinstate, "demo-feed"),
    ]
    for change in changes:
        with pytest.raises(OwnChange):
            do(house, client_changes.approve, change.id)
    assert everything(house) == before
    with house.database.read() as tx:
        assert {each.id for each in client_changes.waiting(tx)} == {each.id for each in changes}


def test_what_is_taken_away_counts_at_once_even_when_something_is_added(house: House) -> None:
    """b10: she takes writing from a leaking app and adds one scope in the same save."""
    do(house, client_admin.register, app(scope="openid patient/*.rs patient/Goal.cu"))
    change = do(house, client_changes.change_scopes, "new-app", "patient/Goal.rs patient/Task.cu")
    assert client(house, "new-app").scope == "patient/Goal.rs"
    assert change.said["lost"] == ["openid", "patient/*.rs", "patient/Goal.cu"]
    do(house, client_changes.approve, change.id, by=LARS)
    assert client(house, "new-app").scope == "patient/Goal.rs patient/Task.cu"


def test_only_more_or_only_less_is_one_act(house: House) -> None:
    do(house, client_admin.register, app(scope="openid patient/Goal.rs"))
    assert do(house, client_changes.change_scopes, "new-app", "patient/Goal.rs") is None
    assert client(house, "new-app").scope == "patient/Goal.rs"
    change = do(house, client_changes.change_scopes, "new-app", "patient/*.rs")
    assert (client(house, "new-app").scope, change.said["lost"]) == ("patient/Goal.rs", [])


def test_a_change_of_scopes_leaves_something_and_one_waits_at_a_time(house: House) -> None:
    do(house, client_admin.register, app())
    with pytest.raises(BadRegistration):
        do(house, client_changes.change_scopes, "new-app", "patient/Task.cu")
    do(house, client_changes.change_scopes, "new-app", "openid patient/Goal.rs patient/Task.cu")
    with pytest.raises(AlreadyWaiting):
        do(house, client_changes.change_scopes, "new-app", "patient/Goal.rs patient/Task.r")
    assert client(house, "new-app").scope == "openid patient/Goal.rs", "all of an act, or nothing"


def test_what_nobody_asked_for_is_not_decided(house: House) -> None:
    for act in (client_changes.approve, client_changes.refuse):
        with pytest.raises(NoSuchChange):
            do(house, act, "x", by=LARS)


def test_what_cannot_be_is_not_asked_for(house: House) -> None:
    for act, said in (
        (client_changes.ask_for_scopes, (SCOPE,)),
        (client_changes.ask_for_keys, (jwks(NEW_KEY), None)),
        (client_changes.ask_for_secret, ()),
        (client_changes.ask_to_reinstate, ()),
    ):
        with pytest.raises(NoSuchClient):
            do(house, act, "nobody", *said)
    for act, said in (
        (client_changes.ask_for_keys, ("demo-app", jwks(NEW_KEY), None)),
        (client_changes.ask_for_secret, ("demo-app",)),
        (client_changes.ask_to_reinstate, ("demo-app",)),
    ):
        with pytest.raises(NotNow):
            do(house, act, *said)
    for act, said in (
        (client_changes.ask_to_register, (app(id="demo-app"),)),
        (client_changes.ask_to_register, (app(scope="nonsense"),)),
        (client_changes.ask_for_scopes, ("demo-app", "system/*.rs")),
        (client_changes.ask_for_keys, ("demo-integrator", "{}", None)),
    ):
        with pytest.raises(BadRegistration):
            do(house, act, *said)
    assert house.rows("SELECT * FROM client_change") == []


def test_closing_refuses_what_waits_and_one_of_a_kind_waits(house: House) -> None:
    do(house, client_admin.suspend, "demo-integrator")
    keys = do(house, client_changes.ask_for_keys, "demo-integrator", jwks(NEW_KEY), None)
    stale = do(house, client_changes.ask_to_reinstate, "demo-integrator")
    with pytest.raises(NotNow):
        do(house, client_changes.ask_to_reinstate, "demo-integrator")
    do(house, client_admin.suspend, "demo-integrator")
    for change in (stale, keys):
        with pytest.raises(NotNow):
            do(house, client_changes.approve, change.id, by=LARS)
    assert client(house, "demo-integrator").status == "suspended"


def test_keys_and_secrets_are_approved_only_against_what_they_were_asked_against(house: House) -> None:
    do(house, client_admin.register, app(id="with-secret", with_secret=True))
    keys = do(house, client_changes.ask_for_keys, "demo-integrator", jwks(NEW_KEY), None)
    secret = do(house, client_changes.ask_for_secret, "with-secret")
    do(house, client_admin.replace_keys, "demo-integrator", None, "https://app.example/jwks")
    do(house, client_admin.new_secret, "with-secret")
    before = everything(house)
    for change in (keys, secret):
        with pytest.raises(NotNow):
            do(house, client_changes.approve, change.id, by=LARS)
    assert everything(house) == before


def test_a_new_client_is_there_when_another_has_approved_it(house: House) -> None:
    change = do(house, client_changes.ask_to_register, app())
    with pytest.raises(NoSuchClient):
        client(house, "new-app")
    do(house, client_changes.approve, change.id, by=LARS)
    made = client(house, "new-app")
    assert (made.status, made.approved_by, made.trusted) == ("active", LARS, False)
    assert [reason for reason, _, _ in acts(house)] == [
        "client-ask-register", "client-approve", "client-register",
    ]  # fmt: skip


def test_a_secret_is_shown_to_who_approves_and_kept_as_a_hash(house: House) -> None:
    change = do(house, client_changes.ask_to_register, app(with_secret=True))
    _, secret = do(house, client_changes.approve, change.id, by=LARS)
    assert house.rows("SELECT secret FROM client WHERE id = 'new-app'") == [(digest(secret),)]
    again = do(house, client_changes.ask_for_secret, "new-app")
    _, other = do(house, client_changes.approve, again.id, by=LARS)
    assert other != secret
    told = str(house.rows("SELECT * FROM access_log")) + str(house.rows("SELECT * FROM client_change"))
    assert secret not in told
    assert other not in told


def test_scopes_keys_and_reinstatement_are_done_as_asked(house: House) -> None:
    do(house, client_admin.suspend, "demo-feed")
    for change in (
        do(house, client_changes.ask_for_scopes, "demo-app", SCOPE),
        do(house, client_changes.ask_for_keys, "demo-integrator", jwks(NEW_KEY), None),
        do(house, client_changes.ask_to_reinstate, "demo-feed"),
    ):
        assert do(house, client_changes.approve, change.id, by=LARS)[1] is None
    assert client(house, "demo-app").scope == SCOPE
    assert client(house, "demo-feed").status == "active"
    assert ask(house, sign(claims())).status_code == 401
    assert ask(house, sign(claims(), NEW_KEY, kid="integrator-2")).status_code == 200


def test_what_is_decided_is_decided_once(house: House) -> None:
    change = do(house, client_changes.ask_for_scopes, "demo-app", SCOPE)
    do(house, client_changes.refuse, change.id, by=LARS)
    for act in (client_changes.approve, client_changes.refuse):
        with pytest.raises(NotNow):
            do(house, act, change.id, by=LARS)
    assert client(house, "demo-app").scope != SCOPE
    with house.database.read() as tx:
        assert client_changes.waiting(tx) == []
        assert client_changes.one(tx, change.id).verdict == "refused"


def test_who_asked_may_take_it_back(house: House) -> None:
    change = do(house, client_changes.ask_for_scopes, "demo-app", SCOPE)
    do(house, client_changes.refuse, change.id)
    with pytest.raises(NotNow):
        do(house, client_changes.approve, change.id, by=LARS)


def test_of_two_who_approve_at_once_one_has(house: House) -> None:
    do(house, client_admin.register, app(id="with-secret", with_secret=True))
    change = do(house, client_changes.ask_for_secret, "with-secret")

    def approve(_: int) -> str | None:
        try:
            return str(do(house, client_changes.approve, change.id, by=LARS)[1])
        except NotNow:
            return None

    with ThreadPoolExecutor(4) as pool:
        secrets = [each for each in pool.map(approve, range(4)) if each]
    assert house.rows("SELECT secret FROM client WHERE id = 'with-secret'") == [(digest(*secrets),)]


def test_what_has_changed_meanwhile_is_not_approved(house: House) -> None:
    wider = do(house, client_changes.ask_for_scopes, "demo-app", SCOPE)
    do(house, client_admin.limit_scopes, "demo-app", "openid patient/Goal.rs")
    new = do(house, client_changes.ask_to_register, app())
    do(house, client_admin.register, app())
    for change, error in ((wider, NotNow), (new, BadRegistration)):
        with pytest.raises(error):
            do(house, client_changes.approve, change.id, by=LARS)
    assert client(house, "demo-app").scope == "openid patient/Goal.rs"
    with house.database.read() as tx:
        assert {each.id for each in client_changes.waiting(tx)} == {wider.id, new.id}


def test_the_operator_at_the_machine_acts_alone(house: House) -> None:
    change = do(house, client_changes.ask_for_scopes, "demo-app", SCOPE, by=OPERATOR)
    do(house, client_changes.approve, change.id, by=OPERATOR)
    assert client(house, "demo-app").scope == SCOPE
