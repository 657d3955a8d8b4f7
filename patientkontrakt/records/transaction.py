"""Transaction Bundles (FHIR R4 3.1.0.11.2): one patient, one database transaction, all or nothing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from patientkontrakt.fhir.bundle import BundleEntry, in_order
from patientkontrakt.fhir.compartment import membership
from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed, NotFound, Refusal
from patientkontrakt.fhir.patching import carried
from patientkontrakt.fhir.resource import Key, references
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import conditional, mask, patching, reader, writer
from patientkontrakt.records.admission import look_up, patients_seen
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.settling import Settling, condition_in
from patientkontrakt.records.stored import Stored
from patientkontrakt.store.filed import together
from patientkontrakt.store.locks import lock_patient

Body = dict[str, Any]
Coming = list[tuple[Key, Body]]


@dataclass(frozen=True)
class Outcome:
    """What became of one entry: the HTTP status it would have had alone, and the resource."""

    index: int
    status: int
    stored: Stored
    is_shown: bool = True


def run(desk: Desk, entries: Sequence[BundleEntry]) -> list[Outcome]:
    """Do every entry, in FHIR's order; the outcomes come in the order the entries were sent.

    A refusal names the entry it is about, and nothing is stored. Raises what reading and writing raise.
    """
    _require_scopes(desk, entries)
    settling = Settling(desk, entries)
    settling.give_ids()
    settling.find(None, hers=False)
    _hold_ids(desk, settling)
    announce(desk, _coming(settling), trusted=desk.actor.feed)
    patients = {patient for patient in desk.coming.values() if patient}
    require_one_patient(patients)
    settling.find(next(iter(patients), None), hers=True)
    settling.require_each_once()
    coming = _coming(settling)
    announce(desk, coming, trusted=desk.actor.feed)
    _look_up_references(desk, coming)
    bodies = settling.bodies()
    with together(desk.tx):
        done = [_told(desk, entry, settling, bodies.get(entry.index)) for entry in in_order(entries)]
    return sorted(done, key=lambda outcome: outcome.index)


def _coming(settling: Settling) -> Coming:
    """What will be there when the transaction is done: not what is there already, nor what is only changed in part."""
    bodies = settling.bodies()
    return [
        (settling.assigned[entry.index], bodies[entry.index])
        for entry in settling.entries
        if entry.index in bodies
        and entry.index in settling.assigned
        and entry.index not in settling.found
        and entry.method in ("POST", "PUT")
    ]


def _hold_ids(desk: Desk, settling: Settling) -> None:
    """The ids that systems choose, held before any patient, in order: as a PUT of its own holds them."""
    if desk.actor.kind == "system":
        for entry in sorted(settling.entries, key=lambda each: each.url):
            if entry.method == "PUT" and entry.id and entry.type in TYPES:
                writer.hold_id(desk, entry.type, entry.id)


def _look_up_references(desk: Desk, coming: Coming) -> None:
    """Ask at once for all that the new resources name. What cannot be read is refused in its turn."""
    named: set[tuple[str, str]] = set()
    for _, body in coming:
        with suppress(Invalid):
            found = [located.reference.key for located in references(body, desk.base)]
            named |= {(key.type, key.id) for key in found if key}
    look_up(desk, named, trusted=desk.actor.feed)


def announce(desk: Desk, coming: Coming, *, trusted: bool = True) -> None:
    """Tell the desk which keys this transaction brings and whose they are, and lock those patients, in id order.

    A resource that belongs to its target's patient (Provenance, AppointmentResponse) is settled after its target;
    to somebody who is not ``trusted`` a hidden target settles nothing, like one that is not there.
    """
    waiting: Coming = []
    for key, body in coming:
        told = membership({**body, "id": key.id})
        if TYPES[key.type].kind == "reference":
            desk.coming[key.type, key.id] = None
        elif len(told.patients) == 1 and not told.via:
            desk.coming[key.type, key.id] = next(iter(told.patients))
        else:
            waiting.append((key, body))
    for key, body in waiting:
        via = [(each.type, each.id) for each in membership(body).via]
        found = set(patients_seen(desk, via, trusted=trusted).values()) - {None}
        if len(found) == 1:
            desk.coming[key.type, key.id] = found.pop()
    for patient in sorted({patient for patient in desk.coming.values() if patient}):
        lock_patient(desk.tx, patient)


def require_one_patient(patients: set[str]) -> None:
    """Raises Invalid when a transaction touches several patients (model.md D9)."""
    if len(patients) > 1:
        raise Invalid(
            Issue(
                "business-rule",
                "En transaktion får bara röra en patient. Skicka en för varje.",
                "A transaction may concern one patient only. Send one for each.",
                ("Bundle.entry",),
            )
        )


def _require_scopes(desk: Desk, entries: Sequence[BundleEntry]) -> None:
    """One entry that the token does not cover refuses the whole, before any look-up (SM-83)."""
    for entry in entries:
        if entry.request.type in TYPES:
            desk.restriction(_LETTERS[entry.method], entry.request.type)


_LETTERS: Mapping[str, Any] = {"POST": "c", "PUT": "u", "PATCH": "u", "GET": "r", "HEAD": "r", "DELETE": "d"}


def _told(desk: Desk, entry: BundleEntry, settling: Settling, body: Body | None) -> Outcome:
    try:
        return _done(desk, entry, settling, body)
    except NotFound:
        raise
    except Refusal as refusal:
        refusal.issues = tuple(_placed(issue, entry) for issue in refusal.issues)
        raise


def _done(desk: Desk, entry: BundleEntry, settling: Settling, body: Body | None) -> Outcome:
    key = settling.assigned.get(entry.index)
    if key is None or (entry.query is not None and condition_in(entry) is None):
        raise Malformed(_not_taken())
    outcome = _read(desk, entry, key) if body is None else _written(desk, entry, key, settling, body)
    require_one_patient({p for p in (outcome.stored.patient, *desk.coming.values()) if p})
    return outcome


def _read(desk: Desk, entry: BundleEntry, key: Key) -> Outcome:
    """read and vread; 304 for what the caller has already."""
    match entry.method, entry.tail:
        case (("GET" | "HEAD"), ()):
            stored = reader.read(desk, key.type, key.id)
        case (("GET" | "HEAD"), ("_history", number)) if number.isdecimal() and number.isascii():
            stored = reader.vread(desk, key.type, key.id, int(number[:9]))
        case _:
            raise Malformed(_not_taken())
    has_it = not stored.is_masked and stored.etag in (entry.conditions.get("ifNoneMatch") or "").split(",")
    return Outcome(entry.index, 304 if has_it else 200, stored, is_shown=entry.method == "GET" and not has_it)


def _written(desk: Desk, entry: BundleEntry, key: Key, settling: Settling, body: Body) -> Outcome:
    found, only_new = settling.found.get(entry.index), entry.conditions.get("ifNoneMatch")
    if entry.tail or (only_new is not None and (only_new != "*" or entry.method != "PUT" or not entry.id)):
        raise Malformed(_not_taken())
    match entry.method:
        case "POST" if found:
            there = conditional.as_it_is(desk, found)
            return Outcome(entry.index, 200, there.stored, is_shown=there.is_shown)
        case "POST":
            stored = writer.create(desk, body, id=key.id)
        case "PATCH" if entry.id or found:
            change = carried.change_of(body, key.type)
            stored = patching.patch(desk, key.type, key.id, change, entry.if_match)
        case "PUT" if entry.id:
            only = only_new is not None
            stored = writer.put(desk, key.type, key.id, body, entry.if_match, only_new=only)
        case "PUT" if found:
            stored = writer.update(desk, key.type, key.id, {"id": key.id, **body}, entry.if_match)
        case "PUT" if entry.if_match is None:
            stored = conditional.new(desk, body, key.id)
        case "PUT" | "PATCH":
            raise NotFound()
        case _:
            raise Malformed(_not_taken())
    is_new = entry.method != "PATCH" and stored.version == 1
    return Outcome(entry.index, 201 if is_new else 200, mask.one(desk, stored))


def _placed(issue: Issue, entry: BundleEntry) -> Issue:
    """The issue with its paths below the entry: ``Goal.subject`` becomes ``Bundle.entry[2].resource.subject``."""
    paths = tuple(_path_below(entry, path) for path in issue.expression)
    return replace(issue, expression=paths or (entry.path,))


def _path_below(entry: BundleEntry, path: str) -> str:
    if path.startswith("Bundle."):
        return path
    type = entry.request.type or ""
    return (
        f"{entry.path}.resource{path.removeprefix(type)}" if path.startswith(type) else f"{entry.path}.{path}"
    )


def _not_taken() -> Issue:
    return Issue(
        "not-supported",
        "En transaktion tar POST, PUT och PATCH, också villkorade, och GET av Typ/id och Typ/id/_history/n. Sök i en batch.",
        "A transaction takes POST, PUT and PATCH, conditional too, and GET of Type/id and Type/id/_history/n. Search in a batch.",
        ("request",),
    )
