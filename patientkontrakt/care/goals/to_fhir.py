"""GoalItem → Goal (model.md D6). The patient's words are kept as she said them; a rephrasing is a note."""

from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.goals.from_fhir import read_due, read_rephrasing
from patientkontrakt.care.goals.model import GoalItem, Step
from patientkontrakt.care.shapes import Resource, concept, put, put_extensions, ref, start_from
from patientkontrakt.fhir import systems

STEP: Final = systems.ext("steg")
NOW: Final = systems.ext("nulage")
FIRST_STEP: Final = systems.ext("forsta-steg")


def goal(item: GoalItem, patient: str, base: Resource | None = None) -> Resource:
    """The Goal of one item, for `patient` ("Patient/x")."""
    resource = start_from(base, "Goal", item.id)
    put_extensions(resource, [STEP, NOW, FIRST_STEP], _extensions(item))
    resource |= {"lifecycleStatus": item.lifecycle, "subject": ref(patient), "expressedBy": ref(item.by)}
    resource["description"] = resource.get("description", {}) | {"text": item.text}
    achieved = concept(Code(codes.GOAL_ACHIEVEMENT, item.achievement)) if item.achievement else None
    put(resource, "achievementStatus", achieved)
    put(resource, "target", _targets(item, resource))
    put(resource, "note", _notes(item, resource))
    return resource


def _extensions(item: GoalItem) -> list[Resource]:
    said = ((NOW, item.now), (FIRST_STEP, item.first_step))
    return [_step(each) for each in item.steps] + [
        {"url": url, "valueString": text} for url, text in said if text
    ]


def _step(step: Step) -> Resource:
    parts = [{"url": "value", "valueInteger": step.value}, {"url": "text", "valueString": step.text}]
    return {"url": STEP, "extension": parts}


def _targets(item: GoalItem, resource: Resource) -> list[Resource]:
    targets = [dict(each) for each in resource.get("target", [])]
    if read_due(resource) == item.due:
        return targets
    first, rest = (targets[0], targets[1:]) if targets else ({}, [])
    put(first, "dueDate", item.due.isoformat() if item.due else None)
    return ([first] if first else []) + rest


def _notes(item: GoalItem, resource: Resource) -> list[Resource]:
    notes = [dict(each) for each in resource.get("note", [])]
    if read_rephrasing(resource) == item.rephrased:
        return notes
    return ([{"text": item.rephrased}] if item.rephrased else []) + notes[1:]
