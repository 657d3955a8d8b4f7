"""The patient asks: about her plan, a time, a contact, a sharing, or a row of the log she does not recognise.

A question is written down in her name, and somebody in care has it to answer. Asking changes no plan, so she may ask
about one that has ended too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt.accesslog.reading import Wanted, one
from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.own import newest_contract
from patientkontrakt.care.followup import responsible
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.questions.model import About, Question
from patientkontrakt.care.questions.shapes import question_resource
from patientkontrakt.care.questions.waiting import ANSWER_WITHIN, answer_by, wait_for
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.registers import unit_of
from patientkontrakt.care.staff import require_own
from patientkontrakt.care.standing import related_units
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.writer import Trust

ABOUT_THE_LOG: Final = 5
"""Working days to tell who has read and why (ux.md §3.8)."""
TYPES: Final = {About.TID: "Appointment", About.KONTAKT: "CareTeam", About.DELNING: "Consent"}
HERS_TO_SEE: Final = frozenset({"alla", "egen"})


@dataclass(frozen=True)
class Asked:
    """The question's id, and the day by which care answers."""

    id: str
    answer_by: date


@dataclass(frozen=True)
class Enquiry:
    """What she asks: in her words, about what, which part of it by id, and perhaps to whom ("PractitionerRole/x")."""

    text: str
    about: About
    part: str | None = None
    to: str | None = None


def ask(desk: Desk, enquiry: Enquiry) -> Asked:
    """Ask. Raises NotFound for a part that is not hers or not there, RuleBroken for somebody she does not know."""
    require_scopes(desk, *permissions.WRITE_MY_WORDS)
    patient = require_own(desk)
    require_creatable(desk, "Communication", patient)
    dossier = newest_contract(desk, patient)
    unit = _asked_unit(desk, patient, dossier, enquiry)
    return write(desk, patient, dossier, enquiry, unit=unit)


def write(
    desk: Desk,
    patient: str,
    dossier: Dossier | None,
    enquiry: Enquiry,
    *,
    why: str = "fraga",
    unit: str | None = None,
) -> Asked:
    """The question and the work it gives, for a patient the law has let in; `unit` when not the contract's."""
    due = answer_by(desk, ABOUT_THE_LOG if enquiry.about == About.LOGG else ANSWER_WITHIN)
    to = enquiry.to or _recipient(enquiry, dossier, unit)
    plan = dossier.plan.key if dossier else None
    asked = Question("", enquiry.text, enquiry.about.value, enquiry.part, desk.now, due)
    body = question_resource(asked, f"Patient/{patient}", desk.actor.who, plan=plan, to=to)
    with commanded(desk):
        stored = writer.create(desk, body, trust=Trust("command", _owner(desk, patient, dossier, unit)))
    owner = Owner(stored.custodian, stored.unit)
    to = to or (f"Organization/{owner.unit}" if owner.unit else None)
    wait_for(desk, why, enquiry.text, patient, focus=stored.key, plan=plan, to=to, due=due, owner=owner)
    return Asked(stored.id, due)


def _recipient(enquiry: Enquiry, dossier: Dossier | None, unit: str | None) -> str | None:
    if unit:
        return f"Organization/{unit}"
    if dossier is None:
        return None
    contract = dossier.contract()
    held = next((each.member for each in contract.contacts if each.id == enquiry.part), None)
    return held or responsible(contract)


def _owner(desk: Desk, patient: str, dossier: Dossier | None, unit: str | None) -> Owner | None:
    """Where it lies: at the unit that is asked if it has a relation with her now, so that it may read the question."""
    if unit and unit in related_units(desk, patient):
        return Owner(custodian_of(desk, unit), unit)
    return Owner(dossier.plan.custodian, dossier.plan.unit) if dossier else None


def _asked_unit(desk: Desk, patient: str, dossier: Dossier | None, enquiry: Enquiry) -> str | None:
    """The unit of whom she asks, or that has read; None when it is for whoever keeps her contract."""
    read_by = _require_part(desk, patient, dossier, enquiry)
    if enquiry.to is None:
        return read_by
    if dossier is None or enquiry.to not in _named(dossier.contract()):
        raise RuleBroken(_STRANGER)
    return unit_of(desk, enquiry.to)


def _require_part(desk: Desk, patient: str, dossier: Dossier | None, enquiry: Enquiry) -> str | None:
    """Raises NotFound unless the part is there and hers to see. Of a row of the log, the unit that read."""
    if enquiry.about == About.LOGG:
        return _unit_in_log(desk, patient, enquiry.part)
    if enquiry.part is None:
        return None
    kinds = [TYPES[enquiry.about]] if enquiry.about in TYPES else ["CarePlan", "Task", "Goal"]
    found = (sibling(desk, patient, kind, enquiry.part) for kind in kinds)
    if not any(each and each.visibility in HERS_TO_SEE for each in found):
        raise NotFound()
    return None


def _unit_in_log(desk: Desk, patient: str, row: str | None) -> str | None:
    if row is None:
        return None
    found = one(desk.tx, Wanted(patient=patient, id=row))
    if found is None or desk.actor.kind != "patient":
        raise NotFound()
    return found.entry.unit


def _named(contract: Contract) -> frozenset[str]:
    return frozenset(each for each in _everybody(contract) if each and type_of(each) == "PractitionerRole")


def _everybody(contract: Contract) -> Iterator[str | None]:
    yield contract.author
    yield from (each.member for each in contract.contacts)
    yield from (each.owner for each in contract.promises)
    yield from (each.watched_by for each in contract.promises)
    yield from (who for time in contract.times for who in time.who)


_STRANGER: Final = rule(
    "Du kan fråga någon som är med i din planering.",
    "You can ask somebody who takes part in your plan.",
    "to",
)
