"""A follow-up: the level of each goal, what was said, and when to look again (ux.md "Följa upp")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import commands, drafting
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.model import Section
from patientkontrakt.care.entrance import ours_going_on
from patientkontrakt.care.goal_levels import noted
from patientkontrakt.care.refusals import RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.shapes import Resource, concept, ref
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


@dataclass(frozen=True)
class Level:
    """Where one goal is now."""

    goal: str
    value: int
    text: str | None = None


@dataclass(frozen=True)
class FollowedUp:
    """The levels noted, the note if there was one, and the next review, which waits in the section tider."""

    levels: list[Stored]
    note: str | None
    next_review: date | None


def follow_up(
    desk: Desk, plan: str, levels: Sequence[Level], note: str | None = None, next_review: date | None = None
) -> FollowedUp:
    """Follow up a contract of the own unit. Raises NotFound for a goal that is not its own, RuleBroken if empty.

    When to look again is agreed content (model.md D4): it is written in the draft and waits for the next utgåva.
    """
    require_scopes(desk, *permissions.FOLLOW_UP)
    dossier = ours_going_on(desk, plan)
    if not dossier.contract().published:
        raise StepNotAllowed(_NOT_GIVEN_OUT)
    if not levels and note is None and next_review is None:
        raise RuleBroken(_NOTHING)
    made = [noted(desk, dossier, each.goal, each.value, each.text) for each in levels]
    said = _say(desk, dossier, note).id if note else None
    if next_review:
        _look_again(desk, dossier, next_review)
    return FollowedUp(made, said, next_review)


def _say(desk: Desk, dossier: Dossier, note: str) -> Stored:
    """What was said, shown to the patient."""
    shape: Resource = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(codes.FOLLOW_UP)],
        "subject": ref(f"Patient/{dossier.patient}"),
        "about": [ref(dossier.plan.key)],
        "sender": ref(desk.actor.who),
        "sent": clock.iso(desk.now),
        "payload": [{"contentString": note}],
    }
    with commanded(desk):
        return writer.create(desk, shape, trust=COMMAND)


def _look_again(desk: Desk, dossier: Dossier, day: date) -> None:
    if day < clock.today(desk.now):
        raise RuleBroken(_PAST)
    if dossier.contract().review_by == day:
        return
    sheet = drafting.sheets(desk, dossier)[Section.TIDER]
    said = sheet.data | {"review_by": day.isoformat()}
    commands.edit_section(desk, dossier.plan.id, Section.TIDER, said, sheet.version)


_NOT_GIVEN_OUT = rule("Ge ut planen först.", "Publish the plan first.", "CarePlan.status")
_NOTHING = rule(
    "Ange en målnivå, en anteckning eller nästa uppföljning.",
    "Give a level, a note or the next review.",
    "goals",
    "note",
    "next_review",
)
_PAST = rule("Nästa uppföljning ska ligga framåt.", "The next review must lie ahead.", "next_review")
