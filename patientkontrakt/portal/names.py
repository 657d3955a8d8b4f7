"""Who somebody is, as the reader would say it: "du", the patient's first name, a colleague, a unit."""

from typing import Any

from babel import Locale
from flask import request
from flask_babel import gettext as _

from patientkontrakt.portal.door import session
from patientkontrakt.portal.language import language

Body = dict[str, Any]


class Names:
    """The names of a contract's people; `people` is what the API put words to.

    `you`: whether the reader is "du". In the patient's own document she is not: there everybody of care has a name.
    """

    def __init__(self, contract: Body, *, you: bool = True) -> None:
        self._you = session().person if you else None
        self._people: Body = contract["people"]
        self._patient = f"Patient/{contract['patient']}"
        self.full = contract["patient_name"] or _("Patienten")
        self.first = self.full.split()[0]
        self.whose = possessive(self.first)

    def of(self, reference: str | None) -> str:
        """ "du", "Gunnel", "Johan Ek", "Hjärtmottagningen"; somebody without words is "någon i vården"."""
        if reference and reference == self._you:
            return str(_("du"))
        if reference == self._patient or (reference or "").startswith("RelatedPerson/"):
            return self.first if reference == self._patient else str(_("en närstående"))
        return str(self._party(reference).get("name") or _("någon i vården"))

    def with_unit(self, reference: str | None) -> str:
        """The same, with the unit where it is another than the reader's: "Ahmed Yusuf, Hemsjukvården Ekby"."""
        name, unit = self.of(reference), self._party(reference).get("unit")
        elsewhere = unit and unit not in (name, session().about.get("unit_name"))
        return f"{name}, {unit}" if elsewhere else name

    def is_hers(self, reference: str | None) -> bool:
        """Whether it is the patient's side."""
        return (reference or "").startswith(("Patient/", "RelatedPerson/"))

    def unit(self, reference: str | None) -> str | None:
        """The unit's name, when it is known."""
        found: str | None = self._party(reference).get("unit")
        return found

    def phone(self, reference: str | None) -> str | None:
        """The telephone, when it is known."""
        found: str | None = self._party(reference).get("phone")
        return found

    def _party(self, reference: str | None) -> Body:
        return self._people.get(reference or "") or {}


def possessive(name: str) -> str:
    """ "Gunnels", "Elias’" (no s beside s, x and z), in English "Gunnel’s"."""
    if language(request) == "en":
        return f"{name}’s"
    return f"{name}’" if name[-1:].lower() in ("s", "x", "z") else f"{name}s"


def language_name(code: str | None) -> str:
    """ "arabiska" for "ar", in the reader's language; the code itself when nobody knows its name."""
    if not code:
        return ""
    names = Locale(language(request)).languages
    return str(names.get(code.split("-")[0].lower(), code))
