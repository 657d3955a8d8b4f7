"""The cells of one row, read one by one: what is wrong is kept with its column, never with what stood there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.identifiers import hsa_id, identity_number
from patientkontrakt.identifiers.identity_number import IdentityNumber
from patientkontrakt.identifiers.reason import NotWellFormed
from patientkontrakt.records.importing.files import Place

_DAY = len("2026-11-22")


@dataclass
class Cells:
    """A row: ``texts`` without the blanks around them; ``today`` in Stockholm, which tells the century of a number."""

    place: Place
    texts: Mapping[str, str]
    today: date
    issues: list[Issue] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether the table has the column at all: what it does not tell of is left as it is."""
        return column in self.texts

    def text(self, column: str, *, needed: bool = True) -> str:
        """What the cell says; a fault when it is empty and ``needed``."""
        text = self.texts.get(column, "")
        if not text and needed:
            self.refuse(column, "required", "Cellen är tom.", "The cell is empty.")
        return text

    def hsa_id(self, column: str, *, needed: bool = True) -> str:
        """An HSA-id in capitals, as it is compared."""
        text = self.text(column, needed=needed)
        try:
            return hsa_id.parse(text).key if text else ""
        except NotWellFormed as reason:
            self.refuse(column, "value", reason.sv, reason.en)
            return ""

    def number(self, column: str) -> IdentityNumber | None:
        """A personnummer or samordningsnummer."""
        text = self.text(column)
        try:
            return identity_number.parse(text, self.today) if text else None
        except NotWellFormed as reason:
            self.refuse(column, "value", reason.sv, reason.en)
            return None

    def day(self, column: str, *, needed: bool = True) -> str:
        """A date, YYYY-MM-DD."""
        text = self.text(column, needed=needed)
        try:
            if text and len(text) != _DAY:
                raise ValueError
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.refuse(column, "value", "Ett datum skrivs ÅÅÅÅ-MM-DD.", "A date is written YYYY-MM-DD.")
            return ""

    def period(self) -> dict[str, str]:
        """``start`` and the last day, ``end``; without an end until further notice."""
        start, end = self.day("start"), self.day("end", needed=False)
        if start and end and end < start:
            self.refuse("end", "value", "Slutet kommer före början.", "The end comes before the start.")
        return {"start": start} | ({"end": end} if end else {})

    def codes(self, column: str, known: Collection[str], *, needed: bool = True) -> list[str]:
        """Codes with blanks between them, each one of those ``known``."""
        given = self.text(column, needed=needed).split()
        if set(given) - set(known):
            told = ", ".join(known)
            self.refuse(column, "code-invalid", f"Koderna är: {told}.", f"The codes are: {told}.")
        return given

    def refuse(self, column: str, code: str, sv: str, en: str) -> None:
        """Something is wrong in this column of this row."""
        self.issues.append(Issue(code, sv, en, (column,)))
