"""Where a time takes place, in words: the Location that is named, else where the one you meet works."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.care.parties import type_of
from patientkontrakt.care.people import address, described
from patientkontrakt.care.registers import entry
from patientkontrakt.care.shapes import target
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.records.desk import Desk

NOWHERE: Final = frozenset({"telefon", "video", "hembesok"})
"""Forms that have no place to go to."""


@dataclass(frozen=True)
class Place:
    """A name and a street."""

    name: str | None = None
    street: str | None = None


def place_of(desk: Desk, time: NextTime) -> Place | None:
    """The place of one time; None for calls and visits at home, and when nobody has said where."""
    if time.form in NOWHERE:
        return None
    named = next((each for each in time.who if type_of(each) == "Location"), None)
    if named:
        body = entry(desk, named) or {}
        return Place(body.get("name"), address(body))
    found = (_where(desk, each) for each in time.who)
    return next((each for each in found if each.name), None)


def _where(desk: Desk, who: str) -> Place:
    body = entry(desk, who) or {}
    unit = target(body.get("providedBy") or body.get("organization"))
    told = described(desk, [unit]).get(unit or "")
    return Place(told.name, told.address) if told else Place()
