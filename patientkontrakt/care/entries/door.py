"""What is written about an entry afterwards is written by its command, and stays as it was written (R-2, R-3, R-6)."""

from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, has_code
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

OPERATIONS: Final = {
    codes.OBJECTION: "POST /api/v1/my/objections",
    codes.OBJECTION_REPLY: "POST /api/v1/contracts/{id}/objections/{objection}/answer",
    codes.DISCLOSURE: "POST /api/v1/contracts/{id}/disclosures",
    codes.RATTAD: "POST /api/v1/contracts/{id}/corrections",
    codes.UNDANHALLEN: "POST /api/v1/contracts/{id}/withhold",
    codes.VISAS_IGEN: "POST /api/v1/contracts/{id}/withhold/end",
    codes.GUARDIAN_BLOCK: "POST /api/v1/patients/{id}/guardians/{person}/block",
    codes.GUARDIAN_EXTENDED: "POST /api/v1/patients/{id}/guardians/{person}/extend",
    codes.MATURITY: "POST /api/v1/patients/{id}/maturity",
}
"""What is written so, and by what."""


def only_by_command(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """At a door nobody writes these, and nobody changes one: an objection is not taken away by anybody."""
    if is_commanded(desk) or desk.actor.kind == "system":
        return []
    claimed = [operation for code, operation in OPERATIONS.items() if _claims(code, before, after)]
    return [_by(claimed[0], after["resourceType"])] if claimed else []


def _claims(code: codes.Code, before: Resource | None, after: Resource) -> bool:
    named = ((each or {}).get(name) for each in (before, after) for name in ("category", "activity"))
    return any(has_code(each, code) for each in named)


def _by(operation: str, kind: str) -> Issue:
    return rule(
        f"Det här skrivs med {operation} och ändras inte efteråt.",
        f"This is written by {operation} and is not changed afterwards.",
        kind,
    )
