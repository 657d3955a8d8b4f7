"""Where a patient is on the five steps of a goal: an Observation (model.md D6)."""

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.demo.fhir import Resource, concept, ref, resource
from patientkontrakt.demo.stories.teller import Moment, Teller


def reached(teller: Teller, by: str, when: Moment, goal: str, level: int) -> None:
    """`by` of the staff writes down that the patient is at `level` (-2 … +2) of `goal` (an id)."""
    teller.write(by, when, _level(teller, by, when, goal, level))


def _level(teller: Teller, by: str, when: Moment, goal: str, level: int) -> Resource:
    return resource(
        "Observation",
        f"{goal}-niva",
        status="final",
        code=concept(*codes.GOAL_LEVEL, "Målnivå"),
        subject=ref("Patient", teller.person.id),
        focus=[ref("Goal", goal)],
        effectiveDateTime=clock.iso(teller.days.at(*when)),
        performer=[ref("PractitionerRole", by)],
        valueInteger=level,
    )
