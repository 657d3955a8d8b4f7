"""Vart vänder jag mig: her fixed contacts with their hours, the others who take part, and whom to call at this hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.min.contact import FIRST
from patientkontrakt.portal.rhythm import opening
from patientkontrakt.portal.voice import voice

HELPS_WITH: Final = {"1": "hjalper-1", "2": "hjalper-2", "3": "hjalper-3", "4": "hjalper-1"}
"""By the kind of fixed contact, the words of portal/voice.py."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Fixed:
    """A fixed contact. `now` says whether it can be called at this hour, "" when nobody has told the hours."""

    id: str
    kind: str
    role: str
    name: str
    about: str
    helps: str
    phone: str | None
    hours: str
    now: str
    open: bool


@dataclass(frozen=True)
class Other:
    """A unit that takes part, whom she meets there, and its number."""

    name: str
    persons: str
    phone: str | None


@dataclass(frozen=True)
class Line:
    """A number to call at this hour. `kind` is kontakt, 1177 or 112."""

    kind: str
    name: str
    phone: str
    until: str


@dataclass(frozen=True)
class Reach:
    """Everybody; `first` is whom she calls first."""

    fixed: list[Fixed]
    others: list[Other]
    now: list[Line]

    @property
    def first(self) -> Fixed | None:
        """By kind: see contact.FIRST."""
        held = [each for kind in FIRST for each in self.fixed if each.kind == kind]
        return held[0] if held else None

    @property
    def has_physician(self) -> bool:
        """Whether a fast läkarkontakt is named."""
        return any(each.kind == "2" for each in self.fixed)


def reach(plan: Json) -> Reach:
    """How everybody in a plan is reached."""
    people = plan["people"]
    fixed = [_fixed(each, people) for each in plan["contacts"]]
    return Reach(fixed, list(_others(plan)), [_line(each) for each in plan["reach_now"]])


def _fixed(contact: Json, people: Json) -> Fixed:
    party = people.get(contact["member"] or contact["team"] or contact["unit"] or "", {})
    own = next((path["value"] for path in contact["paths"] if path["system"] == "phone"), None)
    unit = party.get("unit") or people.get(contact["unit"] or "", {}).get("name")
    about = dict.fromkeys(each for each in (party.get("role"), unit) if each and each != party.get("name"))
    return Fixed(
        id=contact["id"],
        kind=contact["kind"],
        role=voice()(f"fast-{contact['kind']}" if contact["kind"] in FIRST else "fast"),
        name=str(party.get("name") or unit or _("Inte bestämt än")),
        about=", ".join(about),
        helps=voice()(HELPS_WITH[contact["kind"]]) if contact["kind"] in HELPS_WITH else "",
        phone=own or party.get("phone"),
        hours=opening(contact["hours"]),
        now=_now(contact),
        open=contact["open"],
    )


def _now(contact: Json) -> str:
    if contact["open"]:
        return str(_("Öppet nu"))
    if contact["opens_next"]:
        return str(_("Stängt nu. Öppnar %(when)s.", when=words.moment(contact["opens_next"])))
    return ""


def _others(plan: Json) -> Iterator[Other]:
    """Each unit that takes part, with those of it who have promised something and are no fixed contacts."""
    people, fixed = plan["people"], {each["member"] for each in plan["contacts"]}
    for unit in plan["contributors"]:
        if party := people.get(unit):
            held = [
                each
                for reference, each in people.items()
                if reference.startswith("PractitionerRole/")
                and reference not in fixed
                and each["unit"] == party["name"]
            ]
            named = ", ".join(f"{each['name']}, {_lower(each['role'])}".strip(", ") for each in held)
            phone = next((each["phone"] for each in held if each["phone"]), party["phone"])
            yield Other(party["name"], named, phone)


def _lower(role: str | None) -> str:
    return role[:1].lower() + role[1:] if role else ""


def _line(told: Json) -> Line:
    until = str(_("Öppet till %(time)s", time=words.clock_time(told["until"]))) if told["until"] else ""
    return Line(told["kind"], told["who"] or told["phone"], told["phone"], until)
