"""An invitation as Tasks `pk-task#inbjudan`: one kept by who invites and shown to the patient, one by who is invited.

Two, since no custodian reads the other's before the patient shares. The second is `partOf` the first.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.annotations import REMINDS
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.followup import WHY
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.registers import unit_of
from patientkontrakt.care.shapes import Resource, concept, day, moment, put, ref, target, targets, value_of
from patientkontrakt.records.desk import Desk

TIME_TO_ANSWER: Final = timedelta(days=7)
STATUS: Final = {"requested": "inbjuden", "accepted": "med", "rejected": "avbojd"}
OPEN: Final = "requested"


@dataclass(frozen=True)
class Invitation:
    """Who has been invited to which contract, by whom and why, and what became of it."""

    id: str
    contract: str
    patient: str
    unit: str
    by: str | None
    by_unit: str | None
    reason: str | None
    text: str | None
    status: str
    at: datetime | None
    reminded_at: datetime | None
    answer: str | None


def task(desk: Desk, dossier: Dossier, unit: str, reason: str, text: str | None) -> Resource:
    """The open invitation of the unit ("Organization/x")."""
    shape: Resource = {
        "resourceType": "Task",
        "extension": [{"url": WHY, "valueCode": reason}],
        "status": OPEN,
        "intent": "order",
        "code": concept(codes.INBJUDAN),
        "basedOn": [ref(dossier.plan.key)],
        "focus": ref(dossier.plan.key),
        "for": ref(f"Patient/{dossier.patient}"),
        "requester": ref(desk.actor.who),
        "owner": ref(unit),
        "authoredOn": clock.iso(desk.now),
        "restriction": {"period": {"end": clock.today(desk.now + TIME_TO_ANSWER).isoformat()}},
    }
    put(shape, "description", text)
    return shape


def read(desk: Desk, shape: Resource) -> Invitation:
    """The invitation a Task holds."""
    by = target(shape.get("requester"))
    notes = shape.get("note", [])
    reminders = [moment(each.get("time")) for each in notes if REMINDS in each.get("extension", [])]
    answers = [each.get("text") for each in notes if REMINDS not in each.get("extension", [])]
    return Invitation(
        id=shape["id"],
        contract=id_of(next(iter(targets(shape.get("basedOn"))), "")),
        patient=id_of(target(shape.get("for")) or ""),
        unit=id_of(target(shape.get("owner")) or ""),
        by=by,
        by_unit=unit_of(desk, by) if by else None,
        reason=value_of(shape, WHY),
        text=shape.get("description"),
        status=status_on(shape, clock.today(desk.now)),
        at=moment(shape.get("authoredOn")),
        reminded_at=next(reversed(reminders), None),
        answer=next(reversed(answers), None),
    )


def status_on(shape: Resource, today: date) -> str:
    """med, inbjuden, inte-svarat once the week has passed, avbojd; aterkallad for anything else."""
    due = day(shape.get("restriction", {}).get("period", {}).get("end"))
    if shape.get("status") == OPEN and due is not None and due < today:
        return "inte-svarat"
    return STATUS.get(shape.get("status", ""), "aterkallad")
