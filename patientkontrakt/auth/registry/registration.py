"""Registering clients: administrators do it, never a client itself (security.md R7). All faults are told at once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from patientkontrakt.auth.outside import key_address, redirects
from patientkontrakt.auth.registry.client_keys import public_keys_fault
from patientkontrakt.auth.registry.clients import (
    COLUMNS,
    PUBLIC,
    WITH_KEY,
    WITH_SECRET,
    Client,
    from_row,
    to_row,
)
from patientkontrakt.db import Tx, installation
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.policy.scopes import Scopes

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,63}")


TAKEN = "id: a client has it already"


class BadRegistration(Exception):
    """What is wrong with the registration, one line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True)
class NewClient:
    """What an administrator says of a client. `jwks` is the JSON text of a public JWK Set.

    A client of people needs redirect URIs. One with `system/` scopes needs an organization and a key, and a group to read.
    With `with_secret` it signs in by a secret that is made for it afterwards (auth/registry/client_secret.py). `launch_uri` is
    where a journal system sends the browser, `logout_uris` where people may land after signing out, `dpop` binds its
    tokens to a key, `contact` is whom to ask about it.
    """

    name: str
    scope: str
    id: str | None = None
    redirect_uris: tuple[str, ...] = ()
    organization: str | None = None
    groups: tuple[str, ...] = ()
    jwks: str | None = None
    jwks_uri: str | None = None
    with_secret: bool = False
    launch_uri: str | None = None
    logout_uris: tuple[str, ...] = ()
    dpop: bool = False
    contact: str | None = None


def register_client(tx: Tx, new: NewClient, at: int, *, fresh: bool = False) -> Client:
    """Write a client down, or replace what is said of the one of the same id, unless it is to be `fresh`.

    Raises BadRegistration, also for a fresh one whose id is taken. Who was suspended stays so, and a secret stays while
    it signs in with one: registering opens nothing that was closed. Nobody becomes the service's own portal by it, or
    stops being that (auth/administration/own_portal.py).
    """
    require_sound(tx, new)
    values = _row(new)
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
    kept = f"secret = CASE excluded.auth_method WHEN '{WITH_SECRET}' THEN client.secret END"
    found = tx.row(
        f"""INSERT INTO client ({", ".join(values)}, trusted, status, created)
            VALUES (:{", :".join(values)}, 0, 'active', :at)
            ON CONFLICT (id) DO {"NOTHING" if fresh else f"UPDATE SET {changes}, {kept}"}
            RETURNING {COLUMNS}""",
        values | {"at": at},
    )
    if found is None:
        raise BadRegistration([TAKEN])
    return from_row(found)


def require_sound(tx: Tx, new: NewClient) -> None:
    """Raises BadRegistration with everything that is wrong with it."""
    if faults := list(_faults(new, installation.is_demo(tx))):
        raise BadRegistration(faults)


def _row(new: NewClient) -> dict[str, Any]:
    scopes = Scopes.parse(new.scope)
    said = {each.name: getattr(new, each.name) for each in fields(new) if each.name != "with_secret"}
    ours = {
        "id": new.id or new_id(),
        "name": new.name.strip(),
        "auth_method": auth_method(new),
        "scope": str(scopes),
        "feed": writes_records(scopes),
    }
    return to_row(said | ours)


def auth_method(new: NewClient) -> str:
    """How it will prove who it is at the token endpoint."""
    if new.jwks or new.jwks_uri:
        return WITH_KEY
    return WITH_SECRET if new.with_secret else PUBLIC


def writes_records(scopes: Scopes) -> bool:
    """Whether it may write what is kept of people, and not merely its own subscriptions."""
    records = Scopes(tuple(each for each in scopes.resources if each.type != "Subscription"))
    return _letters(records, "system") & set("cud") != set()


def _letters(scopes: Scopes, level: str) -> set[str]:
    return {letter for scope in scopes.resources if scope.level == level for letter in scope.letters}


def _faults(new: NewClient, is_demo: bool) -> Iterable[str]:
    scopes = Scopes.parse(new.scope)
    system = _letters(scopes, "system")
    if not new.name.strip() or len(new.name) > 100 or not new.name.isprintable():
        yield "name: 1 to 100 printable characters"
    yield from (f"{what}: letters, digits, - and ." for what, id in _ids(new) if not _ID.fullmatch(id))
    yield from (f"scope: {word} is not a scope" for word in new.scope.split() if not str(Scopes.parse(word)))
    if not scopes.resources:
        yield "scope: at least one scope on a FHIR type"
    if new.contact is not None and not (0 < len(new.contact) <= 200 and new.contact.isprintable()):
        yield "contact: 1 to 200 printable characters"
    yield from _faults_of_keys(new, is_demo)
    yield from _faults_of_addresses(new)
    yield from _faults_of_system(new, system) if system else _faults_of_people(new)


def _ids(new: NewClient) -> Iterable[tuple[str, str]]:
    if new.id is not None:
        yield "id", new.id
    if new.organization is not None:
        yield "organization", new.organization
    yield from (("group", group) for group in new.groups)


def _faults_of_addresses(new: NewClient) -> Iterable[str]:
    yield from (f"redirect URI: {text}" for uri in new.redirect_uris if (text := redirects.fault(uri)))
    yield from (f"logout URI: {text}" for uri in new.logout_uris if (text := redirects.fault(uri)))
    if new.launch_uri and (text := _fault_of_address(new.launch_uri)):
        yield f"launch URI: {text}"


def _faults_of_keys(new: NewClient, is_demo: bool) -> Iterable[str]:
    if new.with_secret and (new.jwks or new.jwks_uri):
        yield "keys: a secret or a key, not both"
    if new.jwks and new.jwks_uri:
        yield "keys: a JWK Set or its address, not both"
    if new.jwks and (text := public_keys_fault(new.jwks)):
        yield f"keys: {text}"
    if new.jwks_uri and (text := key_address.fault(new.jwks_uri, is_demo)):
        yield f"keys address: {text}"


def _fault_of_address(uri: str) -> str | None:
    text = redirects.fault(uri)
    return text or (None if urlsplit(uri).scheme in ("http", "https") else "https")


def _faults_of_system(new: NewClient, letters: set[str]) -> Iterable[str]:
    if not new.organization:
        yield "organization: system scopes act for one"
    if letters & set("rs") and not new.groups:
        yield "group: system scopes read the patients of one"
    if not (new.jwks or new.jwks_uri):
        yield "keys: system scopes need private_key_jwt"
    if new.redirect_uris or new.logout_uris or new.launch_uri:
        yield "redirect URI: a system has none"
    if any(scope.level != "system" for scope in Scopes.parse(new.scope).resources):
        yield "scope: system scopes and those of people belong to different clients"


def _faults_of_people(new: NewClient) -> Iterable[str]:
    if not new.redirect_uris:
        yield "redirect URI: at least one"
    if new.organization or new.groups:
        yield "organization and group: only for system scopes"
