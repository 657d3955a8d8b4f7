"""Apps at work: opening one about a patient, and those one has given access."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.given_apps import given, take_back
from patientkontrakt.portal.pages import Fault

HERE: Final = "/arbete/appar"


@pages_of_staff.get("/appar")
def show_apps() -> Response:
    """What each may do, since when, and when it last used it."""
    return staff_page("arbete/apps.html", current="/arbete/jag", apps=given())


@pages_of_staff.post("/appar")
def take_back_from_app() -> Response:
    """The app's next request is refused."""
    return take_back(HERE)


@pages_of_staff.get("/patient/<patient>/appar")
def choose_app(patient: str) -> Response:
    """The registered apps that can be opened about this patient."""
    return _page(patient)


@pages_of_staff.post("/patient/<patient>/appar")
def open_app(patient: str) -> Response:
    """A launch for the app, and the link that takes it: a form that led to another site would be stopped by the browser."""
    app = next((each for each in _apps() if each["id"] == text("app")), None)
    if app is None:
        return _page(patient, 422, faults=[Fault("", _("Appen går inte att öppna längre. Välj en annan."))])
    opened = ask("POST", "/launches", {"app": app["id"], "patient": patient})
    return _page(patient, opened={"name": app["name"], "address": opened["address"]})


def _page(patient: str, status: int = 200, **context: Any) -> Response:
    """Raises Refused (404) for a patient she may not see."""
    about = ask("GET", f"/patients/{patient}/overview")
    return staff_page(
        "arbete/open_app.html", status, current="/arbete/patienter", about=about, apps=_apps(), **context
    )


def _apps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("GET", "/apps")["apps"]
    return found
