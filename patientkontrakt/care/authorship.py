"""Nobody writes in another's name: an author, requester or sender that contradicts the actor is refused (D3).

Holds for people at the doors. What systems and imports write was said by others, and they answer for it; a command
writes down who said what, also a patient's yes that staff heard.
"""

from collections.abc import Iterable
from typing import Final

from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.registers import entry
from patientkontrakt.care.shapes import Resource, target
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.desk import Desk

SPOKEN_BY: Final[dict[str, tuple[str, ...]]] = {
    "CarePlan": ("author",),
    "Task": ("requester",),
    "QuestionnaireResponse": ("author",),
    "Communication": ("sender",),
    "CommunicationRequest": ("sender",),
    "Observation": ("performer",),
    "Consent": ("performer",),
    "AppointmentResponse": ("actor",),
    "ServiceRequest": ("requester",),
    "DocumentReference": ("author",),
    "Flag": ("author",),
    "Provenance": ("agent.who",),
}
"""The elements that say who speaks."""

HSA_SYSTEMS: Final = (systems.HSA_ID, systems.HSA_ID_HL7SE)
SAID_FOR_PATIENT: Final = frozenset({"Consent"})
"""Staff write down what the patient has said there; who said it is still the patient."""


def speaks_for_itself(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """A new or changed author must be the writer, or the unit she works at."""
    if desk.actor.kind == "system" or is_commanded(desk):
        return []
    kind = after["resourceType"]
    names = _own_names(desk.actor)
    if desk.actor.kind == "staff" and kind in SAID_FOR_PATIENT:
        names.add(target(after.get("patient")) or "")
    issues = [
        _contradicts(kind, path) for path in SPOKEN_BY.get(kind, ()) if _foreign(path, before, after, names)
    ]
    return issues + _source(desk, before, after)


def _own_names(actor: Actor) -> set[str]:
    names = {actor.who, f"Organization/{actor.unit}", f"Organization/{actor.custodian}"}
    kind, _, id_ = actor.who.partition("/")
    if kind == "PractitionerRole":
        names.add(f"Practitioner/{id_}")
    if actor.kind in ("patient", "guardian"):
        names.add(f"Patient/{actor.patient}")
    return names


def _foreign(path: str, before: Resource | None, after: Resource, names: set[str]) -> bool:
    said = set(_references(after, path)) - set(_references(before or {}, path))
    return bool(said - names)


def _references(resource: Resource, path: str) -> Iterable[str]:
    name, _, inner = path.partition(".")
    value = resource.get(name)
    each = value if isinstance(value, list) else [value] if value else []
    found = (target(one.get(inner) if inner else one) for one in each)
    return [reference for reference in found if reference]


def _source(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """`meta.source` is where an entry was made: a person's is made here, or at her own unit (its HSA-id)."""
    now = after.get("meta", {}).get("source")
    if now is None or now == (before or {}).get("meta", {}).get("source"):
        return []
    told = now.rpartition("#")[2]
    here = desk.actor.kind == "staff" and told in _hsa_ids(desk)
    return [] if here or now.startswith(desk.base) else [_contradicts(after["resourceType"], "meta.source")]


def _hsa_ids(desk: Desk) -> set[str]:
    units = (entry(desk, f"Organization/{each}") for each in (desk.actor.unit, desk.actor.custodian) if each)
    told = (identifier for unit in units for identifier in (unit or {}).get("identifier", []))
    return {each["value"] for each in told if each.get("system") in HSA_SYSTEMS and each.get("value")}


def _contradicts(kind: str, path: str) -> Issue:
    return rule(
        "Du kan bara skriva i ditt eget namn.",
        "You can only write in your own name.",
        f"{kind}.{path}",
    )
