"""A fixed contact as its form shows and fills it: plain values. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any

from patientkontrakt.care.contacts.model import ContactKind, ContactPath, FixedContact


def shown(contact: FixedContact) -> dict[str, Any]:
    """The fields of the form."""
    return {
        "id": contact.id,
        "kind": contact.kind.value,
        "member": contact.member,
        "team": contact.team,
        "unit": contact.unit,
        "since": contact.since.isoformat() if contact.since else None,
        "until": contact.until.isoformat() if contact.until else None,
        "paths": [{"system": path.system, "value": path.value} for path in contact.paths],
    }


def filled(data: dict[str, Any], current: FixedContact | None, unit: str | None, today: date) -> FixedContact:
    """The contact of a filled form; a new one begins today at the writer's `unit` unless the form says other."""
    contact = current or FixedContact(data["id"], ContactKind(data["kind"]), unit=unit, since=today)
    return replace(
        contact,
        kind=ContactKind(data["kind"]),
        member=data["member"],
        team=data.get("team"),
        unit=data.get("unit") or contact.unit,
        since=date.fromisoformat(data["since"]) if data.get("since") else contact.since,
        until=date.fromisoformat(data["until"]) if data.get("until") else None,
        paths=tuple(ContactPath(path["system"], path["value"]) for path in data.get("paths", ())),
    )


def ended(contact: FixedContact, today: date) -> FixedContact:
    """A contact that is one no longer: inactive, and the day it ended is kept."""
    return replace(contact, active=False, until=contact.until or today)
