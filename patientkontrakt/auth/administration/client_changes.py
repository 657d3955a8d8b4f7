"""Four eyes: what opens something for a client is asked for by one administrator and decided by another (access.md S1).

A change lies still from the moment it is asked for: what is approved is what was asked, or nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from patientkontrakt.auth.administration import client_addresses, client_admin
from patientkontrakt.auth.administration.client_addresses import (
    Addresses,
    addresses_of,
    require_sound_addresses,
)
from patientkontrakt.auth.administration.client_admin import NotNow
from patientkontrakt.auth.administration.hand import OPERATOR, Hand
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import WITH_SECRET
from patientkontrakt.auth.registry.registration import BadRegistration, NewClient, auth_method, require_sound
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.policy.scopes import Scopes

REGISTER: Final = "register"
SCOPES: Final = "scopes"
ADDRESSES: Final = "addresses"
KEYS: Final = "keys"
SECRET: Final = "secret"  # noqa: S105 - the name of an act
REINSTATE: Final = "reinstate"

APPROVED: Final = "approved"
REFUSED: Final = "refused"

NOTHING_LEFT: Final = "scope: something of what it has must be left"

_COLUMNS = "id, client, change, asked_by, asked, decided_by, decided, verdict"


class NoSuchChange(Exception):
    """Nobody has asked for that."""


class AlreadyWaiting(NotNow):
    """A change of the same kind waits for a decision: it is approved, refused or taken back first."""


class OwnChange(Exception):
    """Who asks does not approve."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has been asked for: `act` is one of the above, `said` its particulars. Instants are epoch milliseconds."""

    id: str
    client: str
    act: str
    said: Mapping[str, Any]
    asked_by: str
    asked: int
    decided_by: str | None = None
    decided: int | None = None
    verdict: str | None = None

    @property
    def organization(self) -> str | None:
        """Whom a new system would act for; None of a client that is there, whose row says it."""
        return self.said.get("organization")

    @property
    def registration(self) -> NewClient:
        """The whole of a new client, for REGISTER."""
        said = {each.name: self.said[each.name] for each in fields(NewClient) if each.name in self.said}
        lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
        return NewClient(**said | lists)


def ask_to_register(tx: Tx, hand: Hand, new: NewClient) -> Change:
    """Ask for a new client; it does not exist before it is approved. Raises BadRegistration, also for a taken id."""
    new = replace(new, id=new.id or new_id())
    require_sound(tx, new)
    client_admin.require_free(tx, new.id)
    return _ask(tx, hand, new.id or "", REGISTER, asdict(new))


def change_scopes(tx: Tx, hand: Hand, client: str, scope: str) -> Change | None:
    """What it may not any more counts at once, to its living tokens too; what it may beside waits, as the change returned.

    Raises BadRegistration, also when nothing would be left of what it has; NoSuchClient, AlreadyWaiting.
    """
    present = registered.one(tx, client).scope
    if not client_admin.is_wider(scope, present):
        client_admin.limit_scopes(tx, hand, client, scope)
        return None
    lost = client_admin.lost(present, scope)
    if lost:
        kept = Scopes.parse(scope).within(Scopes.parse(present))
        if not kept.resources:
            raise BadRegistration([NOTHING_LEFT])
        client_admin.limit_scopes(tx, hand, client, str(kept))
    return ask_for_scopes(tx, hand, client, scope, lost)


def ask_for_scopes(tx: Tx, hand: Hand, client: str, scope: str, lost: Sequence[str] = ()) -> Change:
    """Ask that it may ask for more; `lost` is what it has lost by the same act. Raises BadRegistration, NoSuchClient."""
    present = registered.one(tx, client)
    require_sound(tx, client_admin.as_registration(present, scope=scope))
    return _ask(tx, hand, client, SCOPES, {"scope": scope, "present": present.scope, "lost": list(lost)})


def change_addresses(tx: Tx, hand: Hand, client: str, addresses: Addresses) -> Change | None:
    """Fewer addresses count at once; a new one waits, and all that is asked with it. Raises BadRegistration, NoSuchClient."""
    present = addresses_of(require_sound_addresses(tx, client, addresses))
    if not addresses.is_wider(present):
        client_addresses.limit(tx, hand, client, addresses)
        return None
    return _ask(tx, hand, client, ADDRESSES, asdict(addresses) | {"present": asdict(present)})


def ask_for_keys(tx: Tx, hand: Hand, client: str, jwks: str | None, jwks_uri: str | None) -> Change:
    """Ask for other keys. Raises BadRegistration, NoSuchClient, NotNow."""
    client_admin.require_new_keys(tx, client, jwks, jwks_uri)
    said = {"jwks": jwks, "jwks_uri": jwks_uri, "present": registered.proof_of(tx, client)}
    return _ask(tx, hand, client, KEYS, said)


def ask_for_secret(tx: Tx, hand: Hand, client: str) -> Change:
    """Ask for a new secret: whoever approves sees it, once. Raises NoSuchClient, NotNow."""
    client_admin.require_secret(tx, client)
    return _ask(tx, hand, client, SECRET, {"present": registered.proof_of(tx, client)})


def ask_to_reinstate(tx: Tx, hand: Hand, client: str) -> Change:
    """Ask that a suspended client is opened. Raises NoSuchClient, NotNow."""
    client_admin.require_suspended(tx, client)
    return _ask(tx, hand, client, REINSTATE, {})


def waiting(tx: Tx, client: str | None = None) -> list[Change]:
    """What nobody has decided, of one client or of all, the oldest first."""
    where = "decided IS NULL" + (" AND client = :client" if client else "")
    rows = tx.rows(
        f"SELECT {_COLUMNS} FROM client_change WHERE {where} ORDER BY asked, id",
        {"client": client} if client else {},
    )
    return [_from_row(row) for row in rows]


def one(tx: Tx, id: str) -> Change:
    """The change of that id, decided or not. Raises NoSuchChange."""
    row = tx.row(f"SELECT {_COLUMNS} FROM client_change WHERE id = :id", {"id": id})
    if row is None:
        raise NoSuchChange
    return _from_row(row)


def approve(tx: Tx, hand: Hand, id: str) -> tuple[Change, str | None]:
    """Do what was asked for; with a secret, that secret, told here and never again.

    Raises NoSuchChange, OwnChange, NotNow when it is decided already or the client has changed meanwhile, and
    BadRegistration when its id has been taken meanwhile.
    """
    asked = one(tx, id)
    if asked.asked_by == hand.by and hand.by != OPERATOR:
        raise OwnChange
    _decide(tx, hand, asked, APPROVED)
    return asked, _carry_out(tx, hand, asked)


def refuse(tx: Tx, hand: Hand, id: str) -> Change:
    """Leave it undone; who asked may take it back so. Raises NoSuchChange, NotNow."""
    asked = one(tx, id)
    _decide(tx, hand, asked, REFUSED)
    return asked


def _ask(tx: Tx, hand: Hand, client: str, act: str, said: Mapping[str, Any]) -> Change:
    """One at a time: a second of the kind would outlive the first. Of two registrations the id is taken by one."""
    if act != REGISTER and any(each.act == act for each in waiting(tx, client)):
        raise AlreadyWaiting
    id = new_id()
    text = json.dumps({"act": act, **said}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    tx.run(
        """INSERT INTO client_change (id, client, change, asked_by, asked)
           VALUES (:id, :client, :change, :by, :at)""",
        {"id": id, "client": client, "change": text, "by": hand.by, "at": hand.at},
    )
    hand.note(f"client-ask-{act}", client)
    return one(tx, id)


def _decide(tx: Tx, hand: Hand, asked: Change, verdict: str) -> None:
    """One statement: of two who decide at once, one has."""
    done = tx.run(
        """UPDATE client_change SET decided_by = :by, decided = :at, verdict = :verdict
           WHERE id = :id AND decided IS NULL""",
        {"id": asked.id, "by": hand.by, "at": hand.at, "verdict": verdict},
    )
    if not done:
        raise NotNow
    hand.note("client-approve" if verdict == APPROVED else "client-refuse", asked.client)


def _carry_out(tx: Tx, hand: Hand, asked: Change) -> str | None:
    if asked.act in (KEYS, SECRET) and asked.said.get("present") != registered.proof_of(tx, asked.client):
        raise NotNow
    match asked.act:
        case "register":
            client_admin.register(tx, hand, asked.registration)
            if auth_method(asked.registration) == WITH_SECRET:
                return client_admin.new_secret(tx, hand, asked.client)
        case "scopes":
            client_admin.set_scopes(tx, hand, asked.client, asked.said["scope"], asked.said["present"])
        case "addresses":
            said, present = Addresses.of(asked.said), Addresses.of(asked.said["present"])
            client_addresses.put(tx, hand, asked.client, said, present)
        case "keys":
            client_admin.replace_keys(tx, hand, asked.client, asked.said["jwks"], asked.said["jwks_uri"])
        case "secret":
            return client_admin.new_secret(tx, hand, asked.client)
        case "reinstate":
            client_admin.reinstate(tx, hand, asked.client)
    return None


def _from_row(row: tuple[Any, ...]) -> Change:
    id, client, change, *rest = row
    said = json.loads(change)
    return Change(id, client, said.pop("act"), said, *rest)
