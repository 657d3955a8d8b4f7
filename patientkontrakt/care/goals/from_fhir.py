"""Goal → GoalItem (model.md D6)."""

from datetime import date

from patientkontrakt.care import codes
from patientkontrakt.care.goals.model import GoalItem, Step
from patientkontrakt.care.shapes import Resource, day, target, value_of
from patientkontrakt.fhir import systems


def goal(resource: Resource) -> GoalItem:
    """The item a Goal holds."""
    return GoalItem(
        id=resource.get("id", ""),
        text=resource.get("description", {}).get("text", ""),
        by=target(resource.get("expressedBy")) or "",
        rephrased=read_rephrasing(resource),
        steps=read_steps(resource),
        due=read_due(resource),
        lifecycle=resource.get("lifecycleStatus", "proposed"),
        achievement=systems.code_in(resource.get("achievementStatus"), codes.GOAL_ACHIEVEMENT),
        now=value_of(resource, systems.ext("nulage")),
        first_step=value_of(resource, systems.ext("forsta-steg")),
    )


def read_steps(resource: Resource) -> tuple[Step, ...]:
    """The five steps, as written."""
    found = systems.extensions(resource, systems.ext("steg"))
    return tuple(Step(int(value_of(each, "value") or 0), str(value_of(each, "text") or "")) for each in found)


def read_due(resource: Resource) -> date | None:
    """The day the goal is looked at again."""
    first: Resource = next(iter(resource.get("target", [])), {})
    return day(first.get("dueDate"))


def read_rephrasing(resource: Resource) -> str | None:
    """Staff's wording of the same goal: the first note."""
    first: Resource = next(iter(resource.get("note", [])), {})
    return first.get("text")
