"""A form of hers."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.filling import Filling, number, text
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.pages import Fault

__all__ = ["Form", "number", "text"]


class Form(Filling):
    """A form on a page of hers."""

    def page(self, status: int, **context: Any) -> Response:
        return patient_page(self.template, status, current=self.current, **context)

    def quicker(self, told: list[Fault]) -> str:
        said: str = _("Det här ändrades medan du skrev. Din text är kvar. Läs den och spara igen.")
        return said
