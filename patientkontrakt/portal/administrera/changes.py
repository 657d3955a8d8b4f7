"""One change that somebody has asked for, and deciding it."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.menu import HOME, administrators_page
from patientkontrakt.portal.door import ask, at, portal, session


@pages_of_administration.get("/andring/<id>")
def change(id: str) -> Response:
    """What, for which program, by whom; and the buttons of whoever did not ask."""
    return _page(id)


@pages_of_administration.get("/andring/<id>/godkann")
@pages_of_administration.get("/andring/<id>/avsla")
def back_to(id: str) -> Response:
    """Who signed in anew between reading and deciding comes here, and reads first."""
    return pages.see(_address(id))


@pages_of_administration.post("/andring/<id>/godkann")
def approve(id: str) -> Response:
    """Do it. A secret is on the page this leads to, and nowhere else."""
    done = ask("POST", f"/admin/changes/{id}/approve")
    if done["secret"]:
        portal().told.keep(session().id, id, done, at())
        return pages.see(f"{_address(id)}/hemlighet")
    return pages.see(f"{HOME}/program/{done['client']['id']}", _("Ändringen är godkänd och gäller från nu."))


@pages_of_administration.get("/andring/<id>/hemlighet")
def secret(id: str) -> Response:
    """The new secret, for whoever approved, until she says that she has it."""
    done = portal().told.find(session().id, id, at())
    if done is None:
        return pages.see(_address(id), _("Hemligheten visas inte längre. Är den borta får ni begära en ny."))
    return administrators_page("administrera/secret.html", current=HOME, change=id, **done)


@pages_of_administration.post("/andring/<id>/hemlighet")
def has_secret(id: str) -> Response:
    """She has it: from now on nobody sees it here."""
    done = portal().told.find(session().id, id, at())
    portal().told.forget(session().id, id)
    return pages.see(f"{HOME}/program/{done['client']['id']}" if done else _address(id))


@pages_of_administration.post("/andring/<id>/avsla")
def refuse(id: str) -> Response:
    """Leave it undone."""
    ask("POST", f"/admin/changes/{id}/refuse")
    return pages.see(HOME, _("Ändringen blir inte av."))


def _address(id: str) -> str:
    return f"{HOME}/andring/{id}"


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
