"""The patient's own goals: set, change and end them (ux.md §3.6). One in the plan that gets new words is news to care."""

from dataclasses import dataclass, replace
from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.content import content_of
from patientkontrakt.care.contract.from_fhir import GONE
from patientkontrakt.care.contract.own import contract_of, kept_with, own_contract, own_part
from patientkontrakt.care.goals.audience import HERS_ALONE, for_audience, require_adult
from patientkontrakt.care.goals.door import is_own
from patientkontrakt.care.goals.from_fhir import goal as read_goal
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.goals.to_fhir import goal as write_goal
from patientkontrakt.care.questions.waiting import tell_care
from patientkontrakt.care.refusals import RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.shapes import Resource, put
from patientkontrakt.fhir.outcome import VersionConflict
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import Trust


@dataclass(frozen=True)
class Wish:
    """What she wants to be able to do, how it is now, what she does first, and who may read it: alla or egen."""

    text: str
    now: str | None = None
    first_step: str | None = None
    audience: str = "alla"


def set_goal(desk: Desk, wish: Wish) -> Stored:
    """A goal of her own beside the plan, a proposal until care takes it in. Raises as `own_contract`."""
    require_scopes(desk, *permissions.WRITE_MY_GOALS)
    dossier = own_contract(desk, "Goal")
    require_adult(desk, wish.audience)
    item = GoalItem(new_id(), wish.text, desk.actor.who, now=wish.now, first_step=wish.first_step)
    body = for_audience(write_goal(item, f"Patient/{dossier.patient}"), wish.audience)
    return writer.create(desk, body, id=item.id, trust=kept_with(dossier, _visibility(wish.audience)))


def change_goal(desk: Desk, id: str, wish: Wish, version: int) -> Stored:
    """New words for a goal of hers that was read as `version`. Raises NotFound, VersionConflict, RuleBroken."""
    stored, dossier = _hers(desk, id)
    if stored.version != version:
        raise VersionConflict(stored.version)
    require_adult(desk, wish.audience)
    if dossier and wish.audience == HERS_ALONE:
        raise RuleBroken(_IN_THE_PLAN)
    before = stored.body()
    item = replace(read_goal(before), text=wish.text, now=wish.now, first_step=wish.first_step)
    after = for_audience(write_goal(item, before["subject"]["reference"], before), wish.audience)
    return _write(desk, stored, after, dossier, "andrat-mal", wish)


def end_goal(desk: Desk, id: str, why: str | None = None) -> Stored:
    """She does not strive for it any more. Raises NotFound, StepNotAllowed when it has ended already."""
    stored, dossier = _hers(desk, id)
    before = stored.body()
    if before["lifecycleStatus"] in GONE:
        raise StepNotAllowed(_ENDED)
    after = before | {"lifecycleStatus": "cancelled"}
    put(after, "statusReason", why)
    as_before = Wish(read_goal(before).text, audience=stored.visibility)
    return _write(desk, stored, after, dossier, "avslutat-mal", as_before)


def _hers(desk: Desk, id: str) -> tuple[Stored, Dossier | None]:
    """The goal, and the contract that names it."""
    require_scopes(desk, *permissions.WRITE_MY_GOALS)
    stored = own_part(desk, "Goal", id)
    if not is_own(read_goal(stored.body()).by):
        raise RuleBroken(_CARES)
    return stored, contract_of(desk, stored)


def _write(
    desk: Desk, stored: Stored, after: Resource, dossier: Dossier | None, why: str, wish: Wish
) -> Stored:
    before = stored.body()
    with commanded(desk):
        trust = Trust("command", visibility=_visibility(wish.audience))
        written = writer.update(desk, "Goal", stored.id, after, stored.version, trust=trust)
    news = content_of(before) != content_of(after) or before["lifecycleStatus"] != after["lifecycleStatus"]
    if dossier and news:
        tell_care(desk, dossier, why, wish.text, focus=stored.key)
    return written


def _visibility(audience: str) -> str:
    return HERS_ALONE if audience == HERS_ALONE else "alla"


_CARES: Final = rule(
    "Det här målet har vården skrivit. Svara på planen om du vill ändra det.",
    "Care has written this goal. Answer the plan if you want to change it.",
    "Goal.expressedBy",
)
_IN_THE_PLAN: Final = rule(
    "Målet är med i planen, som fler läser. Skriv ett nytt mål om du vill ha det för dig själv.",
    "The goal is part of the plan, which others read. Write a new goal to keep it to yourself.",
    "audience",
)
_ENDED: Final = rule("Målet är redan avslutat.", "The goal has ended already.", "Goal.lifecycleStatus")
