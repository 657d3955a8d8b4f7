"""A coordinator reaches a patient she does not yet have: a care relation with its reason (model.md D2).

The number must be exact; what is done is logged and shown to the patient. A person nobody knows gets a Patient.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.codes import CARE_RELATION
from patientkontrakt.care.command import commanded
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.relations_door import LONGEST
from patientkontrakt.care.shapes import Resource, concept, day, ref, refs, target
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.identifiers.identity_number import IdentityNumber, parse
from patientkontrakt.identifiers.reason import NotWellFormed
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.registers import patient_with_number
from patientkontrakt.records.siblings import sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

REASONS: Final = ("besok", "telefon", "remiss", "utskrivning", "uppdrag")
REASON: Final = systems.ext("orsak")


@dataclass(frozen=True)
class Name:
    """The name of a person nobody here knows yet."""

    given: str
    family: str


@dataclass(frozen=True)
class Relation:
    """The relation the unit now has, whose it is, and whether the patient was unknown until now."""

    episode: Stored
    patient: str
    created: bool


def establish(
    desk: Desk,
    reason: str,
    *,
    number: str | None = None,
    patient: str | None = None,
    name: Name | None = None,
    days: int = LONGEST.days,
) -> Relation:
    """A vårdrelation of the actor's unit, at most a year. Raises NotFound, RuleBroken, AccessRefused."""
    require_assignment(desk)
    known, created = _person(desk, number, patient, name)
    desk.note("relation", f"Patient/{known}", "permitted", reason, patient=known)
    standing = _standing(desk, known)
    if standing:
        return Relation(standing, known, created)
    with commanded(desk):
        made = writer.create(desk, _episode(desk, known, reason, days), trust=COMMAND)
    return Relation(made, known, created)


def _person(desk: Desk, number: str | None, patient: str | None, name: Name | None) -> tuple[str, bool]:
    if patient is not None:
        if sibling(desk, patient, "Patient", patient) is None:
            raise NotFound()
        return patient, False
    told = _number(number or "", clock.today(desk.now))
    known = patient_with_number(desk, told.digits)
    if known:
        return known, False
    if name is None:
        raise RuleBroken(_NAME)
    with commanded(desk):
        return writer.create(desk, _patient(told, name), trust=COMMAND).id, True


def _number(text: str, today: date) -> IdentityNumber:
    try:
        return parse(text.strip(), today)
    except NotWellFormed as fault:
        raise RuleBroken(Issue("value", fault.sv, fault.en, ("number",))) from None


def _patient(number: IdentityNumber, name: Name) -> Resource:
    system = systems.SAMORDNINGSNUMMER if number.is_samordning else systems.PERSONNUMMER
    return {
        "resourceType": "Patient",
        "identifier": [{"system": system, "value": number.digits}],
        "active": True,
        "name": [{"use": "official", "family": name.family, "given": [name.given]}],
        "birthDate": number.birth_date.isoformat(),
    }


def _standing(desk: Desk, patient: str) -> Stored | None:
    """The unit's own vårdrelation that holds today, if any."""
    unit, today = f"Organization/{desk.actor.unit}", clock.today(desk.now)
    for each in siblings(desk, patient, "EpisodeOfCare"):
        body = each.body()
        ours = target(body.get("managingOrganization")) == unit and body.get("status") == "active"
        if (
            ours
            and systems.has_coding(body.get("type"), *CARE_RELATION)
            and _holds(body.get("period", {}), today)
        ):
            return each
    return None


def _holds(span: Resource, today: date) -> bool:
    start, end = day(span.get("start")), day(span.get("end"))
    return (start is None or start <= today) and end is not None and today <= end


def _episode(desk: Desk, patient: str, reason: str, days: int) -> Resource:
    today = clock.today(desk.now)
    return {
        "resourceType": "EpisodeOfCare",
        "extension": [{"url": REASON, "valueCode": reason}],
        "status": "active",
        "type": [concept(CARE_RELATION)],
        "patient": ref(f"Patient/{patient}"),
        "managingOrganization": refs([f"Organization/{desk.actor.unit}"])[0],
        "period": {"start": today.isoformat(), "end": (today + timedelta(days=days)).isoformat()},
        "careManager": ref(desk.actor.who),
    }


_NAME: Final = rule(
    "Personen är ny här: ange för- och efternamn.",
    "The person is new here: give first and last name.",
    "name",
)
