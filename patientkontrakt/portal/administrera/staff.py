"""Staff's assignments: those of a unit, giving one, and ending one."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.form import Form
from patientkontrakt.portal.administrera.menu import STAFF, administrators_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

GIVE: Final = Form(
    "administrera/give.html",
    STAFF,
    {"person": "vem", "role": "roll", "until": "till", "PractitionerRole": "vem"},
)
END: Final = Form("administrera/end.html", STAFF, {})


@pages_of_administration.get("/personal")
def units() -> Response:
    """The units of the care provider."""
    return administrators_page("administrera/units.html", current=STAFF, **ask("GET", "/admin/units"))


@pages_of_administration.get("/personal/<unit>")
def people(unit: str) -> Response:
    """Who works there, and who has."""
    return administrators_page("administrera/people.html", current=STAFF, **_about(unit))


@pages_of_administration.get("/personal/<unit>/nytt")
def give_form(unit: str) -> Response:
    """Whom, as what, and how long."""
    return GIVE.show({}, **_about(unit))


@pages_of_administration.post("/personal/<unit>/nytt")
def give(unit: str) -> Response:
    """Give it, from now."""
    about = _about(unit)
    faults = [] if text("vem") else [Fault("vem", _("Välj vem som får uppdraget"))]
    if text("roll") not in about["roles"]:
        faults.append(Fault("roll", _("Välj vad uppdraget är")))
    if faults:
        return GIVE.again(faults, **about)
    said = {"person": text("vem"), "unit": unit, "role": text("roll"), "until": text("till")}
    if faults := GIVE.send("POST", "/admin/people", said):
        return GIVE.again(faults, **about)
    return pages.see(f"{STAFF}/{unit}", _("Uppdraget gäller från nu."))


@pages_of_administration.get("/personal/<unit>/<id>/avsluta")
def end_form(unit: str, id: str) -> Response:
    """What ending means."""
    return END.show({}, one=_one(unit, id), **_about(unit))


@pages_of_administration.post("/personal/<unit>/<id>/avsluta")
def end(unit: str, id: str) -> Response:
    """End it, now."""
    if faults := END.send("POST", f"/admin/people/{id}/end"):
        return END.again(faults, one=_one(unit, id), **_about(unit))
    return pages.see(f"{STAFF}/{unit}", _("Uppdraget är avslutat."))


def _about(unit: str) -> dict[str, Any]:
    found = next((each for each in ask("GET", "/admin/units")["units"] if each["id"] == unit), None)
    if found is None:
        raise Refused(404)
    told = ask("GET", "/admin/people", params={"unit": unit})
    return {"unit": found, "roles": phrases.roles(), "named": phrases.every_role(), **told}


def _one(unit: str, id: str) -> dict[str, Any]:
    there: list[dict[str, Any]] = ask("GET", "/admin/people", params={"unit": unit})["assignments"]
    for each in there:
        if each["id"] == id:
            return each
    raise Refused(404)
