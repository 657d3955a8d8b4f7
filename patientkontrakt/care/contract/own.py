"""The patient's own contract and her own parts of it, as she acts in it: the law is asked, and she is held meanwhile."""

from typing import Final

from patientkontrakt.care.contract import rules
from patientkontrakt.care.contract.archive import Dossier, contracts_of, open_dossier
from patientkontrakt.care.contract.model import Status
from patientkontrakt.care.refusals import StepNotAllowed, rule
from patientkontrakt.care.shapes import targets
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_changeable, require_creatable
from patientkontrakt.records.siblings import hold, sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import Trust


def own_contract(desk: Desk, kind: str) -> Dossier:
    """The newest contract of hers that goes on, for writing a new `kind` to it. Raises AccessRefused for staff,
    NotFound when none has been given out to her, StepNotAllowed when every one has ended."""
    patient = require_own(desk)
    require_creatable(desk, kind, patient)
    found = newest_contract(desk, patient)
    if found is None:
        raise NotFound()
    require_going_on(found)
    return found


def newest_contract(desk: Desk, patient: str) -> Dossier | None:
    """Her newest contract that goes on, else the last that ended; None when none has been given out."""
    given_out = [each for each in contracts_of(desk, patient) if each.visibility == "alla"]
    ongoing = [each for each in given_out if Status(each.body()["status"]) not in rules.ENDED]
    newest = (ongoing or given_out)[-1:]
    return open_dossier(desk, patient, newest[0].id) if newest else None


def own_part(desk: Desk, kind: str, id: str) -> Stored:
    """One of her own resources, for changing. Raises NotFound: not there, another's and hidden are the same."""
    patient = require_own(desk)
    require_changeable(desk, kind, id)
    hold(desk, patient)
    found = sibling(desk, patient, kind, id)
    if found is None:
        raise NotFound()
    return found


def contract_of(desk: Desk, part: Stored) -> Dossier | None:
    """The contract a promise or goal belongs to, going on; None for what stands by itself. Raises StepNotAllowed."""
    named = [each for each in contracts_of(desk, part.patient or "") if _names(each, part)]
    dossiers = [open_dossier(desk, each.patient or "", each.id) for each in named]
    ongoing = [each for each in dossiers if each.contract().status not in rules.ENDED]
    if dossiers and not ongoing:
        raise StepNotAllowed(_ENDED)
    return ongoing[-1] if ongoing else None


def require_going_on(dossier: Dossier) -> None:
    """Raises StepNotAllowed when the contract has ended."""
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)


def kept_with(dossier: Dossier, visibility: str | None = None) -> Trust:
    """What she writes lies with whoever keeps her contract. The rules of every door hold for it all the same."""
    return Trust("command", Owner(dossier.plan.custodian, dossier.plan.unit), visibility)


def _names(plan: Stored, part: Stored) -> bool:
    named = plan.key in targets(part.body().get("basedOn")) if part.type == "Task" else False
    return named or part.key in targets(plan.body().get("goal"))


_ENDED: Final = rule(
    "Planen är avslutad. Du kan läsa den, men inte ändra i den.",
    "The plan has ended. You can read it, but not change it.",
    "CarePlan.status",
)
