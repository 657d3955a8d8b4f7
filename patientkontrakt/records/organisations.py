"""Which vårdgivare or omsorgsgivare a unit belongs to: the nearest ancestor that is one (model.md D1)."""

from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import organisations as archive
from patientkontrakt.store.organisations import ancestors

CUSTODIANS = ("vardgivare", "omsorgsgivare")


def custodian_of(desk: Desk, unit: str) -> str | None:
    """The custodian of an Organization: itself when it is one, else the nearest above; None when there is none."""
    for organization, kinds in ancestors(desk.tx, unit, systems.ORG):
        if kinds & set(CUSTODIANS):
            return organization
    return None


def answered_for(desk: Desk, custodian: str) -> tuple[str, ...]:
    """A custodian and all that is part of it, but for what another custodian below it answers for; by id."""
    return archive.answered_for(desk.tx, custodian, systems.ORG, CUSTODIANS)


def is_custodian(organization: dict[str, Any]) -> bool:
    """Whether an Organization, as it is told here, is a vårdgivare or omsorgsgivare itself."""
    kinds = organization.get("type")
    return any(systems.has_coding(kinds, systems.ORG, kind) for kind in CUSTODIANS)


def is_part_of_kind(desk: Desk, unit: str, kind: str) -> bool:
    """Whether an Organization, or one it is part of, has this kind (a code of pk-org)."""
    return any(kind in kinds for _, kinds in ancestors(desk.tx, unit, systems.ORG))
