"""Pausing, going on with and ending a contract (domain.md §1.4). Ending never deletes (PDL 3 kap. 14 §)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import question, rules
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.commands import for_change
from patientkontrakt.care.contract.filing import file
from patientkontrakt.care.contract.model import Contract, Status
from patientkontrakt.care.contract.publishing import open_questions
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.refusals import RuleBroken, StepNotAllowed, rule
from patientkontrakt.records import drafts, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.writer import COMMAND

ENDS_AS: Final = {"patienten-vill-inte": Status.REVOKED, "felregistrerad": Status.ENTERED_IN_ERROR}
OUTCOMES: Final = ("achieved", "sustaining", "improving", "in-progress", "no-change", "worsening", "not-achieved",
                   "no-progress", "not-attainable")  # fmt: skip


def pause(desk: Desk, plan: str) -> Status:
    """Put an active contract on hold; what is agreed stands."""
    return _move(desk, plan, Status.ON_HOLD)


def resume(desk: Desk, plan: str) -> Status:
    """Go on with a paused contract; the gate and the yes are asked for anew."""
    return _move(desk, plan, Status.ACTIVE)


def _move(desk: Desk, plan: str, status: Status) -> Status:
    dossier = for_change(desk, plan)
    _require_step(dossier, status)
    file(desk, dossier, replace(dossier.contract(), status=status))
    return status


def end(desk: Desk, plan: str, reason: str, outcomes: Mapping[str, str] = {}) -> Status:
    """End a contract, with how it went with each goal by its id. Raises RuleBroken when a goal is left out."""
    dossier = for_change(desk, plan)
    contract = dossier.contract()
    status = ENDS_AS.get(reason, Status.COMPLETED)
    if status == Status.COMPLETED and contract.status == Status.DRAFT:
        status = Status.REVOKED
    _require_step(dossier, status)
    if status == Status.COMPLETED:
        _require_outcomes(contract, outcomes)
    goals = tuple(_ended(each, outcomes) for each in contract.goals)
    _overtake(desk, dossier)
    drafts.discard(desk, plan)
    file(desk, dossier, replace(contract, status=status, end_reason=reason, goals=goals))
    return status


def _require_step(dossier: Dossier, status: Status) -> None:
    if issues := rules.step(dossier.contract().status, status):
        raise StepNotAllowed(*issues)


def _require_outcomes(contract: Contract, outcomes: Mapping[str, str]) -> None:
    left_out = [each.id for each in contract.goals if not (each.achievement or each.id in outcomes)]
    if left_out:
        raise RuleBroken(
            rule(
                "Ange hur det gick med varje mål.",
                "Say how each goal went.",
                *(f"outcomes.{each}" for each in left_out),
            )
        )


def _ended(goal: GoalItem, outcomes: Mapping[str, str]) -> GoalItem:
    outcome = outcomes.get(goal.id)
    return replace(goal, achievement=outcome, lifecycle="completed") if outcome else goal


def _overtake(desk: Desk, dossier: Dossier) -> None:
    """Nobody is asked any more about a contract that has ended."""
    with commanded(desk):
        for each in open_questions(desk, dossier.patient, dossier.plan.key):
            body = question.cancelled(each.body(), clock.iso(desk.now))
            writer.update(desk, "Task", each.id, body, None, trust=COMMAND)
