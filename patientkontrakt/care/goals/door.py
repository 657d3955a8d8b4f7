"""Whose words a goal's are: the patient's own are changed only by her, staff's only by staff (D6, K-10).

Holds for the goals of a contract and for every goal a patient writes; other goals are generic and free.
"""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.parties import PATIENT_SIDE, Side, id_of, side_of, type_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, target, targets
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import siblings

HERS: Final = ("description", "expressedBy", "target", "extension")
"""What is the words of the one who expressed the goal; how it goes is not."""


def goal_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """What one write of a goal may not do."""
    if desk.actor.kind == "system" or is_commanded(desk):
        return []
    by_patient = desk.actor.kind in ("patient", "guardian")
    if by_patient:
        return list(_by_patient(desk.actor, before, after))
    return list(_by_staff(desk, before, after)) if before else []


def _by_patient(actor: Actor, before: Resource | None, after: Resource) -> Iterator[Issue]:
    own = {f"Patient/{actor.patient}", actor.who}
    if target(after.get("expressedBy")) not in own:
        yield rule("Ett eget mål är ditt eget.", "Your own goal is expressed by you.", "Goal.expressedBy")
    elif before is not None and target(before.get("expressedBy")) not in own:
        yield rule(
            "Det här målet har vården skrivit. Svara på planen om du vill ändra det.",
            "Care has written this goal. Answer the plan if you want to change it.",
            "Goal.expressedBy",
        )


def _by_staff(desk: Desk, before: Resource, after: Resource) -> Iterator[Issue]:
    speaker = target(before.get("expressedBy")) or ""
    changed = any(before.get(name) != after.get(name) for name in HERS)
    if changed and type_of(speaker) in PATIENT_SIDE and _is_in_a_contract(desk, after):
        yield _HER_WORDS


def _is_in_a_contract(desk: Desk, goal: Resource) -> bool:
    patient = id_of(target(goal.get("subject")) or "")
    plans = siblings(desk, patient, "CarePlan", category=codes.CONTRACT)
    return any(f"Goal/{goal.get('id')}" in targets(plan.body().get("goal")) for plan in plans)


_HER_WORDS: Final = rule(
    "Det här är patientens egna ord. Bara patienten ändrar dem; föreslå en ändring i stället.",
    "These are the patient's own words. Only the patient changes them; propose a change instead.",
    "Goal.description",
)


def is_own(expressed_by: str) -> bool:
    """ "Ditt eget mål": expressed by the patient or her relative."""
    return side_of(expressed_by) == Side.PATIENT
