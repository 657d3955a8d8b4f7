"""Under which care provider a unit stands: its people act for that one, so it is never taken or given away by staff."""

from typing import Final

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import plainly_named
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import CUSTODIANS, custodian_of


def organisation_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """A unit stays at, and a new one comes to, the writer's own care provider, whose own entry keeps its type and place.

    Law: PDL 4 kap. 2 § (each care provider decides who has access to its records).
    """
    if desk.actor.kind != "staff":
        return []
    if before is not None and custodian_of(desk, before["id"]) != desk.actor.custodian:
        return [_ELSEWHERE]
    if before is not None and all(before.get(name) == after.get(name) for name in ("type", "partOf")):
        return []
    if any(_is_provider(each) for each in (before, after) if each is not None):
        return [_PROVIDER]
    above = plainly_named(after, "partOf", "Organization")
    is_own = above is not None and custodian_of(desk, above) == desk.actor.custodian
    return [] if is_own else [_ELSEWHERE]


def _is_provider(organization: Resource) -> bool:
    return any(systems.has_coding(organization.get("type"), systems.ORG, kind) for kind in CUSTODIANS)


_ELSEWHERE: Final = rule(
    "En enhet hör till er egen vårdgivare, både före och efter ändringen. Andras ändras av registret.",
    "A unit belongs to your own care provider, before and after the change. Others' are changed by the register.",
    "Organization.partOf",
)
_PROVIDER: Final = rule(
    "En vårdgivares egen post skapas, och får typ och plats, av registret eller av driften.",
    "A care provider's own entry is made, and given its type and place, by the register or the operator.",
    "Organization.type",
)
