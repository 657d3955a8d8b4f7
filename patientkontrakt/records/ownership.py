"""Whose entry a new resource is (model.md D3 *custodian/unit*): told by who writes, never by the body."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.resource import references
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.siblings import sibling, siblings
from patientkontrakt.store.facts import gather


@dataclass(frozen=True)
class Owner:
    """The custodian (vårdgivare or omsorgsgivare) and the unit that answer for an entry."""

    custodian: str | None
    unit: str | None


NOBODY = Owner(None, None)


def owner_of_new(desk: Desk, resource: dict[str, Any], patient: str | None) -> Owner:
    """The owner of a resource the desk's actor is about to create. Raises Invalid when a patient has no unit."""
    if patient is None or TYPES[resource["resourceType"]].name == "Patient":
        return NOBODY
    if blocked := _of_the_block(desk, resource):
        return blocked
    actor = desk.actor
    if actor.kind in ("staff", "system"):
        return Owner(actor.custodian, actor.unit)
    return _of_the_contract(desk, resource, patient) or _of_the_listing(desk, patient) or _nowhere(resource)


def owner_about(desk: Desk, patient: str) -> Owner:
    """Who answers for what is said of ``patient`` as a whole: the unit of her newest contract, else where she is
    listed, else whoever has written about her; nobody when nobody has."""
    nothing = {"resourceType": "Communication"}
    kept = _of_the_contract(desk, nothing, patient) or _of_the_listing(desk, patient)
    if kept:
        return kept
    units = [each for each in siblings(desk, patient, "EpisodeOfCare") if each.unit]
    return Owner(units[-1].custodian, units[-1].unit) if units else NOBODY


def _of_the_block(desk: Desk, resource: dict[str, Any]) -> Owner | None:
    """A spärr belongs to who must keep it closed (model.md D2): the unit it closes and its custodian, or the custodian."""
    categories = resource.get("category") if resource["resourceType"] == "Consent" else None
    blocks = {code for each in categories or () if (code := systems.code_in(each, systems.CONSENT_PURPOSE))}
    if not blocks & {"sparr-inre", "sparr-yttre"}:
        return None
    closed = [located.reference.key for located in references({**resource, "provision": {}})]
    unit = next((key.id for key in closed if key and key.type == "Organization"), None)
    return Owner(custodian_of(desk, unit), unit) if unit else None


def _of_the_contract(desk: Desk, resource: dict[str, Any], patient: str) -> Owner | None:
    """Of the plan or time that the resource names; else of the patient's newest contract."""
    for located in references(resource):
        key = located.reference.key
        if key and key.type in ("CarePlan", "Appointment", "Task"):
            named = sibling(desk, patient, key.type, key.id)
            if named and named.unit:
                return Owner(named.custodian, named.unit)
    contracts = siblings(desk, patient, "CarePlan", category=(systems.PLAN_CATEGORY, "patientkontrakt"))
    return Owner(contracts[-1].custodian, contracts[-1].unit) if contracts else None


def _of_the_listing(desk: Desk, patient: str) -> Owner | None:
    current = [
        relation
        for relation in gather(desk.tx, patient).relations
        if relation.kind == "listning"
        and relation.starts <= desk.at
        and (relation.ends is None or desk.at < relation.ends)
    ]
    if not current:
        return None
    unit = max(current, key=lambda relation: relation.starts).unit
    return Owner(custodian_of(desk, unit), unit)


def _nowhere(resource: dict[str, Any]) -> Owner:
    raise Invalid(
        Issue(
            "business-rule",
            "Det finns ingen plan och ingen enhet du är listad på som kan ta emot det här. Ring din vårdcentral.",
            "There is no plan and no unit where you are listed that can receive this. Call your health centre.",
            (resource["resourceType"],),
        )
    )
