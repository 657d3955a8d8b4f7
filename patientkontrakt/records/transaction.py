"""Transaction Bundles (FHIR R4 3.1.0.11.2): one patient, one database transaction, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from patientkontrakt.fhir.bundle import BundleEntry, in_order, resolve_references
from patientkontrakt.fhir.compartment import membership
from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed, NotFound, Refusal
from patientkontrakt.fhir.resource import Key, new_id
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import mask, reader, writer
from patientkontrakt.records.admission import patients_seen
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored
from patientkontrakt.store.locks import lock_patient

Body = dict[str, Any]
Coming = list[tuple[Key, Body]]


@dataclass(frozen=True)
class Outcome:
    """What became of one entry: the HTTP status it would have had alone, and the resource."""

    index: int
    status: int
    stored: Stored


def run(desk: Desk, entries: Sequence[BundleEntry]) -> list[Outcome]:
    """Do every entry, in FHIR's order; the outcomes come in the order the entries were sent.

    A refusal names the entry it is about, and nothing is stored. Raises what reading and writing raise.
    """
    _require_scopes(desk, entries)
    assigned = {entry.index: key for entry in entries if (key := _assigned(entry))}
    by_url = {
        entry.full_url: assigned[entry.index]
        for entry in entries
        if entry.full_url and entry.index in assigned
    }
    bodies = resolve_references(entries, by_url)
    coming = [(assigned[index], body) for index, body in bodies.items() if index in assigned]
    announce(desk, coming, trusted=desk.actor.feed)
    done = [
        _told(desk, entry, assigned.get(entry.index), bodies.get(entry.index)) for entry in in_order(entries)
    ]
    return sorted(done, key=lambda outcome: outcome.index)


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


def _assigned(entry: BundleEntry) -> Key | None:
    if entry.request.type is None or entry.request.type not in TYPES:
        return None
    if entry.method == "POST":
        return Key(entry.request.type, new_id())
    return Key(entry.request.type, entry.request.id) if entry.request.id else None


def _told(desk: Desk, entry: BundleEntry, key: Key | None, body: Body | None) -> Outcome:
    try:
        return _done(desk, entry, key, body)
    except NotFound:
        raise
    except Refusal as refusal:
        refusal.issues = tuple(_placed(issue, entry) for issue in refusal.issues)
        raise


def _done(desk: Desk, entry: BundleEntry, key: Key | None, body: Body | None) -> Outcome:
    request = entry.request
    if key is None or request.tail or request.query is not None or entry.if_none_exist is not None:
        raise Malformed(_not_yet())
    match entry.method, body:
        case "POST", dict():
            stored = writer.create(desk, body, id=key.id)
            outcome = Outcome(entry.index, 201, mask.one(desk, stored))
        case "PUT", dict():
            stored = writer.put(desk, key.type, key.id, body, entry.if_match)
            outcome = Outcome(entry.index, 201 if stored.version == 1 else 200, mask.one(desk, stored))
        case (("GET" | "HEAD"), None):
            outcome = Outcome(entry.index, 200, reader.read(desk, key.type, key.id))
        case _:
            raise Malformed(_not_yet())
    touched = {each.patient for each in [outcome.stored] if each.patient} | {
        p for p in desk.coming.values() if p
    }
    require_one_patient(touched)
    return outcome


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


def _not_yet() -> Issue:
    return Issue(
        "not-supported",
        "En transaktion tar POST Typ, PUT Typ/id och GET Typ/id. Sökning, villkor och PATCH stöds inte i den än.",
        "A transaction takes POST Type, PUT Type/id and GET Type/id. Searches, conditions and PATCH are not supported yet.",
        ("request",),
    )
