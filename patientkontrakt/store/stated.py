"""What resources say in the same way whatever they are: a period as two instants, and the parties they name. Pure."""

from typing import Any

from patientkontrakt.fhir.resource import parse_reference
from patientkontrakt.fhir.search.dates import MAX, span

Body = dict[str, Any]


def period_of(period: Body | None, first: str = "starts", last: str = "ends", unknown: bool = False) -> Body:
    """A FHIR Period as two instants; a missing start is 0 (or None when nothing at all is known), no end is None."""
    period = period or {}
    start, end = period.get("start"), period.get("end")
    lo = span(start)[0] if start else (None if unknown or first != "starts" else 0)
    hi = span(end)[1] if end else None
    return {first: lo, last: None if hi is None or hi >= MAX else hi}


def organization(holder: Body | None) -> str | None:
    """The id of the Organization a Reference names."""
    text = (holder or {}).get("reference")
    key = parse_reference(text).key if text else None
    return key.id if key and key.type == "Organization" else None


def organizations(holders: Any) -> list[str]:
    """The ids of the Organizations among some References."""
    return [unit for unit in map(organization, holders) if unit]


def units_of(provision: Body) -> list[str]:
    """The units a provision is for."""
    return organizations(actor.get("reference") for actor in provision.get("actor", ()))


def staff_of(provision: Body) -> list[str]:
    """The people at work a provision is for, as "PractitionerRole/x"."""
    return [f"PractitionerRole/{id}" for id in actors_of(provision, "PractitionerRole")]


def actors_of(provision: Body, type: str) -> list[str]:
    """The ids of a provision's actors of one type."""
    texts = (actor.get("reference", {}).get("reference") for actor in provision.get("actor", ()))
    keys = (parse_reference(text).key for text in texts if text)
    return [key.id for key in keys if key and key.type == type]


def ends_within(when: Body, longest: int) -> bool:
    """Whether a period has an end, at most `longest` milliseconds after its beginning."""
    starts, ends = when["starts"], when["ends"]
    return ends is not None and starts is not None and ends - starts <= longest
