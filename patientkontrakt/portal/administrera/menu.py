"""The menu of the administrator, and the pages it stands beside. She has no patients, and so no search."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import session
from patientkontrakt.portal.refusals import WrongPerson

TASK: Final = "systemadministrator"
HOME: Final = "/administrera"
STAFF: Final = "/administrera/personal"

Entry = tuple[str, str, int]


def only_administrators() -> None:
    """No form of hers is shown to others; what may be done, the API decides each time."""
    if session().about.get("task") != TASK:
        raise WrongPerson


def administrators_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of the administrator; `current` is the path of the menu's entry that it belongs to."""
    return pages.page(template, status, menu=entries(), has_care=False, **context)


def entries() -> list[Entry]:
    """Path, words, and no number."""
    return [
        (HOME, _("Program"), 0),
        (STAFF, _("Personalens uppdrag"), 0),
        ("/arbete/jag", _("Om mig"), 0),
    ]
