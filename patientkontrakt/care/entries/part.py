"""Naming one entry of a contract: "Goal/x". What is hidden, another's or not there is the same NotFound."""

from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.parties import PATIENT_SIDE, id_of, type_of
from patientkontrakt.care.shapes import Resource, has_code, target, targets
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.stored import Stored

KINDS: Final = ("Goal", "Task", "Appointment", "CareTeam", "Communication", "Observation")
"""What a contract consists of beside itself and her story."""
_SPEAKER: Final = {"Goal": "expressedBy", "Task": "requester", "Communication": "sender"}


def part_of(desk: Desk, dossier: Dossier, key: str) -> Stored:
    """One entry of the contract: in its plan, or said about it. Raises NotFound."""
    found = dossier.parts.get(key) or _said_about(desk, dossier, key)
    if found is None or found.type not in KINDS or found.visibility == "egen":
        raise NotFound()
    return found


def _said_about(desk: Desk, dossier: Dossier, key: str) -> Stored | None:
    """What is no part of the plan but belongs to it: words about it, and how far a goal has come."""
    kind = type_of(key)
    found = (
        sibling(desk, dossier.patient, kind, id_of(key)) if kind in ("Communication", "Observation") else None
    )
    return found if found and _belongs(desk, dossier, found.body()) else None


def _belongs(desk: Desk, dossier: Dossier, body: Resource) -> bool:
    if has_code(body.get("category"), codes.DISCLOSURE):
        return False  # a copy that has left has left
    named = (*targets(body.get("about")), *targets(body.get("focus")))
    if any(each == dossier.plan.key or each in dossier.parts for each in named):
        return True
    asked = (
        sibling(desk, dossier.patient, "Communication", id_of(each))
        for each in targets(body.get("inResponseTo"))
    )
    return any(each and dossier.plan.key in targets(each.body().get("about")) for each in asked)


def speaker_of(body: Resource) -> str | None:
    """Whose words the entry is, where it is somebody's words."""
    if body["resourceType"] == "Observation":
        return next(iter(targets(body.get("performer"))), None)
    return target(body.get(_SPEAKER.get(body["resourceType"], "")))


def is_hers(body: Resource) -> bool:
    """Whether the entry is the patient's own words, or a relative's for her: nobody else changes them."""
    return type_of(speaker_of(body) or "") in PATIENT_SIDE
