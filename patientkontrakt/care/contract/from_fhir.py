"""CarePlan and its parts → Contract (model.md D4–D8)."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from patientkontrakt.care import codes
from patientkontrakt.care.contacts.from_fhir import contact
from patientkontrakt.care.contract.model import Contract, LinkedPlan, Status, Story, WarningSign
from patientkontrakt.care.contract.story import read_story
from patientkontrakt.care.goals.from_fhir import goal
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.parties import Side, side_of
from patientkontrakt.care.promises.from_fhir import promise
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.rules import OPEN
from patientkontrakt.care.shapes import Resource, day, has_code, moment, target, targets, value_of
from patientkontrakt.care.times.from_fhir import time
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.care.wrong import is_wrong
from patientkontrakt.fhir import systems

Part = TypeVar("Part")
GONE: Final = frozenset({"cancelled", "rejected", "entered-in-error", "completed"})
"""Goals nobody strives for any more."""


def is_contract(resource: Resource) -> bool:
    """Whether a CarePlan claims to be a patientkontrakt."""
    return resource.get("resourceType") == "CarePlan" and has_code(resource.get("category"), codes.CONTRACT)


def contract(plan: Resource, parts: Iterable[Resource]) -> Contract:
    """The contract of a CarePlan and the parts at hand; what the reader may not see, or is wrong, is simply absent."""
    by_key = {f"{each['resourceType']}/{each['id']}": each for each in parts if not is_wrong(each)}
    span = plan.get("period", {})
    return Contract(
        id=plan["id"],
        patient=target(plan.get("subject")) or "",
        title=plan.get("title", ""),
        author=target(plan.get("author")) or "",
        status=Status(plan.get("status", "unknown")),
        published=is_published(plan),
        description=plan.get("description"),
        start=day(span.get("start")),
        end=day(span.get("end")),
        created=moment(plan.get("created")),
        contributors=targets(plan.get("contributor")),
        story=_story(plan, by_key),
        goals=_parts(plan.get("goal"), by_key, goal),
        promises=_parts(_activities(plan, "Task/"), by_key, promise),
        contacts=_parts(_fixed(plan, by_key), by_key, contact),
        times=_parts(_activities(plan, "Appointment/"), by_key, time),
        no_time_needed=bool(value_of(plan, systems.ext("ingen-tid"))),
        warnings=tuple(_warning(each) for each in systems.extensions(plan, systems.ext("varning"))),
        coordination=value_of(plan, systems.ext("samordning")),
        relatives=value_of(plan, systems.ext("narstaende")),
        review_by=day(value_of(plan, systems.ext("review-by"))),
        linked=_linked_plans(plan),
        end_reason=systems.code_in(value_of(plan, systems.ext("end-reason")), codes.END_REASON),
        starter=value_of(plan, systems.ext("starter")),
        proposals=_proposals(plan, by_key),
        wishes=_wishes(plan, by_key),
        bookings=_bookings(plan, by_key),
    )


def is_published(plan: Resource) -> bool:
    """Whether the plan has left its `utkast` (D3); a plan without a tag came from elsewhere and is open."""
    tags = plan.get("meta", {}).get("tag", [])
    return not systems.has_coding(tags, systems.SYNLIGHET, "utkast")


def _parts(
    references: Iterable[Resource] | None, by_key: dict[str, Resource], read: Callable[[Resource], Part]
) -> tuple[Part, ...]:
    return tuple(read(by_key[key]) for key in targets(references) if key in by_key)


def _fixed(plan: Resource, by_key: dict[str, Resource]) -> list[Resource]:
    """The teams that are fixed contacts; those who otherwise take part are another team (D7)."""
    return [each for each in plan.get("careTeam", []) if is_fixed(by_key.get(target(each) or "", {}))]


def is_fixed(team: Resource) -> bool:
    """Whether a CareTeam is a fixed contact."""
    return has_code(team.get("category"), codes.FAST_KONTAKT)


def _activities(plan: Resource, prefix: str) -> list[Resource]:
    found = [each["reference"] for each in plan.get("activity", []) if "reference" in each]
    return [each for each in found if (target(each) or "").startswith(prefix)]


def _proposals(plan: Resource, by_key: dict[str, Resource]) -> tuple[Promise, ...]:
    """Promises that point at the plan and that it does not name."""
    named = targets(_activities(plan, "Task/"))
    others = [each for key, each in by_key.items() if key.startswith("Task/") and key not in named]
    mine = (each for each in others if has_code(each.get("code"), codes.ANSVAR) and _is_for(each, plan))
    return tuple(each for each in map(promise, mine) if each.status in OPEN)


def _is_for(task: Resource, plan: Resource) -> bool:
    return f"CarePlan/{plan['id']}" in targets(task.get("basedOn"))


def _wishes(plan: Resource, by_key: dict[str, Resource]) -> tuple[GoalItem, ...]:
    """Goals of the patient's own that the plan does not name."""
    named = targets(plan.get("goal"))
    others = [goal(each) for key, each in by_key.items() if key.startswith("Goal/") and key not in named]
    return tuple(each for each in others if side_of(each.by) == Side.PATIENT and each.lifecycle not in GONE)


def _bookings(plan: Resource, by_key: dict[str, Resource]) -> tuple[NextTime, ...]:
    """Times that the plan does not name."""
    named = targets(_activities(plan, "Appointment/"))
    others = (each for key, each in by_key.items() if key.startswith("Appointment/") and key not in named)
    return tuple(map(time, others))


def _story(plan: Resource, by_key: dict[str, Resource]) -> Story | None:
    keys = [key for key in targets(plan.get("supportingInfo")) if key.startswith("QuestionnaireResponse/")]
    return next((read_story(by_key[key]) for key in keys if key in by_key), None)


def _warning(extension: Resource) -> WarningSign:
    return WarningSign(
        level=value_of(extension, "niva") or "gul",
        sign=value_of(extension, "tecken") or "",
        act=value_of(extension, "gor") or "",
        contact=value_of(extension, "kontakt"),
    )


def _linked_plans(plan: Resource) -> tuple[LinkedPlan, ...]:
    return tuple(_linked(each) for each in plan.get("supportingInfo", []) if is_plan(each))


def is_plan(reference: Resource) -> bool:
    """Whether a supportingInfo points at another plan."""
    return reference.get("type") == "CarePlan" or (target(reference) or "").startswith("CarePlan/")


def _linked(reference: Resource) -> LinkedPlan:
    identifier = reference.get("identifier", {})
    known = (identifier.get("system", ""), identifier.get("value", "")) if identifier else None
    return LinkedPlan(
        display=reference.get("display", ""),
        reference=target(reference),
        identifier=known,
        responsible=target(value_of(reference, systems.ext("ansvarig"))),
    )
