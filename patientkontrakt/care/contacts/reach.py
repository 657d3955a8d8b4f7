"""Whom to call at this hour (K-12): the fixed contacts that are open, then 1177, and 112 for an emergency.

What is closed is left out, and so is what nobody has told the hours of. The chain is contact, team, unit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.contacts.hours import Availability, Hours, read_hours, seen, together
from patientkontrakt.care.contacts.model import ContactKind, FixedContact
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.people import Party, described
from patientkontrakt.care.registers import entry, unit_of
from patientkontrakt.care.shapes import target
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Line:
    """One number to call: whose, in words; `kind` is kontakt, 1177 or 112; `until` when it closes, if it does."""

    who: str | None
    role: str | None
    phone: str
    kind: str
    open: bool = True
    until: datetime | None = None


ALWAYS: Final = (Line("1177", None, "1177", "1177"), Line("112", None, "112", "112"))


@dataclass(frozen=True)
class Reach:
    """Each contact's hours as seen now, by its id, and whom to call now."""

    contacts: Mapping[str, Availability]
    now: tuple[Line, ...] = ALWAYS


def reach(desk: Desk, contacts: Iterable[FixedContact]) -> Reach:
    """How the contacts can be reached at the desk's hour; hours are read as far as the token lets them be."""
    held = sorted((each for each in contacts if each.active), key=_order)
    units = {unit for each in held for unit in (each.team, _unit(desk, each)) if unit}
    opening = _hours_of_units(desk, units)
    availability = {each.id: seen(_own_hours(desk, each, opening), desk.now) for each in held}
    today = clock.today(desk.now)
    lines: dict[str, Line] = {}
    for each in (one for one in held if is_current(one, today)):
        for line in _lines(desk, each, availability[each.id], opening):
            lines.setdefault(line.phone, line)
    return Reach(availability, (*lines.values(), *ALWAYS))


def _order(contact: FixedContact) -> bool:
    """She who holds it all together is called first."""
    return contact.kind not in (ContactKind.SAMORDNANDE, ContactKind.VARDKONTAKT)


def _unit(desk: Desk, contact: FixedContact) -> str | None:
    if contact.unit or not contact.member:
        return contact.unit
    unit = unit_of(desk, contact.member)
    return f"Organization/{unit}" if unit else None


def _own_hours(desk: Desk, contact: FixedContact, opening: Mapping[str, Hours]) -> Hours:
    """The person's own hours, else the team's, else the unit's."""
    own = read_hours(entry(desk, contact.member) or {})
    behind = (opening.get(each or "", Hours()) for each in (contact.team, _unit(desk, contact)))
    return next((each for each in (own, *behind) if each.openings), Hours())


def _lines(
    desk: Desk, contact: FixedContact, own: Availability, opening: Mapping[str, Hours]
) -> Iterator[Line]:
    said = described(desk, [contact.member, contact.team, _unit(desk, contact)])
    told = next((each.value for each in contact.paths if each.system == "phone"), None)
    person = said.get(contact.member or "", Party())
    if own.open and (number := told or person.phone):
        yield Line(person.name, person.role, number, "kontakt", until=own.until)
    for behind in (contact.team, _unit(desk, contact)):
        party = said.get(behind or "", Party())
        availability = seen(opening.get(behind or "", Hours()), desk.now)
        if availability.open and party.phone:
            yield Line(party.name, None, party.phone, "kontakt", until=availability.until)


def _hours_of_units(desk: Desk, units: Iterable[str]) -> dict[str, Hours]:
    """When each unit ("Organization/x") is open, by what it offers (HealthcareService)."""
    asked = ",".join(sorted(units))
    if not asked or desk.opens("s", "HealthcareService") is None:
        return {}
    query = parse_query("HealthcareService", [("organization", asked), ("_count", "200")], strict=True)
    found: dict[str, list[Hours]] = {}
    for body in (each.body() for each in reader.search(desk, query).matches):
        if body.get("active", True):
            found.setdefault(target(body.get("providedBy")) or "", []).append(read_hours(body))
    return {unit: together(each) for unit, each in found.items()}
