"""Who keeps a Group: it decides which patients a system is let in to, so no other care provider's is made or changed by staff."""

from typing import Final

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import plainly_named
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of


def group_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """The keeper is the writer's own care provider, before the change and after it.

    Law: PDL 4 kap. 2 § (each care provider decides who has access to its records).
    """
    if desk.actor.kind != "staff":
        return []
    kept = (keeper_of(desk, each) == desk.actor.custodian for each in (before, after) if each is not None)
    return [] if all(kept) else [_ELSEWHERE]


def keeper_of(desk: Desk, group: Resource) -> str | None:
    """The care provider behind the organization that keeps it; None when none is said to."""
    unit = plainly_named(group, "managingEntity", "Organization")
    return custodian_of(desk, unit) if unit else None


_ELSEWHERE: Final = rule(
    "En grupp hålls av er egen vårdgivare, både före och efter ändringen. Andras ändras av registret.",
    "A group is kept by your own care provider, before and after the change. Others' are changed by the register.",
    "Group.managingEntity",
)
