"""CareTeam `fast-kontakt` → FixedContact (domain.md §8.1)."""

from typing import Final

from patientkontrakt.care.contacts.model import ContactKind, ContactPath, FixedContact
from patientkontrakt.care.shapes import Resource, day, target, targets
from patientkontrakt.fhir import systems

KIND_SYSTEM: Final = "urn:oid:1.2.752.129.5.1.69"


def contact(resource: Resource) -> FixedContact:
    """The fixed contact a CareTeam holds; a missing or unknown kind reads as fast vårdkontakt."""
    person, team = (*resource.get("participant", [])[:2], {}, {})[:2]
    span = resource.get("period", {})
    return FixedContact(
        id=resource.get("id", ""),
        kind=read_kind(resource) or ContactKind.VARDKONTAKT,
        member=target(person.get("member")),
        team=target(team.get("member")),
        unit=next(iter(targets(resource.get("managingOrganization"))), None),
        since=day(span.get("start")),
        until=day(span.get("end")),
        paths=read_paths(resource),
        active=resource.get("status", "active") == "active",
    )


def read_kind(resource: Resource) -> ContactKind | None:
    """The kind, from the first participant's role."""
    first: Resource = next(iter(resource.get("participant", [])), {})
    for role in first.get("role", []):
        code = systems.code_in(role, KIND_SYSTEM)
        if code in set(ContactKind):
            return ContactKind(code)
    return None


def read_paths(resource: Resource) -> tuple[ContactPath, ...]:
    """The ways to reach this contact, those without a value left out."""
    told = (each for each in resource.get("telecom", []) if each.get("value"))
    return tuple(ContactPath(each.get("system", "other"), each["value"]) for each in told)
