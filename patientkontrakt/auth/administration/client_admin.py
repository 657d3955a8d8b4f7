"""What is done to registered clients. Closing takes one pair of eyes, opening two (auth/administration/client_changes.py).

Every act counts at the next request of every worker: a token is read against its client's row (auth/given/standing.py).
"""

from dataclasses import fields
from typing import Any

from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.given import families
from patientkontrakt.auth.registry import client_secret, registered
from patientkontrakt.auth.registry.client_keys import public_keys_fault
from patientkontrakt.auth.registry.clients import PUBLIC, WITH_KEY, WITH_SECRET, Client
from patientkontrakt.auth.registry.registered import NoSuchClient
from patientkontrakt.auth.registry.registration import (
    TAKEN,
    BadRegistration,
    NewClient,
    auth_method,
    register_client,
    require_sound,
    writes_records,
)
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes


class Wider(Exception):
    """The scopes are not within those it has: opening more takes a second pair of eyes."""


class NotNow(Exception):
    """The client is not as it must be for this: another has been quicker, or it is the service's own."""


class Weaker(Exception):
    """It would prove who it is by less than now, or hold tokens that anybody can use."""


def register(tx: Tx, hand: Hand, new: NewClient) -> Client:
    """Write a new client down, active. Raises BadRegistration, also when the id is taken."""
    made = register_client(tx, new, hand.at, fresh=True)
    _approve(tx, hand, made.id)
    hand.note("client-register", made.id)
    return registered.one(tx, made.id)


def replace(tx: Tx, hand: Hand, new: NewClient, *, weaken: bool = False) -> Client:
    """Say all of a known client anew; who is suspended stays so.

    Raises BadRegistration, NoSuchClient, and Weaker unless it may `weaken` how the client proves itself.
    """
    if _is_weaker(new, registered.one(tx, new.id or "")) and not weaken:
        raise Weaker
    register_client(tx, new, hand.at)
    _approve(tx, hand, new.id or "")
    hand.note("client-replace", new.id or "")
    return registered.one(tx, new.id or "")


def require_free(tx: Tx, id: str | None) -> None:
    """Raises BadRegistration when a client has that id already: nobody is replaced, woken or widened by accident."""
    if id and tx.row("SELECT 1 FROM client WHERE id = :id", {"id": id}):
        raise BadRegistration([TAKEN])


def limit_scopes(tx: Tx, hand: Hand, id: str, scope: str) -> Client:
    """Let it ask for less; its living tokens narrow at once. Raises Wider, BadRegistration, NoSuchClient."""
    if is_wider(scope, registered.one(tx, id).scope):
        raise Wider
    set_scopes(tx, hand, id, scope)
    hand.note("client-limit", id)
    return registered.one(tx, id)


def lost(present: str, scope: str) -> list[str]:
    """Each scope of `present` that `scope` does not cover."""
    found = Scopes.parse(present)
    return [word for word in (*found.others, *map(str, found.resources)) if is_wider(word, scope)]


def is_wider(scope: str, present: str) -> bool:
    """Whether `scope` holds anything that `present` does not cover."""
    return not Scopes.parse(scope).is_within(Scopes.parse(present))


def set_scopes(tx: Tx, hand: Hand, id: str, scope: str, present: str | None = None) -> None:
    """Change what it may ask for; with `present`, only if that still is what it may. Raises NotNow, BadRegistration."""
    client = registered.one(tx, id)
    require_sound(tx, as_registration(client, scope=scope))
    scopes = Scopes.parse(scope)
    changed = tx.run(
        "UPDATE client SET scope = :scope, feed = :feed WHERE id = :id AND scope = :present",
        {
            "id": id,
            "scope": str(scopes),
            "feed": int(writes_records(scopes)),
            "present": present or client.scope,
        },
    )
    if not changed:
        raise NotNow


def replace_keys(tx: Tx, hand: Hand, id: str, jwks: str | None, jwks_uri: str | None) -> Client:
    """Give it other keys; assertions with the old ones are refused from now (S-095).

    Raises BadRegistration, NoSuchClient, and NotNow for a client that does not sign in with a key.
    """
    require_new_keys(tx, id, jwks, jwks_uri)
    tx.run(
        "UPDATE client SET jwks = :jwks, jwks_uri = :uri WHERE id = :id",
        {"id": id, "jwks": jwks, "uri": jwks_uri},
    )
    hand.note("client-keys", id)
    return registered.one(tx, id)


def require_new_keys(tx: Tx, id: str, jwks: str | None, jwks_uri: str | None) -> None:
    """Raises what replace_keys would."""
    client = registered.one(tx, id)
    if client.auth_method != WITH_KEY:
        raise NotNow
    if not (jwks or jwks_uri):
        raise BadRegistration(["keys: a JWK Set or its address"])
    if jwks and (fault := public_keys_fault(jwks)):
        raise BadRegistration([f"keys: {fault}"])
    require_sound(tx, as_registration(client, jwks=jwks, jwks_uri=jwks_uri))


def new_secret(tx: Tx, hand: Hand, id: str) -> str:
    """A new secret, told here and never again; the old one is refused from now. Raises NoSuchClient, NotNow."""
    require_secret(tx, id)
    secret = client_secret.new(tx, id, hand.at)
    hand.note("client-secret", id)
    return secret


def require_secret(tx: Tx, id: str) -> None:
    """Raises NotNow for a client that does not sign in with a secret, NoSuchClient."""
    if registered.one(tx, id).auth_method != WITH_SECRET:
        raise NotNow


def suspend(tx: Tx, hand: Hand, id: str) -> Client:
    """Close it: its tokens, codes and requests are dead, and stay so; what waits for it is refused. Raises NoSuchClient."""
    if not tx.run("UPDATE client SET status = 'suspended' WHERE id = :id", {"id": id}):
        raise NoSuchClient
    families.revoke_of_client(tx, id, hand.at, "client suspended")
    for table in ("code", "launch", "pushed_request"):
        tx.run(
            f"UPDATE {table} SET used = :at WHERE client = :id AND used IS NULL", {"id": id, "at": hand.at}
        )
    tx.run(
        """UPDATE client_change SET decided_by = :by, decided = :at, verdict = 'refused'
           WHERE client = :id AND decided IS NULL""",
        {"id": id, "by": hand.by, "at": hand.at},
    )
    hand.note("client-suspend", id)
    return registered.one(tx, id)


def reinstate(tx: Tx, hand: Hand, id: str) -> Client:
    """Open a suspended client again; what was revoked stays revoked. Raises NoSuchClient, NotNow."""
    require_suspended(tx, id)
    if not tx.run("UPDATE client SET status = 'active' WHERE id = :id AND status = 'suspended'", {"id": id}):
        raise NotNow
    _approve(tx, hand, id)
    hand.note("client-reinstate", id)
    return registered.one(tx, id)


def require_suspended(tx: Tx, id: str) -> None:
    """Raises NotNow for a client that is open, NoSuchClient."""
    if registered.one(tx, id).status != "suspended":
        raise NotNow


def as_registration(client: Client, **other: Any) -> NewClient:
    """What was said of a client, with something else in its place."""
    said = {each.name: getattr(client, each.name) for each in fields(NewClient) if each.name != "with_secret"}
    return NewClient(**said | {"with_secret": client.auth_method == WITH_SECRET} | other)


def _is_weaker(new: NewClient, present: Client) -> bool:
    by = (PUBLIC, WITH_SECRET, WITH_KEY)
    return by.index(auth_method(new)) < by.index(present.auth_method) or (present.dpop and not new.dpop)


def _approve(tx: Tx, hand: Hand, id: str) -> None:
    tx.run(
        "UPDATE client SET approved_by = :by, approved = :at WHERE id = :id",
        {"id": id, "by": hand.by, "at": hand.at},
    )
