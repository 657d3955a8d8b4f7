"""The menu of staff, and the pages it stands beside. Counting shows nobody, so no patient's log has a row of it."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import menu as administrera
from patientkontrakt.portal.door import ask, at, remember, session
from patientkontrakt.portal.granska import menu as granska
from patientkontrakt.portal.refusals import Away, Refused

FRESH_MS: Final = 2 * 60 * 1000
QUESTIONS: Final = ("fraga", "logg", "hjalp")

Entry = tuple[str, str, int]


def staff_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of staff; `current` is the path of the menu's entry that it belongs to."""
    counted = _counts()
    return pages.page(template, status, menu=entries(counted), has_care=counted is not None, **context)


def entries(counted: dict[str, int] | None) -> list[Entry]:
    """Path, words and how many wait; without an assignment in care only what is one's own."""
    task = session().about.get("task")
    if counted is None and task in (granska.TASK, administrera.TASK):
        return granska.entries() if task == granska.TASK else administrera.entries()
    if counted is None:
        return [("/arbete", _("Min dag"), 0), ("/arbete/jag", _("Om mig"), 0)]
    return [
        ("/arbete", _("Min dag"), 0),
        ("/arbete/patienter", _("Patienter"), 0),
        ("/arbete/folja-upp", _("Att följa upp"), sum(counted.values())),
        ("/arbete/fragor", _("Frågor"), sum(counted.get(kind, 0) for kind in QUESTIONS)),
        ("/arbete/inbjudningar", _("Inbjudningar"), 0),
        ("/arbete/delade", _("Delade med oss"), 0),
    ]


def done(location: str, notice: str = "") -> Response:
    """A form that was carried out: say so on the next page, and count anew there."""
    remember({"counted_at": 0})
    return pages.see(location, notice)


def _counts() -> dict[str, int] | None:
    """How many of each kind wait, at most two minutes old; None for somebody without an assignment in care."""
    about = session().about
    if "counted" not in about or at() - about.get("counted_at", 0) > FRESH_MS:
        try:
            remember({"counted": _ask(), "counted_at": at()})
        except Away:
            return {}
    found: dict[str, int] | None = session().about["counted"]
    return found


def _ask() -> dict[str, int] | None:
    try:
        counts: dict[str, int] = ask("GET", "/worklist/counts")["counts"]
    except Refused as refused:
        if refused.status == 403:
            return None
        raise
    return counts
