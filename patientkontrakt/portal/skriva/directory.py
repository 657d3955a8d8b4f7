"""Whom the form lets one choose: staff of the unit and others who take part, units, starter sets; and their names."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.language import locale
from patientkontrakt.portal.skriva.sheet import Data, Sheet, me, my_unit

Option = tuple[str, str]


@dataclass(frozen=True)
class Directory:
    """Names for references, and what is chosen among."""

    sheet: Sheet
    staff: list[Data]
    units: list[Data]

    @cached_property
    def people(self) -> dict[str, Data]:
        """Everybody by reference: name, role, unit, phone."""
        found: dict[str, Data] = {f"Organization/{each['id']}": each for each in self.units}
        found |= {each["reference"]: each | {"unit": each["unit_name"]} for each in self.staff}
        found |= self.sheet.known["people"]
        found |= self.sheet.told.get("people", {})
        return found

    def name(self, reference: str | None) -> str:
        """A name in words; "" for nobody."""
        if reference == self.sheet.patient:
            return self.sheet.first_name
        return str(self.people.get(reference or "", {}).get("name") or "")

    def phone(self, reference: str | None) -> str | None:
        """How somebody is reached."""
        found: str | None = self.people.get(reference or "", {}).get("phone")
        return found

    def unit(self, reference: str | None) -> str:
        """The name of somebody's unit, when it is known."""
        return str(self.people.get(reference or "", {}).get("unit") or "")

    @cached_property
    def owners(self) -> list[Option]:
        """Who in care may promise: oneself first, the unit's staff, the unit, and others who are known here."""
        owned = [each["owner"] for each in self.sheet.sections["ansvar"]["promises"]]
        known = [reference for reference in self.people if _in_care(reference)]
        wanted = [me(), *(each["reference"] for each in self.staff), my_unit(), *owned, *known]
        return [(each, self._titled(each)) for each in dict.fromkeys(wanted) if _in_care(each)]

    def _titled(self, reference: str) -> str:
        party = self.people.get(reference, {})
        elsewhere = party.get("unit") not in (None, party.get("name"), session().about.get("unit_name"))
        return f"{party.get('name')}, {party['unit']}" if elsewhere else str(party.get("name") or "")

    @cached_property
    def members(self) -> list[Option]:
        """Who can be a fixed contact: people, not units."""
        return [each for each in self.owners if each[0].startswith("PractitionerRole/")]

    @cached_property
    def custodian(self) -> str | None:
        """The own custodian's id."""
        own = my_unit().partition("/")[2]
        return next((each["custodian"] for each in self.units if each["id"] == own), None)

    @cached_property
    def others(self) -> list[Data]:
        """The units one may ask to take part, those of the contract first; `outside` is another custodian's."""
        own = my_unit().partition("/")[2]
        return [
            each | {"outside": each["custodian"] != self.custodian}
            for each in self.units
            if each["id"] != own
        ]


def _in_care(reference: str) -> bool:
    return reference.startswith(("PractitionerRole/", "Organization/"))


def directory(sheet: Sheet) -> Directory:
    """What the API knows of the unit and its neighbours."""
    unit = session().about.get("unit") or ""
    near = {"near": sheet.contract} if sheet.contract else {}
    staff = ask("GET", "/staff", params={"unit": unit})["staff"] if unit else []
    return Directory(sheet, staff, ask("GET", "/units", params=near)["units"])


def starters() -> list[dict[str, Any]]:
    """The starter sets, by name in the reader's language."""
    found = ask("GET", "/starters")["starters"]
    return [each | {"shown": each["name_en"] if locale() == "en" else each["name"]} for each in found]
