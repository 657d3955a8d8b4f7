"""A time for her own calendar (RFC 5545). Others may see that calendar: it says when, and nothing of care."""

import uuid
from datetime import UTC, datetime
from typing import Any, Final

from flask_babel import gettext as _
from icalendar import Calendar, Event

Json = dict[str, Any]

SUMMARY: Final = "Vårdtid"
"""The same in every language and for every time (check 35)."""
MAKER: Final = "-//Patientkontrakt//Tider//SV"
NAMES: Final = uuid.UUID("5f2f8c0e-7d0a-4a3f-9a55-0f6f7e1d8c11")
"""The name space of our events: the id of a time can tell whose it is, so the event has another."""
CANCELLED: Final = ("cancelled", "entered-in-error")


def event_of(time: Json, now: datetime) -> bytes:
    """One time as text/calendar. `time` is one of GET /my/plan and has a start."""
    event = Event()
    event.add("uid", f"{uuid.uuid5(NAMES, time['id'])}@patientkontrakt")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", _instant(time["start"]))
    if time["end"]:
        event.add("dtend", _instant(time["end"]))
    event.add("summary", SUMMARY)
    event.add("description", _("Logga in för att läsa mer."))
    event.add("class", "PRIVATE")
    event.add("status", _status(time))
    event.add("sequence", time["version"] or 0)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _status(time: Json) -> str:
    if time["status"] in CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if time["answer"] == "accepted" else "TENTATIVE"
