"""Who there is to work with: units with their custodian, and the staff of a unit. Reference data, nobody's record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.contract.queries import OURS
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.people import Party, address, described, phone
from patientkontrakt.care.registers import entry, gather
from patientkontrakt.care.shapes import Resource, day, target, targets
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

UNIT_KINDS: Final = ("sabo", "vardenhet", "omsorgsenhet")
"""What makes an Organization a place where people work; the most telling first."""
CUSTODIAN_KINDS: Final = frozenset({"vardgivare", "omsorgsgivare"})
DEEPEST: Final = 10
MOST: Final = 200


@dataclass(frozen=True)
class Unit:
    """A unit in words, and the vårdgivare or omsorgsgivare that answers for it."""

    id: str
    name: str | None
    kind: str
    custodian: str | None
    custodian_name: str | None
    phone: str | None
    address: str | None


@dataclass(frozen=True)
class Colleague:
    """Somebody at work: reference, name, role in words, and where."""

    reference: str
    name: str | None
    role: str | None
    unit: str
    unit_name: str | None
    phone: str | None


def units(desk: Desk, text: str | None = None, near: str | None = None) -> list[Unit]:
    """Active units whose names hold all the words of `text`, by name; at most 200.

    Those that take part in the contract `near` come first. Raises NotFound when the actor may not read it.
    """
    require_scopes(desk, *permissions.UNITS)
    first = _taking_part(desk, near) if near else frozenset()
    asked = [("name:contains", each) for each in words_in(text or "")]
    kinds = ("type", ",".join(f"{systems.ORG}|{kind}" for kind in UNIT_KINDS))
    query = parse_query(
        "Organization", [*asked, kinds, ("active:not", "false"), ("_sort", "name")], strict=True
    )
    found = [each.body() for each in reader.search(desk, replace(query, count=MOST)).matches]
    above = _above(desk, found)
    told = [_unit(each, above) for each in found]
    return sorted(told, key=lambda each: each.id not in first)


def staff(desk: Desk, unit: str) -> list[Colleague]:
    """Those who work at a unit today, by name. Raises AccessRefused for anybody but staff."""
    require_scopes(desk, *permissions.STAFF_AT_WORK)
    require_staff(desk)
    query = parse_query("PractitionerRole", [("organization", f"Organization/{unit}")], strict=True)
    page = reader.search(desk, replace(query, count=MOST))
    today = clock.today(desk.now)
    roles = [each.key for each in page.matches if _works(each.body(), today)]
    people = described(desk, roles)
    told = [_colleague(each, people[each], unit) for each in roles]
    return sorted(told, key=lambda each: each.name or "")


def require_staff(desk: Desk) -> None:
    """Raises AccessRefused for patients, guardians and systems."""
    if desk.actor.kind != "staff":
        desk.note("command", "", "refused", "act")
        raise AccessRefused("act", may_know=True)


def _taking_part(desk: Desk, plan: str) -> frozenset[str]:
    """The units named by a contract that the actor may read."""
    page = reader.search(desk, parse_query("CarePlan", [("_id", plan), OURS], strict=True))
    if not page.matches:
        raise NotFound()
    body = page.matches[0].body()
    named = [id_of(each) for each in targets(body.get("contributor")) if type_of(each) == "Organization"]
    return frozenset([*named, page.matches[0].unit or ""])


def _above(desk: Desk, found: Sequence[Resource]) -> dict[str, Resource]:
    """These organizations and everything they are part of, one statement for each level."""
    known = {each["id"]: each for each in found}
    for _ in range(DEEPEST):
        missing = {part for each in known.values() if (part := _part_of(each)) and part not in known}
        if not missing:
            break
        known |= {id: each for id, each in _organizations(desk, missing).items() if each}
        if not missing & set(known):
            break
    return known


def _organizations(desk: Desk, ids: Iterable[str]) -> dict[str, Resource]:
    keys = {id: f"Organization/{id}" for id in sorted(ids)}
    gather(desk, keys.values())
    return {id: entry(desk, key) or {} for id, key in keys.items()}


def _part_of(organization: Resource) -> str | None:
    above = target(organization.get("partOf"))
    return id_of(above) if above and type_of(above) == "Organization" else None


def _unit(body: Resource, known: dict[str, Resource]) -> Unit:
    custodian = _custodian(body, known)
    return Unit(
        id=body["id"],
        name=body.get("name"),
        kind=next(kind for kind in UNIT_KINDS if systems.has_coding(body.get("type"), systems.ORG, kind)),
        custodian=custodian.get("id"),
        custodian_name=custodian.get("name"),
        phone=phone(body),
        address=address(body),
    )


def _custodian(body: Resource, known: dict[str, Resource]) -> Resource:
    """The nearest that answers for what is written there: itself, or what it is part of."""
    at: Resource | None = body
    for _ in range(DEEPEST):
        if at is None or any(
            systems.has_coding(at.get("type"), systems.ORG, kind) for kind in CUSTODIAN_KINDS
        ):
            break
        at = known.get(_part_of(at) or "")
    return at or {}


def _works(role: Resource, today: date) -> bool:
    span = role.get("period", {})
    start, end = day(span.get("start")), day(span.get("end"))
    return role.get("active") is not False and (start or today) <= today <= (end or today)


def _colleague(reference: str, known: Party, unit: str) -> Colleague:
    return Colleague(reference, known.name, known.role, unit, known.unit, known.phone)
