"""A form of the administrator."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera.menu import administrators_page
from patientkontrakt.portal.filling import Filling, text
from patientkontrakt.portal.pages import Fault


class Form(Filling):
    """A form on a page of the administrator."""

    def page(self, status: int, **context: Any) -> Response:
        return administrators_page(self.template, status, current=self.current, **context)

    def quicker(self, told: list[Fault]) -> str | None:
        return None if told else _("Någon annan hann före. Läs hur det ser ut nu och försök igen.")


def lines(name: str) -> list[str]:
    """A field with one thing on each line."""
    return [line.strip() for line in "".join(pages.typed().get(name, [])).splitlines() if line.strip()]


def one_line(name: str) -> str:
    """A field of words, wherever its lines are broken."""
    return " ".join((text(name) or "").split())
