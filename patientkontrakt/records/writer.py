"""Writing at the counter: create and update, for FHIR, bundles, commands and import alike.

Order: scope (before any look-up) · is it there for this caller · If-Match · lock · valid · references · law · rules · store.
"""

from dataclasses import dataclass
from typing import Any, Literal

from patientkontrakt.fhir.outcome import (
    Invalid,
    Issue,
    Malformed,
    NotFound,
    PreconditionRequired,
    VersionConflict,
)
from patientkontrakt.fhir.resource import new_id, relative
from patientkontrakt.fhir.search.extract import Indexed, extract
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import admission, filing
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.labels import OPEN, labelled, visibility_in
from patientkontrakt.records.ownership import NOBODY, Owner, owner_of_new
from patientkontrakt.records.stored import Stored, body_of, stored
from patientkontrakt.records.uniqueness import require_own_identifiers, require_unique
from patientkontrakt.records.writable import changeable, require_writable, unknown_patient
from patientkontrakt.store import resources
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.record import Record

Body = dict[str, Any]


@dataclass(frozen=True)
class Trust:
    """Why no law is asked of a write: it follows from a permitted command, or an administrator imports it.

    ``owner`` and ``visibility`` say what the actor alone cannot; None leaves them to the rules of model.md D3.
    """

    ground: Literal["command", "import"]
    owner: Owner | None = None
    visibility: str | None = None


COMMAND = Trust("command")


def create(
    desk: Desk,
    resource: Body,
    *,
    id: str | None = None,
    trust: Trust | None = None,
    letter: Literal["c", "u"] = "c",
) -> Stored:
    """Store a new resource under ``id`` (ours, random, unless given). Raises Invalid, AccessRefused.

    ``letter`` is the permission that is asked for: ``u`` when a PUT makes the resource.
    """
    type = _type(resource)
    if trust is None:
        desk.restriction(letter, type)
    id = id or new_id()
    resource = relative(resource, desk.base)
    admission.require_valid(resource)
    patient = admission.patient_of(desk, resource, id, trusted=_is_trusted(desk, trust))
    if patient is not None:
        lock_patient(desk.tx, patient)
    _require_references(desk, "create", resource, patient, None, trust)
    require_unique(desk, resource, id)
    record = _new_record(desk, resource, id, patient, trust)
    if trust is not None:
        return _finish_create(desk, resource, record, trust.ground, trust)
    values = extract(resource)
    ground = require_writable(desk, letter, record, resource, values)
    require_own_identifiers(desk, resource, id, patient)
    return _finish_create(desk, resource, record, ground, None, values)


def update(
    desk: Desk, type: str, id: str, resource: Body, if_match: int | None, *, trust: Trust | None = None
) -> Stored:
    """Store a new version of ``type/id``, whose current one the caller says is ``if_match``.

    Raises NotFound (ghost and forbidden alike), AccessRefused (may see, may not change), PreconditionRequired,
    VersionConflict, Malformed (another id in the body), Invalid.
    """
    seen, ground = (None, trust.ground) if trust else changeable(desk, type, id)
    _require_same_key(resource, type, id)
    current = claimed(desk, type, id, if_match, trust=trust, seen=seen)
    return store_next(desk, resource, current, ground, trust)


def claimed(
    desk: Desk,
    type: str,
    id: str,
    if_match: int | None,
    *,
    trust: Trust | None = None,
    seen: Record | None = None,
) -> Record:
    """The current row, now locked, if it is the one that ``if_match`` names. ``seen`` is as :func:`lock` has it."""
    if if_match is None and TYPES[type].needs_if_match and trust is None:
        raise PreconditionRequired()
    current = lock(desk, type, id, seen)
    if if_match is not None and if_match != current.version:
        raise VersionConflict(current.version)
    return current


def store_next(
    desk: Desk, resource: Body, current: Record, ground: str, trust: Trust | None, method: str = "PUT"
) -> Stored:
    """File ``resource`` as the version after ``current``, which the caller has been let in to and has locked."""
    type, id = current.type, current.id
    before = body_of(current.body)
    resource = relative(resource, desk.base)
    admission.require_valid(resource)
    _require_same_patient(desk, resource, current, trust)
    _require_references(desk, "update", resource, current.patient, before, trust)
    require_unique(desk, resource, id)
    visibility = (trust and trust.visibility) or current.visibility
    resource = labelled(resource, before, visibility, trusted=trust is not None)
    _obey_rules(desk, before, resource)
    owner = Owner(current.custodian, current.unit)
    record = filing.record_of(desk, resource, id, current.patient, owner, visibility)
    values = extract(resource)
    if trust is None:
        # what it becomes is judged too: a Consent may change its category
        require_writable(desk, "u", record, resource, values)
        require_own_identifiers(desk, resource, id, current.patient)
    written = filing.file_next(desk, resource, record, current, method, values)
    if written is None:
        raise VersionConflict(lock(desk, type, id).version)
    desk.note_records("update", f"{type}/{id}", [(written, ground)])
    desk.rules.always(desk, before, stored(written))
    if trust is None:
        desk.rules.consequences(desk, before, resource, stored(written))
    return stored(written)


def put(
    desk: Desk, type: str, id: str, resource: Body, if_match: int | None, *, only_new: bool = False
) -> Stored:
    """As :func:`update`; an unknown id is created, but for systems only (model.md §1, SM-84).

    ``only_new`` is If-None-Match: *: what is there already is left alone (VersionConflict).
    """
    if desk.actor.kind == "system":
        desk.restriction("u", type)  # before anything is looked up
        hold_id(desk, type, id)
        if resources.current(desk.tx, type, id) is None:
            _require_same_key(resource, type, id)
            return create(desk, resource, id=id, letter="u")
    if only_new:
        changeable(desk, type, id)
        raise VersionConflict(lock(desk, type, id).version)
    return update(desk, type, id, resource, if_match)


def hold_id(desk: Desk, type: str, id: str) -> None:
    """Of two systems that make the same id at once, one waits and then finds it made."""
    lock_patient(desk.tx, f"id:{type}/{id}")


def lock(desk: Desk, type: str, id: str, seen: Record | None = None) -> Record:
    """The current row, with its patient locked until the transaction ends: what it says now, it says at commit.

    ``seen`` is the row as it was found a moment ago, if it was: it stays the same patient's.
    """
    known = seen or resources.current(desk.tx, type, id)
    if known is None:
        raise NotFound()
    if known.patient is not None:
        lock_patient(desk.tx, known.patient)
    current = resources.current(desk.tx, type, id)
    if current is None:
        raise NotFound()
    return current


def _require_references(
    desk: Desk, action: str, resource: Body, patient: str | None, before: Body | None, trust: Trust | None
) -> None:
    """As admission's; that somebody named what is not theirs to name is a refusal, and logged as one."""
    try:
        admission.require_references(desk, resource, patient, before, trusted=_is_trusted(desk, trust))
    except Invalid:
        if trust is None:
            desk.note(action, resource["resourceType"], "refused", "reference", patient=patient)
        raise


def _new_record(desk: Desk, resource: Body, id: str, patient: str | None, trust: Trust | None) -> Record:
    owner = (trust and trust.owner) or owner_of_new(desk, resource, patient)
    if patient is None or resource["resourceType"] == "Patient":
        owner = NOBODY
    named = desk.rules.visibility(desk, None, resource)
    tagged = visibility_in(resource) if trust and trust.ground == "import" else None
    visibility = (trust and trust.visibility) or tagged or named or OPEN
    return filing.record_of(desk, resource, id, patient, owner, visibility)


def _finish_create(
    desk: Desk,
    resource: Body,
    record: Record,
    ground: str,
    trust: Trust | None,
    values: list[Indexed] | None = None,
) -> Stored:
    """``values`` are what ``resource`` was found by as it was sent: they stand unless it was labelled otherwise."""
    sent = resource.get("meta") or {}
    resource = labelled(resource, None, record.visibility, trusted=trust is not None)
    _obey_rules(desk, None, {**resource, "id": record.id})
    written = filing.file_new(desk, resource, record, values if resource["meta"] == sent else None)
    desk.note_records("create", f"{record.type}/{record.id}", [(written, ground)])
    desk.rules.always(desk, None, stored(written))
    if trust is None:
        desk.rules.consequences(desk, None, resource, stored(written))
    return stored(written)


def _is_trusted(desk: Desk, trust: Trust | None) -> bool:
    return trust is not None or desk.actor.feed


def _obey_rules(desk: Desk, before: Body | None, after: Body) -> None:
    if issues := desk.rules.issues(desk, before, after):
        raise Invalid(*issues)


def _type(resource: Body) -> str:
    type = resource.get("resourceType")
    if not isinstance(type, str) or type not in TYPES or not TYPES[type].is_in_archive:
        raise Malformed(
            Issue(
                "not-supported",
                "Resurstypen finns inte här, eller kan inte skrivas.",
                "The resource type does not exist here, or cannot be written.",
                ("resourceType",),
            )
        )
    return type


def _require_same_key(resource: Body, type: str, id: str) -> None:
    if resource.get("resourceType") != type or resource.get("id") != id:
        raise Malformed(
            Issue(
                "value",
                "resourceType och id i innehållet ska vara samma som i adressen.",
                "resourceType and id in the body must be those of the address.",
                (f"{type}.id",),
            )
        )


def _require_same_patient(desk: Desk, resource: Body, current: Record, trust: Trust | None) -> None:
    if admission.patient_of(desk, resource, current.id, trusted=_is_trusted(desk, trust)) != current.patient:
        raise Invalid(unknown_patient(resource))
