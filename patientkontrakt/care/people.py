"""Names for references: who a PractitionerRole is and where, what an Organization is called, how to reach them.

For references that stand in what the reader is already shown; nothing is looked up for anybody else. Of staff whose
identity is protected the role and the unit are told, never the name (S-6).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from patientkontrakt.care.parties import type_of
from patientkontrakt.care.registers import entry, gather
from patientkontrakt.care.shapes import Resource, target
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.mask import HIDDEN, is_masked
from patientkontrakt.records.posts import title_in


@dataclass(frozen=True)
class Party:
    """Somebody or some unit, in words."""

    name: str | None = None
    role: str | None = None
    unit: str | None = None
    phone: str | None = None
    address: str | None = None


def described(desk: Desk, references: Iterable[str | None]) -> dict[str, Party]:
    """Words for each reference to staff, units or Groups; patients and relatives have none here."""
    wanted = sorted({each for each in references if each and type_of(each) in _DESCRIBE})
    gather(desk, wanted)
    return {each: _DESCRIBE[type_of(each)](desk, each) for each in wanted}


def _role(desk: Desk, reference: str) -> Party:
    role = entry(desk, reference) or {}
    person = entry(desk, target(role.get("practitioner"))) or {}
    unit = entry(desk, target(role.get("organization"))) or {}
    told, title = phone(role) or phone(person) or phone(unit), title_in(role)
    name = (title or HIDDEN) if is_masked(role) else name_of(person)
    return Party(name, title, unit.get("name"), told, address(unit))


def _person(desk: Desk, reference: str) -> Party:
    body = entry(desk, reference) or {}
    return Party(name_of(body), phone=phone(body))


def _unit(desk: Desk, reference: str) -> Party:
    body = entry(desk, reference) or {}
    return Party(body.get("name"), unit=body.get("name"), phone=phone(body), address=address(body))


def _group(desk: Desk, reference: str) -> Party:
    return Party((entry(desk, reference) or {}).get("name"))


_DESCRIBE = {
    "PractitionerRole": _role,
    "Practitioner": _person,
    "Organization": _unit,
    "HealthcareService": _unit,
    "Group": _group,
}


def phone(body: Resource) -> str | None:
    """The first telephone number."""
    told = (each.get("value") for each in body.get("telecom", []) if each.get("system") == "phone")
    return next((value for value in told if value), None)


def address(body: Resource) -> str | None:
    """The first address, as one line."""
    told = body.get("address", [])
    first: Resource = told if isinstance(told, dict) else next(iter(told), {})
    town = " ".join(each for each in (first.get("postalCode"), first.get("city")) if each)
    lines = [*first.get("line", []), town]
    return first.get("text") or ", ".join(each for each in lines if each) or None
