"""An invitation is written and answered by its operations only: it moves a relation and what others keep."""

from typing import Final

from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk


def invitation_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Nobody at a door makes one, changes one, or turns something else into one. An import tells what was."""
    return [] if is_commanded(desk) or desk.actor.kind == "system" else [_BY_ITS_OPERATIONS]


_BY_ITS_OPERATIONS: Final = rule(
    "Bjud in med POST /api/v1/contracts/{id}/invitations, och svara med POST /api/v1/invitations/{id}/accept"
    " eller /decline.",
    "Invite by POST /api/v1/contracts/{id}/invitations, and answer by POST /api/v1/invitations/{id}/accept"
    " or /decline.",
    "Task.code",
)
