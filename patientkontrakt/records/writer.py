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
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.values import Token
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Permitted, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records import admission, filing
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.labels import OPEN, labelled, visibility_in
from patientkontrakt.records.ownership import NOBODY, Owner, owner_of_new
from patientkontrakt.records.stored import Stored, body_of, stored
from patientkontrakt.records.uniqueness import require_own_identifiers, require_unique
from patientkontrakt.store import resources
from patientkontrakt.store.facts import gather
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.record import Record
from patientkontrakt.store.restriction import PERMITTED

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
    if type == "Patient":
        require_unique(desk, resource, id)
    record = _new_record(desk, resource, id, patient, trust)
    ground = trust.ground if trust else _require(desk, letter, record, resource)
    if trust is None:
        require_own_identifiers(desk, resource, id, patient)
    return _finish_create(desk, resource, record, ground, trust)


def update(
    desk: Desk, type: str, id: str, resource: Body, if_match: int | None, *, trust: Trust | None = None
) -> Stored:
    """Store a new version of ``type/id``, whose current one the caller says is ``if_match``.

    Raises NotFound (ghost and forbidden alike), AccessRefused (may see, may not change), PreconditionRequired,
    VersionConflict, Malformed (another id in the body), Invalid.
    """
    ground = trust.ground if trust else require_changeable(desk, type, id)
    _require_same_key(resource, type, id)
    current = claimed(desk, type, id, if_match, trust=trust)
    return store_next(desk, resource, current, ground, trust)


def claimed(desk: Desk, type: str, id: str, if_match: int | None, *, trust: Trust | None = None) -> Record:
    """The current row, now locked, if it is the one that ``if_match`` names."""
    if if_match is None and TYPES[type].needs_if_match and trust is None:
        raise PreconditionRequired()
    current = lock(desk, type, id)
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
    if type == "Patient":
        require_unique(desk, resource, id)
    visibility = (trust and trust.visibility) or current.visibility
    resource = labelled(resource, before, visibility, trusted=trust is not None)
    _obey_rules(desk, before, resource)
    owner = Owner(current.custodian, current.unit)
    record = filing.record_of(desk, resource, id, current.patient, owner, visibility)
    if trust is None:
        # what it becomes is judged too: a Consent may change its category
        _require(desk, "u", record, resource)
        require_own_identifiers(desk, resource, id, current.patient)
    written = filing.file_next(desk, resource, record, current, method)
    if written is None:
        raise VersionConflict(lock(desk, type, id).version)
    desk.note_records("update", f"{type}/{id}", [(written, ground)])
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
        require_changeable(desk, type, id)
        raise VersionConflict(lock(desk, type, id).version)
    return update(desk, type, id, resource, if_match)


def require_changeable(desk: Desk, type: str, id: str) -> str:
    """The ground on which the actor may change ``type/id``. Raises NotFound, or AccessRefused when it may see it."""
    record, verdict = resources.judged(desk.tx, type, id, desk.restriction("u", type))
    if record is not None and verdict.startswith(PERMITTED):
        return verdict[1:]
    desk.note("update", f"{type}/{id}", "refused", verdict[1:], patient=record.patient if record else None)
    reading = desk.opens("r", type)
    _, readable = resources.judged(desk.tx, type, id, reading) if reading else (None, "-")
    if readable.startswith(PERMITTED):
        raise AccessRefused(verdict[1:], may_know=True)
    raise NotFound()


def hold_id(desk: Desk, type: str, id: str) -> None:
    """Of two systems that make the same id at once, one waits and then finds it made."""
    lock_patient(desk.tx, f"id:{type}/{id}")


def lock(desk: Desk, type: str, id: str) -> Record:
    """The current row, with its patient locked until the transaction ends: what it says now, it says at commit."""
    known = resources.current(desk.tx, type, id)
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


def _finish_create(desk: Desk, resource: Body, record: Record, ground: str, trust: Trust | None) -> Stored:
    resource = labelled(resource, None, record.visibility, trusted=trust is not None)
    _obey_rules(desk, None, {**resource, "id": record.id})
    written = filing.file_new(desk, resource, record)
    desk.note_records("create", f"{record.type}/{record.id}", [(written, ground)])
    if trust is None:
        desk.rules.consequences(desk, None, resource, stored(written))
    return stored(written)


def _require(desk: Desk, letter: Literal["c", "u"], record: Record, resource: Body) -> str:
    """The ground for writing ``record``. A patient the caller may not know of sounds like one that is not there."""
    facts = gather(desk.tx, record.patient) if record.patient else Facts()
    verdict = decide(desk.actor, letter, row_of(record, resource), facts, desk.at)
    if isinstance(verdict, Permitted):
        return verdict.ground
    action = "create" if letter == "c" else "update"
    desk.note(action, record.type, "refused", verdict.reason, patient=record.patient)
    if verdict.may_know:
        raise AccessRefused(verdict.reason, may_know=True)
    raise Invalid(_unknown_patient(resource))


def row_of(record: Record, resource: Body) -> Row:
    """What the law sees of a row, and of the tokens its text will be found by."""
    tokens = ((each.param, each.value) for each in extract(resource) if isinstance(each.value, Token))
    return Row(
        type=record.type,
        id=record.id,
        patient=record.patient,
        custodian=record.custodian,
        unit=record.unit,
        part=record.part,
        visibility=record.visibility,
        starts=record.starts,
        ends=record.ends,
        tokens=frozenset((param, token.system or "", token.code or "") for param, token in tokens),
    )


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
        raise Invalid(_unknown_patient(resource))


def _unknown_patient(resource: Body) -> Issue:
    type = resource["resourceType"]
    return Issue(
        "not-found",
        "Referensen leder inte till något som finns och får användas här.",
        "The reference does not lead to anything that exists and may be used here.",
        (f"{type}.{TYPES[type].compartment}.reference",),
    )
