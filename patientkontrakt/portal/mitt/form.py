"""One form of hers: shown with what she wrote before, sent to the API, and shown again with what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

CHANGED = (409, 412)
"""Somebody else was there first: what she wrote is kept, and she reads what is new."""


@dataclass(frozen=True)
class Form:
    """A template, the page it belongs to in the menu, and which place of the API's answer is which field's id."""

    template: str
    current: str
    fields: Mapping[str, str]

    def show(self, values: Mapping[str, Any], *, fixed: Sequence[str] = (), **context: Any) -> Response:
        """The empty form, or as it stands; what was kept from before comes first, but for `fixed` fields."""
        kept = {name: said[-1] for name, said in pages.written().items() if name not in fixed}
        return patient_page(
            self.template, current=self.current, values={**values, **kept}, kept=bool(kept), **context
        )

    def again(
        self, faults: list[Fault], values: Mapping[str, Any], status: int = 422, **context: Any
    ) -> Response:
        """The form as it was sent, with what is wrong."""
        sent = {name: said[-1] for name, said in pages.typed().items()}
        return patient_page(
            self.template, status, current=self.current, faults=faults, values={**values, **sent}, **context
        )

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> list[Fault]:
        """Nothing when the API has done it, else why not. Raises Refused where the thing is not there (404)."""
        try:
            ask(method, path, dict(body))
        except Refused as refused:
            if refused.status == 404:
                raise
            return self.faults(refused)
        return []

    def faults(self, refused: Refused) -> list[Fault]:
        """The API's reasons, at their fields."""
        if refused.status in CHANGED:
            return [
                Fault("", _("Det här ändrades medan du skrev. Din text är kvar. Läs den och spara igen."))
            ]
        return pages.faults_of(refused, self.fields)


def text(name: str) -> str | None:
    """A field of the form that was sent, without spaces around; None when it is empty."""
    return (pages.typed().get(name) or [""])[-1].strip() or None


def number(name: str) -> int:
    """A version in a hidden field; 0 for anything that is none."""
    said = text(name) or ""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
