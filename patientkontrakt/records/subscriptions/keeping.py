"""A client's own subscriptions: made, read, found and changed by it alone. Another's is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed, NotFound, VersionConflict
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.matching import holds
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.search.values import DateRange, Token, Value
from patientkontrakt.fhir.subscriptions.headers import HIDDEN, filled, hidden
from patientkontrakt.fhir.subscriptions.notification import FAULTS
from patientkontrakt.fhir.subscriptions.order import Order, order_of
from patientkontrakt.fhir.text import render
from patientkontrakt.records import admission
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, body_of
from patientkontrakt.records.subscriptions import receivers, rights
from patientkontrakt.records.subscriptions.packing import wakes_at
from patientkontrakt.records.subscriptions.vault import Vault
from patientkontrakt.store import changes, subscriptions
from patientkontrakt.store import receivers as register
from patientkontrakt.store.subscriptions import LIVE, Subscription

TYPE: Final = "Subscription"
MOST: Final = 50
"""Subscriptions that a client may have at once; those turned off do not count."""

Body = dict[str, Any]


def create(desk: Desk, vault: Vault, resource: Body) -> Stored:
    """Keep a new subscription, `requested`: the next round shakes hands. Raises Invalid, AccessRefused."""
    desk.restriction("c", TYPE)
    client = desk.actor.client
    subscriptions.hold_client(desk.tx, client)
    order = _judged(desk, resource, ("requested",))
    if sum(each.status in LIVE for each in subscriptions.of_client(desk.tx, client)) >= MOST:
        raise Invalid(_too_many())
    id = new_id()
    row = Subscription(
        id=id,
        client=client,
        scope=str(desk.actor.scopes),
        version=1,
        status="requested",
        fault=None,
        body=_body(resource, order.headers),
        headers=_sealed(vault, id, order.headers, ()),
        since=changes.horizon(desk.tx),
        counted=0,
        delivered=0,
        failures=0,
        failing_since=None,
        next_at=0,
        wakes_at=wakes_at(order, desk.at),
        sent_at=None,
        lease=None,
        leased_until=0,
        created=desk.at,
        updated=desk.at,
    )
    subscriptions.add(desk.tx, row)
    _note(desk, "create", row)
    return told(row)


def read(desk: Desk, id: str) -> Stored:
    """One of the client's own. Raises NotFound, AccessRefused (scope)."""
    return told(found(desk, id, "read"))


def found(desk: Desk, id: str, action: str) -> Subscription:
    """The row of one of the client's own, noted. Raises NotFound, AccessRefused (scope)."""
    row = _own(desk, id, action) if desk.restriction("r", TYPE).grounds else None
    if row is None:
        desk.note(action, f"{TYPE}/{id}", "refused", "not_there")
        raise NotFound()
    _note(desk, action, row)
    return row


def search(desk: Desk, query: SearchQuery) -> list[Stored]:
    """The client's own that answer the question, oldest first. Raises AccessRefused (scope)."""
    may = desk.restriction("s", TYPE).grounds
    own = subscriptions.of_client(desk.tx, desk.actor.client) if may else []
    desk.note("search", TYPE, "permitted", may[0][0] if may else "no_hits")
    answering = [each for each in map(told, own) if _answers(each, query, desk.at)]
    for name, descending in reversed(query.sort):
        answering.sort(key=_Sorted(name), reverse=descending)
    return [] if query.links else answering


def update(desk: Desk, vault: Vault, id: str, resource: Body, if_match: int | None) -> Stored:
    """Change it, and shake hands again (`requested`). Raises NotFound, VersionConflict, Invalid.

    Or turn it `off`, and nothing else: its client can always do that, whatever it was and has lost since.
    """
    desk.restriction("u", TYPE)
    subscriptions.hold_client(desk.tx, desk.actor.client)
    row = _own(desk, id, "update")
    if row is None:
        desk.note("update", f"{TYPE}/{id}", "refused", "not_there")
        raise NotFound()
    if resource.get("id") != id:
        raise Malformed(_other_id())
    if if_match is not None and if_match != row.version:
        raise VersionConflict(row.version)
    changed = _off(desk, resource) if resource.get("status") == "off" else _anew(desk, vault, row, resource)
    if not subscriptions.change(desk.tx, id, row.version, changed):
        raise VersionConflict(row.version + 1)
    [row] = subscriptions.of_client(desk.tx, desk.actor.client, id)
    _note(desk, "update", row)
    return told(row)


def _off(desk: Desk, resource: Body) -> Body:
    """The columns of one that is turned off; the order stays as it was judged."""
    admission.require_valid(resource)
    return {"status": "off", "fault": None, "updated": desk.at}


def _anew(desk: Desk, vault: Vault, row: Subscription, resource: Body) -> Body:
    """The columns of one that is asked for anew. Raises Invalid."""
    order = _judged(desk, resource, ("requested", "off"))
    if resource["criteria"] != body_of(row.body)["criteria"]:
        raise Invalid(_other_topic())
    changed: Body = {
        "status": "requested",
        "fault": None,
        "scope": str(desk.actor.scopes),
        "body": _body(resource, order.headers),
        "headers": _sealed(vault, row.id, order.headers, _opened(vault, row)),
        "failures": 0,
        "failing_since": None,
        "next_at": 0,
        "wakes_at": wakes_at(order, desk.at),
        "updated": desk.at,
    }
    if row.status == "off":  # what happened meanwhile is none of its events, and what was left is not sent
        changed |= {"since": changes.horizon(desk.tx), "delivered": row.counted}
    return changed


def told(row: Subscription) -> Stored:
    """The subscription as a resource: as it was sent, its status as it is, the values of its headers hidden."""
    meta = {"versionId": str(row.version), "lastUpdated": clock.iso(row.updated)}
    body = body_of(row.body)
    said: Body = {"resourceType": TYPE, "id": row.id, "meta": body.get("meta", {}) | meta}
    said |= {name: value for name, value in body.items() if name not in said}
    said["status"] = row.status
    if row.status in ("error", "off") and row.fault:
        said["error"] = FAULTS[row.fault]
    return Stored(TYPE, row.id, row.version, row.updated, render(said), None, None, None, "alla")


def _judged(desk: Desk, resource: Body, statuses: Sequence[str]) -> Order:
    """The order, when it is sound, may be sent where it says, and its client may read what it is about."""
    admission.require_valid(resource)
    order = order_of(resource, desk.base)
    if resource["status"] not in statuses:
        raise Invalid(_status(statuses))
    rights.required(desk, order)
    receiver = register.find(desk.tx, desk.actor.client, order.endpoint.receiver)
    if receiver is None or not receivers.may_be_plain(receiver, order.endpoint):
        desk.note("create", TYPE, "refused", "receiver")
        raise Invalid(_no_receiver())
    if order.end is not None and order.end <= desk.at:
        raise Invalid(_ended())
    return order


def _own(desk: Desk, id: str, action: str) -> Subscription | None:
    return next(iter(subscriptions.of_client(desk.tx, desk.actor.client, id)), None)


def _body(resource: Body, lines: Sequence[str]) -> str:
    """What is kept of a resource: nothing that is ours to say, and no secrets."""
    kept = {name: value for name, value in resource.items() if name not in ("id", "error")}
    kept["meta"] = {
        name: value
        for name, value in resource.get("meta", {}).items()
        if name not in ("versionId", "lastUpdated")
    }
    if lines:
        kept["channel"] = {**resource["channel"], "header": hidden(lines)}
    return render({name: value for name, value in kept.items() if value != {}})


def _sealed(vault: Vault, id: str, lines: Sequence[str], before: Sequence[str]) -> str | None:
    whole = filled(lines, before)
    if any(line.endswith(HIDDEN) for line in whole):
        raise Invalid(_hidden())
    return vault.sealed(id, whole)


def _opened(vault: Vault, row: Subscription) -> list[str]:
    """The headers as they are; none where the secret has been changed, so that they must be written anew."""
    try:
        return vault.opened(row.id, row.headers)
    except ValueError:
        return []


def _answers(each: Stored, query: SearchQuery, at: int) -> bool:
    known = _values(each)
    return all(holds(clause, known.get(clause.param, ()), at) for clause in query.clauses)


def _values(each: Stored) -> Mapping[str, Sequence[Value]]:
    known: dict[str, list[Value]] = {
        "_id": [Token("", each.id)],
        "_lastUpdated": [DateRange(each.updated, each.updated + 1)],
    }
    for one in extract(each.body()):
        known.setdefault(one.param, []).append(one.value)
    return known


@dataclass(frozen=True)
class _Sorted:
    """Something to sort by: the first value of a parameter as text; nothing sorts first."""

    name: str

    def __call__(self, each: Stored) -> str:
        return next((repr(value) for value in _values(each).get(self.name, ())), "")


def _note(desk: Desk, action: str, row: Subscription) -> None:
    desk.note(action, f"{TYPE}/{row.id}", "permitted", "subscriber")


def _too_many() -> Issue:
    return Issue("too-costly", f"Högst {MOST} prenumerationer.", f"At most {MOST} subscriptions.", (TYPE,))


def _no_receiver() -> Issue:
    return Issue(
        "business-rule",
        "Mottagaren är inte registrerad för er här, med det här protokollet. En administratör gör det.",
        "The receiver is not registered for you here, with this scheme. An administrator does that.",
        (f"{TYPE}.channel.endpoint",),
    )


def _status(statuses: Sequence[str]) -> Issue:
    names = " | ".join(statuses)
    return Issue("business-rule", f"Skriv status {names}.", f"Write the status {names}.", (f"{TYPE}.status",))


def _ended() -> Issue:
    return Issue("business-rule", "Slutet har redan varit.", "The end has already been.", (f"{TYPE}.end",))


def _other_topic() -> Issue:
    return Issue(
        "business-rule",
        "En prenumeration byter inte ämne. Gör en ny.",
        "A subscription does not change its topic. Make a new one.",
        (f"{TYPE}.criteria",),
    )


def _hidden() -> Issue:
    return Issue(
        "business-rule",
        "Ett huvud är dolt, och det finns inget sådant att behålla: skriv dess värde.",
        "A header is hidden, and there is no such one to keep: write its value.",
        (f"{TYPE}.channel.header",),
    )


def _other_id() -> Issue:
    return Issue(
        "value",
        "id i innehållet ska vara samma som i adressen.",
        "The id in the body must be that of the address.",
        (f"{TYPE}.id",),
    )
