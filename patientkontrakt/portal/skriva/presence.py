"""Who else is writing, told while it may matter: ten minutes after the last save (ux.md §3.5). Nothing is locked."""

from dataclasses import dataclass

from patientkontrakt.portal.arbete.phrases import SECTIONS
from patientkontrakt.portal.skriva.saving import PLACES
from patientkontrakt.portal.skriva.sheet import ORDER, Sheet


@dataclass(frozen=True)
class Writer:
    """Somebody who writes in a section; `place` is where the form shows it."""

    name: str
    unit: str
    section: str
    place: str

    @property
    def first(self) -> str:
        """Her first name."""
        return self.name.split(" ")[0]


def writers(sheet: Sheet) -> list[Writer]:
    """Everybody else who writes in this contract now."""
    people = sheet.told.get("people", {})
    at_work = sheet.told.get("sections", {})
    return [
        Writer(party.get("name") or "", party.get("unit") or "", str(SECTIONS[name]), PLACES[name])
        for name in ORDER
        for each in at_work.get(name, {}).get("writing", [])
        for party in [people.get(each["by"], {})]
    ]
