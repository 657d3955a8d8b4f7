"""What a patient may do with a Task that is no promise: her own she writes, one given to her she ticks (access.md P2)."""

from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, has_code, target
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

TICKS: Final = frozenset(
    {
        "meta",
        "text",
        "status",
        "statusReason",
        "businessStatus",
        "note",
        "output",
        "lastModified",
        "executionPeriod",
    }
)
"""How it goes, not what it is."""


def task_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Holds for patients and their guardians; staff's rights are the law's, and promises have rules of their own."""
    by_patient = desk.actor.kind in ("patient", "guardian") and not is_commanded(desk)
    if before is None or not by_patient or has_code(before.get("code"), codes.ANSVAR):
        return []
    own = {f"Patient/{desk.actor.patient}", desk.actor.who}
    if target(before.get("requester")) in own:
        return []
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if target(before.get("owner")) in own and changed <= TICKS:
        return []
    return [_NOT_YOURS]


_NOT_YOURS: Final = rule(
    "Det här har vården skrivit. Du kan säga hur det går med det som är ditt.",
    "Care has written this. You can say how it goes with what is yours.",
    "Task",
)
