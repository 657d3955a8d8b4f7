"""Giving and ending assignments by hand: entries of PractitionerRole, which accounts follow (ADR 0025, 0026).

One pair for every door: the portal's API and the command line. Who may is asked at the door; what may be given, by
`assignments_door`.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from patientkontrakt import clock
from patientkontrakt.care.refusals import AlreadyThere, RuleBroken, rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import body_of
from patientkontrakt.records.writer import Trust


class Book(Protocol):
    """What accounts know of assignments, in the same transaction (auth/administration/assignments.py: Book)."""

    def is_going_on(self, account: str, unit: str, role: str) -> bool:
        """Whether the account has an assignment in that role at that unit that has not ended."""

    def given(self, assignment: str) -> bool:
        """Whether the entry that was written just now is an assignment; it is told to be given by hand."""

    def ended(self, assignment: str) -> bool:
        """End it now. False when there was none, or it is over."""

    def is_given_by_hand(self, assignment: str) -> bool:
        """Whether its entry is ours to close: the register did not write it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An assignment to give: to whom (Practitioner/x), at which unit, as what, and to which day (YYYY-MM-DD) if any."""

    practitioner: str
    unit: str
    role: str
    until: str | None = None


def give(desk: Desk, book: Book, wanted: Wanted, trust: Trust | None = None) -> str:
    """A new entry from today, also for who had the same assignment before; its id.

    Raises AlreadyThere when she has it and it has not ended, RuleBroken for a last day that is over, and what
    `assignment_rules` forbids. `trust` is as the writer has it.
    """
    today = clock.today(desk.now).isoformat()
    if wanted.until and wanted.until < today:
        raise RuleBroken(_OVER)
    writer.hold_id(
        desk, *wanted.practitioner.split("/", 1)
    )  # of two who give her the same at once, one is told
    if book.is_going_on(wanted.practitioner, wanted.unit, wanted.role):
        raise AlreadyThere(_ALREADY)
    made = writer.create(desk, _entry(wanted, today), trust=trust)
    if not book.given(made.id):
        raise NotFound
    return made.id


def end(desk: Desk, book: Book, id: str, trust: Trust | None = None) -> bool:
    """It ends now, and an entry that was given by hand holds no more: nobody finds her at the unit.

    The register's own entry is left as it is. False when there was none, or it was over. `trust` is as above.
    """
    if not book.ended(id):
        return False
    if book.is_given_by_hand(id):
        current = writer.lock(desk, "PractitionerRole", id)
        body = body_of(current.body)
        period = body.get("period", {}) | {"end": clock.today(desk.now).isoformat()}
        closed = body | {"active": False, "period": period}
        writer.update(desk, "PractitionerRole", id, closed, current.version, trust=trust)
    return True


def _entry(wanted: Wanted, today: str) -> Resource:
    return {
        "resourceType": "PractitionerRole",
        "active": True,
        "period": {"start": today} | ({"end": wanted.until} if wanted.until else {}),
        "practitioner": {"reference": wanted.practitioner},
        "organization": {"reference": f"Organization/{wanted.unit}"},
        "code": [{"coding": [{"system": systems.pk("role"), "code": wanted.role}]}],
    }


_OVER: Final = rule(
    "Sista dagen har redan varit. Välj i dag eller en senare dag.",
    "The last day is past already. Choose today or a later day.",
    "until",
)
_ALREADY: Final = Issue(
    "duplicate",
    "Personen har redan det uppdraget på enheten. Avsluta det först, om det ska gälla en annan tid.",
    "The person has that assignment at the unit already. End it first, if it is to hold for another time.",
)
