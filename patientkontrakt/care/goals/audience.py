"""Who may read a goal of the patient's own: everybody who takes part, or only she (visibility `egen`, D3).

At the FHIR door a goal is hers alone when it is created with category `pk-goal#egen`, and it stays so there.
"""

from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, concept, has_code, put
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

HERS_ALONE: Final = "egen"
AUDIENCES: Final = ("alla", HERS_ALONE)


def for_audience(goal: Resource, audience: str) -> Resource:
    """The goal marked for its readers."""
    others = [each for each in goal.get("category", []) if not has_code(each, codes.OWN_GOAL)]
    marked = [*others, concept(codes.OWN_GOAL)] if audience == HERS_ALONE else others
    after = dict(goal)
    put(after, "category", marked)
    return after


def require_adult(desk: Desk, audience: str) -> None:
    """Raises RuleBroken for a guardian who would write what only the child may read."""
    if audience == HERS_ALONE and desk.actor.kind != "patient":
        raise RuleBroken(_ONLY_SHE)


def audience_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Only the patient keeps a goal to herself, and who reads it is changed by the operation, not through a door."""
    if is_commanded(desk):
        return []
    marked = has_code(after.get("category"), codes.OWN_GOAL)
    if before is None:
        return [_ONLY_SHE] if marked and desk.actor.kind not in ("patient", "system") else []
    return [_OPERATION] if marked != has_code(before.get("category"), codes.OWN_GOAL) else []


def seen_by_her_alone(desk: Desk, before: Resource | None, after: Resource) -> str:
    """The visibility of what she keeps to herself."""
    return HERS_ALONE


_ONLY_SHE: Final = rule(
    "Bara patienten kan skriva något som bara hon läser.",
    "Only the patient can write what only she reads.",
    "audience",
)
_OPERATION: Final = rule(
    "Vem som läser ett eget mål ändras med PUT /api/v1/my/goals/{id}.",
    "Who reads an own goal is changed by PUT /api/v1/my/goals/{id}.",
    "Goal.category",
)
