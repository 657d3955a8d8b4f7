"""One form of staff: shown with what was written before, sent to the API, and shown again with what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

CHANGED = (409, 412)
"""Somebody else was there first: what was written is kept, and what is new is read."""


@dataclass(frozen=True)
class Form:
    """A template, the menu's entry it belongs to, and which place of the API's answer is which field's id."""

    template: str
    current: str
    fields: Mapping[str, str]

    def show(self, values: Mapping[str, Any] | None = None, **context: Any) -> Response:
        """The form as it stands; what was kept from before comes first."""
        kept = {name: said[-1] for name, said in pages.written().items()}
        shown = {**(values or {}), **kept}
        return staff_page(self.template, current=self.current, values=shown, kept=bool(kept), **context)

    def again(self, faults: list[Fault], status: int = 422, **context: Any) -> Response:
        """The form as it was sent, with what is wrong."""
        sent = {name: said[-1] for name, said in pages.typed().items()}
        return staff_page(
            self.template, status, current=self.current, faults=faults, values=sent, kept=False, **context
        )

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> list[Fault]:
        """Nothing when the API has done it, else why not. Raises Refused where it is not there, or not ours to do."""
        try:
            ask(method, path, None if body is None else dict(body))
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            return self.faults(refused)
        return []

    def faults(self, refused: Refused) -> list[Fault]:
        """The API's reasons, at their fields."""
        told = pages.faults_of(refused, self.fields)
        if refused.status in CHANGED and not told:
            return [Fault("", _("Någon annan sparade samtidigt. Din text är kvar. Läs och försök igen."))]
        return told


def text(name: str) -> str | None:
    """A field of the form that was sent, without spaces around; None when it is empty."""
    return (pages.typed().get(name) or [""])[-1].strip() or None


def number(name: str) -> int:
    """A whole number in a field; 0 for anything that is none."""
    said = text(name) or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
