"""A form of staff."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.filling import Filling, number, text
from patientkontrakt.portal.pages import Fault

__all__ = ["Form", "number", "text"]


class Form(Filling):
    """A form on a page of staff. What is not theirs to do is not about the form."""

    elsewhere = (403, 404)

    def page(self, status: int, **context: Any) -> Response:
        return staff_page(self.template, status, current=self.current, **context)

    def quicker(self, told: list[Fault]) -> str | None:
        return None if told else _("Någon annan sparade samtidigt. Din text är kvar. Läs och försök igen.")
