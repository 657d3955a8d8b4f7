"""How staff come to a contract for an act: as the unit that keeps it, or as a unit that may read it.

Who may not read it meets the same NotFound as for a contract that is not there.
"""

from typing import Final

from patientkontrakt.care.contract import rules
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.contract.from_fhir import is_contract
from patientkontrakt.care.refusals import StepNotAllowed, rule
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable
from patientkontrakt.records.siblings import hold


def read_by_staff(desk: Desk, plan: str) -> Dossier:
    """A contract that staff read. Raises AccessRefused for a patient's token, NotFound without a ground."""
    require_assignment(desk)
    found = reader.read(desk, "CarePlan", plan)
    if not is_contract(found.body()):
        raise NotFound()
    return open_dossier(desk, found.patient or "", plan)


def going_on(desk: Desk, plan: str) -> Dossier:
    """A contract that staff read and add something to, its patient held. Raises StepNotAllowed when it has ended."""
    dossier = _held(desk, read_by_staff(desk, plan))
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)
    return dossier


def ours_going_on(desk: Desk, plan: str) -> Dossier:
    """A contract of the actor's own unit that has not ended, its patient held. Raises StepNotAllowed."""
    dossier = kept_by_us(desk, plan)
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)
    return dossier


def kept_by_us(desk: Desk, plan: str) -> Dossier:
    """A contract of the actor's own unit, ended or not, its patient held."""
    dossier = read_by_staff(desk, plan)
    require_changeable(desk, "CarePlan", plan)
    return _held(desk, dossier)


def _held(desk: Desk, dossier: Dossier) -> Dossier:
    """The same contract as it is once nobody else can write about the patient."""
    hold(desk, dossier.patient)
    return open_dossier(desk, dossier.patient, dossier.plan.id)


_ENDED: Final = rule(
    "Planen är avslutad. Gör en ny.", "The plan has ended. Make a new one.", "CarePlan.status"
)
