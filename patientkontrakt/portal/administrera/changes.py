"""One change that somebody has asked for, and deciding it."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.menu import HOME, administrators_page
from patientkontrakt.portal.door import ask


@pages_of_administration.get("/andring/<id>")
def change(id: str) -> Response:
    """What, for which program, by whom; and the buttons of whoever did not ask."""
    return _page(id)


@pages_of_administration.post("/andring/<id>/godkann")
def approve(id: str) -> Response:
    """Do it. A secret is on this page and nowhere else, so the page is not one to come back to."""
    done = ask("POST", f"/admin/changes/{id}/approve")
    if done["secret"]:
        return administrators_page("administrera/secret.html", current=HOME, **done)
    return pages.see(f"{HOME}/program/{done['client']['id']}", _("Ändringen är godkänd och gäller från nu."))


@pages_of_administration.post("/andring/<id>/avsla")
def refuse(id: str) -> Response:
    """Leave it undone."""
    ask("POST", f"/admin/changes/{id}/refuse")
    return pages.see(HOME, _("Ändringen blir inte av."))


def _page(id: str, **more: Any) -> Response:
    return administrators_page(
        "administrera/change.html",
        current=HOME,
        change=ask("GET", f"/admin/changes/{id}"),
        acts=phrases.acts(),
        methods=phrases.methods(),
        levels=phrases.levels(),
        **more,
    )
