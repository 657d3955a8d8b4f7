"""A unit's decisions about who reads for a child: made by a doctor there, written down with why and until when.

G2 (OSL 12 kap. 3 §, betydande men), G3 (särskilda skäl, the child agrees), P5 (mature enough). Each holds at the very
next request, and for what that unit has written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.guardianship.model import Decided, Decision, last_day, may_decide
from patientkontrakt.care.guardianship.shapes import CODES, consent, read_decision
from patientkontrakt.care.refusals import RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.person import name_of
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.actor import age
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust

DECIDES: Final = frozenset({"lakare", "verksamhetschef"})
"""Roles that may decide (access.md G2, G3: the unit's decision)."""
FOR_STAFF: Final = {Decision.BLOCK: "personal"}
"""Why a guardian is kept out is not for another guardian to read."""


@dataclass(frozen=True)
class Guardian:
    """A registered guardian of the child."""

    id: str
    name: str | None


@dataclass(frozen=True)
class Guardians:
    """Those of one child, and what the own custodian's units have decided."""

    guardians: list[Guardian]
    decisions: list[Decided]


def guardians_of(desk: Desk, patient: str) -> Guardians:
    """Who is registered, and what has been decided. Raises NotFound without a relation, AccessRefused for patients."""
    require_scopes(desk, *permissions.GUARDIANS)
    require_assignment(desk)
    reader.read(desk, "Patient", patient)
    found = _search(desk, "RelatedPerson", [("patient", patient)])
    people = [Guardian(each["id"], name_of(each)) for each in found if _is_guardian(each)]
    wanted = ",".join(f"{code.system}|{code.code}" for code in CODES.values())
    told = _search(desk, "Consent", [("patient", patient), ("category", wanted)])
    return Guardians(people, [each for each in map(read_decision, told) if each])


def block(desk: Desk, patient: str, guardian: str, reason: str, until: date) -> Decided:
    """Keep a guardian out of what the unit has written. Raises NotFound, AccessRefused, RuleBroken."""
    return _decide(desk, Decision.BLOCK, patient, reason, until, guardian)


def extend(
    desk: Desk, patient: str, guardian: str, reason: str, until: date, *, child_agrees: bool
) -> Decided:
    """Let a guardian read on after the 13th birthday. Raises as `block`, and RuleBroken when the child does not agree."""
    if not child_agrees:
        raise RuleBroken(_CHILD)
    return _decide(desk, Decision.EXTEND, patient, reason, until, guardian)


def find_mature(desk: Desk, patient: str, reason: str, until: date) -> Decided:
    """Let a child of 13 to 15 read what the unit has written. Raises as `block`."""
    return _decide(desk, Decision.MATURITY, patient, reason, until)


def end(desk: Desk, decision: Decision, patient: str, guardian: str | None = None) -> Decided:
    """The own unit's decision holds no more, from the next request on. Raises NotFound when there is none."""
    _require_decider(desk)
    reader.read(desk, "Patient", patient)
    require_creatable(desk, "Consent", patient)
    standing = _standing(desk, decision, patient, guardian)
    if not standing:
        raise NotFound()
    with commanded(desk):
        ended = [
            writer.update(desk, "Consent", each.id, each.body() | {"status": "inactive"}, None, trust=COMMAND)
            for each in standing
        ]
    return _read(ended[-1])


def _decide(
    desk: Desk, decision: Decision, patient: str, reason: str, until: date, guardian: str | None = None
) -> Decided:
    """One decision at a time about the same person: a new one takes the place of the old."""
    unit = _require_decider(desk)
    child = reader.read(desk, "Patient", patient).body()
    require_creatable(desk, "Consent", patient)
    named = _guardian(desk, patient, guardian) if guardian else None
    _require_age(desk, decision, child, until)
    older = _standing(desk, decision, patient, guardian)
    body = consent(
        decision, patient, named, reason=reason, until=until, by=desk.actor.who, unit=unit, at=desk.now
    )
    with commanded(desk):
        for each in older:
            writer.update(desk, "Consent", each.id, each.body() | {"status": "inactive"}, None, trust=COMMAND)
        made = writer.create(desk, body, trust=Trust("command", visibility=FOR_STAFF.get(decision)))
    return _read(made)


def _require_decider(desk: Desk) -> str:
    require_scopes(desk, *permissions.DECIDE_ON_GUARDIANS)
    unit, _ = require_assignment(desk)
    if desk.actor.role not in DECIDES:
        desk.note("command", "Consent", "refused", "role")
        raise AccessRefused("role", may_know=True)
    return unit


def _guardian(desk: Desk, patient: str, id: str) -> str:
    """ "RelatedPerson/x" of a registered guardian of this child. Raises NotFound."""
    found = reader.read(desk, "RelatedPerson", id)
    if found.patient != patient or not _is_guardian(found.body()):
        raise NotFound()
    return found.key


def _is_guardian(person: Resource) -> bool:
    roles = person.get("relationship", [])
    return any(systems.has_coding(each, systems.ROLE_CODE, "GUARD") for each in roles)


def _require_age(desk: Desk, decision: Decision, child: Resource, until: date) -> None:
    try:
        born = date.fromisoformat(child.get("birthDate", ""))
    except ValueError:
        raise StepNotAllowed(_UNKNOWN_AGE) from None
    if not may_decide(decision, age(born, desk.at)):
        raise StepNotAllowed(_AGES[decision])
    if not clock.today(desk.now) < until <= last_day(born):
        raise RuleBroken(_UNTIL)


def _standing(desk: Desk, decision: Decision, patient: str, guardian: str | None) -> list[Stored]:
    found = siblings(desk, patient, "Consent", category=CODES[decision])
    ours = [each for each in found if each.unit == desk.actor.unit and each.body()["status"] == "active"]
    key = f"RelatedPerson/{guardian}" if guardian else None
    return [each for each in ours if _read(each).guardian == key]


def _read(stored: Stored) -> Decided:
    told = read_decision(stored.body())
    if told is None:
        raise NotFound()
    return told


def _search(desk: Desk, kind: str, pairs: list[tuple[str, str]]) -> list[Resource]:
    query = parse_query(kind, [*pairs, ("_count", "200")], strict=True)
    return [each.body() for each in reader.search(desk, query).matches]


_CHILD: Final = rule(
    "Barnet ska vara med på det. Annars går det inte.",
    "The child has to agree. Otherwise it cannot be done.",
    "child_agrees",
)
_UNKNOWN_AGE: Final = rule(
    "Barnets födelsedatum saknas.", "The child's birth date is missing.", "Patient.birthDate"
)
_AGES: Final = {
    Decision.BLOCK: rule(
        "Den som har fyllt 16 läser själv. Ingen vårdnadshavare läser.",
        "From 16 the child reads alone. No guardian reads.",
        "Patient.birthDate",
    ),
    Decision.EXTEND: rule(
        "Det här gäller barn som är 13 till 15 år.", "This is for children of 13 to 15.", "Patient.birthDate"
    ),
    Decision.MATURITY: rule(
        "Det här gäller barn som är 13 till 15 år.", "This is for children of 13 to 15.", "Patient.birthDate"
    ),
}
_UNTIL: Final = rule(
    "Ange en dag framåt, senast barnets 16-årsdag.",
    "Give a day ahead, at the latest the child's 16th birthday.",
    "until",
)
