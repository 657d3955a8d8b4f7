"""FK-1 on periods: two fixed contacts at once. Pure."""

from datetime import date

from patientkontrakt.care.contacts.model import FixedContact


def overlap(one: FixedContact, other: FixedContact) -> bool:
    """Whether both are in force on some day; a missing start or end is open."""
    starts = max(one.since or date.min, other.since or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return starts <= ends


def is_current(contact: FixedContact, today: date) -> bool:
    """Active, begun and not ended."""
    begun = contact.since is None or contact.since <= today
    return contact.active and begun and (contact.until is None or today <= contact.until)
