"""What the registers say of units and people: who belongs where, how to reach them. Reference data, nobody's record."""

from collections.abc import Iterable

from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.shapes import Resource, target
from patientkontrakt.records import registers
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.registers import reference_entry


def entry(desk: Desk, reference: str | None) -> Resource | None:
    """The Organization, PractitionerRole or the like that a reference names; None when there is none."""
    if not reference or not type_of(reference):
        return None
    found = reference_entry(desk, type_of(reference), id_of(reference))
    return found.body() if found else None


def gather(desk: Desk, references: Iterable[str | None]) -> None:
    """Fetch these entries, and who and where a role is, in two statements however many they are."""
    asked = [each for each in references if each and type_of(each)]
    registers.gather(desk, [(type_of(each), id_of(each)) for each in asked])
    roles = (entry(desk, each) or {} for each in asked if type_of(each) == "PractitionerRole")
    behind = [target(role.get(name)) for role in roles for name in ("practitioner", "organization")]
    registers.gather(desk, [(type_of(each), id_of(each)) for each in behind if each and type_of(each)])


def unit_of(desk: Desk, reference: str) -> str | None:
    """The unit (Organization id) behind an owner: itself, or where the person in that role works."""
    if type_of(reference) == "Organization":
        return id_of(reference)
    works_at = target((entry(desk, reference) or {}).get("organization"))
    return id_of(works_at) if works_at else None


def custodian_behind(desk: Desk, reference: str) -> str | None:
    """The custodian that answers for an owner on care's side."""
    unit = unit_of(desk, reference)
    return custodian_of(desk, unit) if unit else None


def is_reachable(desk: Desk, contact: FixedContact) -> bool:
    """FK-5: an own path, or the person's, the team's or the unit's."""
    if contact.paths:
        return True
    behind = (entry(desk, each) for each in (contact.member, contact.team, contact.unit))
    at_work = f"Organization/{unit_of(desk, contact.member)}" if contact.member else None
    return any((each or {}).get("telecom") for each in (*behind, entry(desk, at_work)))
