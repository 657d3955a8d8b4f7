"""Programs that may ask for access, for administrators: closing takes one of them, opening two (ADR 0026)."""

from collections.abc import Sequence
from typing import Any

from patientkontrakt.api.v1.administering import OURS, administering, four_eyes, reading
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import admin as shapes
from patientkontrakt.api.v1.shown_clients import Telling
from patientkontrakt.auth.administration import client_admin, client_changes
from patientkontrakt.auth.administration.client_addresses import Addresses
from patientkontrakt.auth.administration.client_changes import Change
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import Client, find_any
from patientkontrakt.auth.registry.registration import NewClient
from patientkontrakt.care import people, permissions
from patientkontrakt.care.administration import (
    groups_of,
    own_organizations,
    require_own_ground,
    require_own_program,
)
from patientkontrakt.fhir.outcome import Conflict
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of

blueprint = Blueprint(
    "administration", "Program som får be om tillgång, och vad som väntar på en andra administratör."
)
ADMINISTER = permissions.ADMINISTER
ONE = "/admin/clients/<client>"
CHANGE = "/admin/changes/<change>"

Body = dict[str, Any]


@blueprint.operation("GET", "/admin/clients", ADMINISTER, shows=shapes.ClientList)
def list_clients() -> Any:
    """Every program with its status and when it last was used, and what waits for a second administrator."""
    with reading() as desk:
        clients, waiting = registered.every(desk.tx), client_changes.waiting(desk.tx)
        telling = _telling(desk, clients, waiting)
        return {
            "clients": [telling.client(each) for each in clients],
            "waiting": [telling.change(each) for each in waiting],
        }


@blueprint.operation(
    "POST", "/admin/clients", ADMINISTER, shows=shapes.AskedChange, takes=shapes.RegisterClient, status=201
)
def register(act: Body) -> Any:
    """Ask for a new program. It does not exist before another administrator has approved it."""
    lists = {name: tuple(act[name]) for name in ("redirect_uris", "logout_uris", "groups")}
    with administering() as (desk, hand):
        change = client_changes.ask_to_register(desk.tx, hand, NewClient(**(act | lists)))
        require_own_ground(desk, change.registration.organization, change.registration.groups)
        return _change(desk, change)


@blueprint.operation("GET", "/admin/ground", permissions.OWN_GROUND, shows=shapes.OwnGround)
def show_ground() -> Any:
    """What a new system may be asked for: the care provider's organizations, and the Groups it keeps."""
    with reading() as desk:
        organizations = own_organizations(desk)
        own = {"organizations": organizations, "groups": groups_of(desk, (id for id, _ in organizations))}
        return {kind: [{"id": id, "name": name} for id, name in found] for kind, found in own.items()}


@blueprint.operation("GET", ONE, ADMINISTER, shows=shapes.OneClient)
def show_client(client: str) -> Any:
    """One program: how it signs in, what it may ask for, who approved it, and what is asked for it."""
    with reading() as desk:
        one, waiting = registered.one(desk.tx, client), client_changes.waiting(desk.tx, client)
        telling = _telling(desk, [one], waiting)
        return {"client": telling.client(one), "waiting": [telling.change(each) for each in waiting]}


@blueprint.operation("POST", f"{ONE}/scopes", ADMINISTER, shows=shapes.ClientSet, takes=shapes.SetScopes)
def set_scopes(act: Body, client: str) -> Any:
    """What it may not ask for any more counts at once, also for its living tokens. What is new waits for another."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        return _set(desk, client, client_changes.change_scopes(desk.tx, hand, client, act["scope"]))


@blueprint.operation(
    "POST", f"{ONE}/addresses", ADMINISTER, shows=shapes.ClientSet, takes=shapes.SetAddresses
)
def set_addresses(act: Body, client: str) -> Any:
    """Its addresses, and whom to ask about it. Fewer count at once; with a new one all of it waits for another."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        return _set(desk, client, client_changes.change_addresses(desk.tx, hand, client, Addresses.of(act)))


@blueprint.operation(
    "POST", f"{ONE}/keys", ADMINISTER, shows=shapes.AskedChange, takes=shapes.SetKeys, status=201
)
def set_keys(act: Body, client: str) -> Any:
    """Ask for other keys. When another administrator has approved them, the old ones are refused."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        change = client_changes.ask_for_keys(desk.tx, hand, client, act["jwks"], act["jwks_uri"])
        return _change(desk, change)


@blueprint.operation("POST", f"{ONE}/secret", ADMINISTER, shows=shapes.AskedChange, status=201)
def set_secret(client: str) -> Any:
    """Ask for a new secret. It is made, and shown once, when another administrator approves."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        return _change(desk, client_changes.ask_for_secret(desk.tx, hand, client))


@blueprint.operation("POST", f"{ONE}/suspend", ADMINISTER, shows=shapes.ShownClient)
def suspend(client: str) -> Any:
    """Close it: its tokens are refused from now, on every worker."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        return _client(desk, client_admin.suspend(desk.tx, hand, client))


@blueprint.operation("POST", f"{ONE}/reinstate", ADMINISTER, shows=shapes.AskedChange, status=201)
def reinstate(client: str) -> Any:
    """Ask that a closed program is opened. The tokens it had stay dead."""
    with administering() as (desk, hand):
        _foreign(desk, client)
        return _change(desk, client_changes.ask_to_reinstate(desk.tx, hand, client))


@blueprint.operation("GET", CHANGE, ADMINISTER, shows=shapes.AskedChange)
def show_change(change: str) -> Any:
    """What has been asked for, by whom, and what came of it."""
    with reading() as desk:
        return _change(desk, client_changes.one(desk.tx, change))


@blueprint.operation("POST", f"{CHANGE}/approve", ADMINISTER, shows=shapes.Approved)
def approve(change: str) -> Any:
    """Do what another administrator has asked for; a secret is told here and never again."""
    with administering() as (desk, hand):
        waiting = _hers(desk, change)
        if waiting.act == client_changes.REGISTER:
            require_own_ground(desk, waiting.registration.organization, waiting.registration.groups)
        with four_eyes(desk, waiting.client):
            done, secret = client_changes.approve(desk.tx, hand, change)
        return {"client": _client(desk, registered.one(desk.tx, done.client)), "secret": secret}


@blueprint.operation("POST", f"{CHANGE}/refuse", ADMINISTER, shows=shapes.AskedChange)
def refuse(change: str) -> Any:
    """Leave it undone; who asked may take it back so."""
    with administering() as (desk, hand):
        _hers(desk, change)
        client_changes.refuse(desk.tx, hand, change)
        return _change(desk, client_changes.one(desk.tx, change))


def _foreign(desk: Desk, client: str) -> Client:
    """The program; the service's own portal is not for its users to close, nor another care provider's system.

    Raises NoSuchClient, Conflict, AccessRefused.
    """
    found = registered.one(desk.tx, client)
    if found.trusted:
        raise Conflict(OURS)
    require_own_program(desk, client, found.organization)
    return found


def _hers(desk: Desk, id: str) -> Change:
    """What waits, for an administrator who may decide it. Raises NoSuchChange, AccessRefused."""
    change = client_changes.one(desk.tx, id)
    if change.act == client_changes.REGISTER:
        require_own_program(desk, change.client, change.registration.organization)
    else:
        _foreign(desk, change.client)
    return change


def _client(desk: Desk, one: Client) -> Body:
    return _telling(desk, [one], []).client(one)


def _change(desk: Desk, change: Change) -> Body:
    present = find_any(desk.tx, change.client)
    return _telling(desk, [present] if present else [], [change]).change(change)


def _set(desk: Desk, client: str, change: Change | None) -> Body:
    one = registered.one(desk.tx, client)
    telling = _telling(desk, [one], [change] if change else [])
    return {"client": telling.client(one), "change": telling.change(change) if change else None}


def _telling(desk: Desk, clients: Sequence[Client], changes: Sequence[Change]) -> Telling:
    """What it takes to tell of these: every name and care provider is looked up once."""
    who = [each.approved_by for each in clients]
    who += [account for each in changes for account in (each.asked_by, each.decided_by)]
    organizations = {each.organization for each in clients} | {each.organization for each in changes}
    groups = {group for each in clients for group in each.groups}
    groups |= {group for each in changes for group in each.said.get("groups", ())}
    who += [f"Organization/{each}" for each in organizations if each] + [f"Group/{each}" for each in groups]
    return Telling(
        present={each.id: each for each in clients},
        named=people.described(desk, who),
        ours={
            each for each in organizations if each is None or custodian_of(desk, each) == desk.actor.custodian
        },
        reader=desk.actor.account,
        language=asked().language,
    )
