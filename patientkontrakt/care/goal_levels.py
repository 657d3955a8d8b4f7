"""Where the patient is on a goal's five steps: Observation `pk-observation#malniva` (model.md D6), never overwritten."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.annotations import person_behind
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.entrance import going_on
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, concept, put, ref
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


def set_level(desk: Desk, plan: str, goal: str, value: int, text: str | None = None) -> Stored:
    """Note the level now, −2 … +2, by any unit that may read the goal and add to the contract. Raises NotFound."""
    require_scopes(desk, *permissions.GOAL_LEVEL)
    dossier = going_on(desk, plan)
    require_creatable(desk, "Observation", dossier.patient)
    return noted(desk, dossier, goal, value, text)


def noted(desk: Desk, dossier: Dossier, goal: str, value: int, text: str | None) -> Stored:
    """The Observation of one level, and the goal's reference to it; within an act that the law has let in."""
    key = f"Goal/{goal}"
    reader.read(desk, "Goal", goal)
    stored = dossier.parts.get(key)
    if stored is None:
        raise NotFound()
    if stored.body().get("lifecycleStatus") in ("cancelled", "rejected", "entered-in-error"):
        raise RuleBroken(_GONE)
    with commanded(desk):
        made = writer.create(desk, _observation(desk, dossier, key, value, text), trust=COMMAND)
        body = stored.body()
        outcomes = [*body.get("outcomeReference", []), ref(made.key)]
        writer.update(desk, "Goal", goal, body | {"outcomeReference": outcomes}, None, trust=COMMAND)
    return made


def _observation(desk: Desk, dossier: Dossier, goal: str, value: int, text: str | None) -> Resource:
    shape: Resource = {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(codes.GOAL_LEVEL),
        "subject": ref(f"Patient/{dossier.patient}"),
        "basedOn": [ref(dossier.plan.key)],
        "focus": [ref(goal)],
        "effectiveDateTime": clock.iso(desk.now),
        "performer": [ref(desk.actor.who)],
        "valueInteger": value,
    }
    note: Resource = {"text": text, "time": clock.iso(desk.now)}
    put(note, "authorReference", ref(person_behind(desk)))
    put(shape, "note", [note] if text else [])
    return shape


_GONE: Final = rule(
    "Målet finns inte längre i planen.", "The goal is no longer in the plan.", "Goal.lifecycleStatus"
)
