"""Who may administer programs and assignments: a systemadministratör, and she sees no patient for it (access.md S1, S2).

A system acts for one care provider, whose administrators alone open and close it; apps of people are everybody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.directory import MOST
from patientkontrakt.care.groups_door import keeper_of
from patientkontrakt.care.own_units import every_own_unit
from patientkontrakt.care.refusals import rule
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.actor import ADMINISTRATOR
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.registers import reference_entry


def require_administrator(desk: Desk) -> str:
    """The custodian she administers for. Raises AccessRefused, noted, for everybody else."""
    custodian = desk.actor.custodian
    if desk.actor.kind != "staff" or desk.actor.role != ADMINISTRATOR or custodian is None:
        desk.note("administer", "", "refused", "not_administrator")
        raise AccessRefused("not_administrator", may_know=True)
    require_scopes(desk, *permissions.ADMINISTER)
    return custodian


def require_own_program(desk: Desk, client: str, organization: str | None) -> None:
    """Raises AccessRefused, noted, when the program acts for an organization of another care provider.

    Law: PDL 4 kap. 2 § (each care provider decides who has access to its records).
    """
    if organization is not None and custodian_of(desk, organization) != desk.actor.custodian:
        desk.note("administer", f"client:{client}", "refused", "not_own_program")
        raise AccessRefused("not_own_program", may_know=True)


def require_own_ground(desk: Desk, organization: str | None, groups: Sequence[str]) -> None:
    """What a new system would act for and read is of her own care provider: a Group is whose managingEntity keeps it.

    Raises Invalid, told at the fields. Law: as above.
    """
    faults = []
    if organization is not None and custodian_of(desk, organization) != desk.actor.custodian:
        faults.append(_ELSEWHERE)
    if any(_keeper(desk, group) != desk.actor.custodian for group in groups):
        faults.append(_ANOTHERS_GROUP)
    if faults:
        raise Invalid(*faults)


def own_organizations(desk: Desk) -> list[tuple[str, str | None]]:
    """(id, name) of whom a system of hers may act for: the care provider first, then its units by name."""
    custodian = desk.actor.custodian
    units = sorted(every_own_unit(desk), key=lambda each: each.id != custodian)
    return [(each.id, each.name) for each in units]


def groups_of(desk: Desk, organizations: Iterable[str]) -> list[tuple[str, str | None]]:
    """(id, name) of the Groups that these organizations keep, by name; at most 200."""
    keepers = ",".join(f"Organization/{each}" for each in organizations)
    query = parse_query("Group", [("managing-entity", keepers)], strict=True)
    found = [each.body() for each in reader.search(desk, replace(query, count=MOST)).matches]
    return sorted(((each["id"], each.get("name")) for each in found), key=lambda each: each[1] or each[0])


def _keeper(desk: Desk, group: str) -> str | None:
    entry = reference_entry(desk, "Group", group)
    return keeper_of(desk, entry.body()) if entry else None


_ELSEWHERE: Final = rule(
    "Ett system hör till den egna vårdgivaren: organisationen ska vara en av era.",
    "A system is the care provider's own: the organization must be one of yours.",
    "organization",
)
_ANOTHERS_GROUP: Final = rule(
    "Gruppen ska finnas och hållas av den egna vårdgivaren.",
    "The group must be there, and be kept by your own care provider.",
    "groups",
)
