"""Whom an administrator gives an assignment: an entry of PractitionerRole is one, since accounts follow the registers."""

from typing import Final

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.peek import mapping, string
from patientkontrakt.fhir.resource import Key, parse_reference, plainly_named
from patientkontrakt.policy.actor import ADMINISTRATOR
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of

_ROLE: Final = systems.pk("role")


def assignment_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Nobody gives herself one, or one at another care provider, or makes another administrator: whoever could would be
    both pairs of eyes (ADR 0026).

    Law: PDL 4 kap. 2 § (each care provider decides who has access to its records, by what the work needs).
    """
    if desk.actor.kind != "staff":
        return []
    entries = [each for each in (before, after) if each is not None]
    if any(str(_key(each, "practitioner")) == desk.actor.account for each in entries):
        return [_ONESELF]
    if "practitioner" in after and plainly_named(after, "practitioner", "Practitioner") is None:
        return [_UNCLEAR]
    if any(systems.has_coding(each.get("code"), _ROLE, ADMINISTRATOR) for each in entries):
        return [_ANOTHER_ADMINISTRATOR]
    units = {plainly_named(each, "organization", "Organization") for each in entries}
    return [_ELSEWHERE] if any(_is_elsewhere(desk, unit) for unit in units) else []


def _is_elsewhere(desk: Desk, unit: str | None) -> bool:
    return unit is None or custodian_of(desk, unit) != desk.actor.custodian


def _key(entry: Resource, role: str) -> Key | None:
    """Whom the entry means, also by a version of her, or a part."""
    text = string(mapping(entry, role), "reference")
    return parse_reference(text).key if text else None


_ONESELF: Final = rule(
    "Ingen ger sig själv ett uppdrag. Be en annan administratör.",
    "Nobody gives herself an assignment. Ask another administrator.",
    "PractitionerRole.practitioner",
)
_UNCLEAR: Final = rule(
    "Skriv vem uppdraget är för som Practitioner/id, utan version och utan adress.",
    "Write whom the assignment is for as Practitioner/id, without a version and without an address.",
    "PractitionerRole.practitioner",
)
_ANOTHER_ADMINISTRATOR: Final = rule(
    "Uppdraget som systemadministratör ges av registret eller av driften.",
    "The assignment of system administrator is given by the register or the operator.",
    "PractitionerRole.code",
)
_ELSEWHERE: Final = rule(
    "Ett uppdrag ges av vårdgivaren själv: enheten ska höra till er.",
    "An assignment is given by the care provider itself: the unit must be one of yours.",
    "PractitionerRole.organization",
)
