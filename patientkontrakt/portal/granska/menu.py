"""The menu of the log reader, and the pages it stands beside."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages

TASK: Final = "loggranskare"
HOME: Final = "/granska"

Entry = tuple[str, str, int]


def review_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of the log reader; `current` is the path of the menu's entry that it belongs to."""
    return pages.page(template, status, menu=entries(), has_care=False, **context)


def entries() -> list[Entry]:
    """Path, words, and no number: counting the list is reading the log."""
    return [
        (HOME, _("Att granska"), 0),
        ("/granska/kontroller", _("Gjorda kontroller"), 0),
        ("/granska/bestallningar", _("Beställd logg"), 0),
        ("/arbete/jag", _("Om mig"), 0),
    ]
