"""What a fixed contact is. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContactKind(StrEnum):
    """Kv typ av fast kontakt, 1.2.752.129.5.1.69."""

    VARDKONTAKT = "1"
    LAKARKONTAKT = "2"
    OMSORGSKONTAKT = "3"
    SAMORDNANDE = "4"


@dataclass(frozen=True)
class ContactPath:
    """One way to reach somebody: phone, sms, email or url, and its value."""

    system: str
    value: str


@dataclass(frozen=True)
class FixedContact:
    """One fixed contact: a person (PractitionerRole), perhaps through a team (Organization), at a unit."""

    id: str
    kind: ContactKind
    member: str | None = None
    team: str | None = None
    unit: str | None = None
    since: date | None = None
    until: date | None = None
    paths: tuple[ContactPath, ...] = ()
    active: bool = True
