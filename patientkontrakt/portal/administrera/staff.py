"""Staff's assignments: the units, those of one unit, finding somebody, giving one, and ending one."""

from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.form import Form
from patientkontrakt.portal.administrera.menu import STAFF, administrators_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.leaves import leaf
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

FIND: Final = Form("administrera/find.html", STAFF, {"name": "namn"})
GIVE: Final = Form(
    "administrera/give.html", STAFF, {"role": "roll", "until": "till", "PractitionerRole.period": "till"}
)
END: Final = Form("administrera/end.html", STAFF, {})


@pages_of_administration.get("/personal")
def units() -> Response:
    """The units of the care provider, a page at a time, or those whose names hold some words."""
    words = request.args.get("q", "").strip()
    page = leaf("/admin/units", **({"q": words} if words else {}))
    return administrators_page("administrera/units.html", current=STAFF, leaf=page, q=words)


@pages_of_administration.get("/personal/<unit>")
def people(unit: str) -> Response:
    """Who works there, and who has."""
    told = ask("GET", "/admin/people", params={"unit": unit})
    return administrators_page(
        "administrera/people.html",
        current=STAFF,
        named=phrases.every_role(),
        standings=phrases.standings(),
        **told,
    )


@pages_of_administration.get("/personal/<unit>/nytt")
def find_form(unit: str) -> Response:
    """Who is to have an assignment here: a name to look for."""
    return FIND.show({}, unit=_unit(unit))


@pages_of_administration.post("/personal/<unit>/nytt")
def find(unit: str) -> Response:
    """Those who match, each leading to the assignment. A name is only ever in a form, never in an address."""
    about, said = _unit(unit), text("namn")
    if said is None:
        return FIND.again([Fault("namn", _("Skriv ett namn"))], unit=about)
    try:
        found = ask("POST", "/admin/staff/search", {"name": said})
    except Refused as refused:
        return FIND.again(FIND.faults(refused), unit=about)
    return FIND.show({"namn": said}, unit=about, found=found)


@pages_of_administration.get("/personal/<unit>/nytt/<practitioner>")
def give_form(unit: str, practitioner: str) -> Response:
    """As what, and how long."""
    return GIVE.show({}, **_about(unit, practitioner))


@pages_of_administration.post("/personal/<unit>/nytt/<practitioner>")
def give(unit: str, practitioner: str) -> Response:
    """Give it, from today."""
    about = _about(unit, practitioner)
    if text("roll") not in about["roles"]:
        return GIVE.again([Fault("roll", _("Välj vad uppdraget är"))], **about)
    said = {
        "person": f"Practitioner/{practitioner}",
        "unit": unit,
        "role": text("roll"),
        "until": text("till"),
    }
    if faults := GIVE.send("POST", "/admin/people", said):
        return GIVE.again(faults, **about)
    return pages.see(f"{STAFF}/{unit}", _("Uppdraget gäller från nu."))


@pages_of_administration.get("/personal/<unit>/<id>/avsluta")
def end_form(unit: str, id: str) -> Response:
    """What ending means."""
    return END.show({}, **_one(unit, id))


@pages_of_administration.post("/personal/<unit>/<id>/avsluta")
def end(unit: str, id: str) -> Response:
    """End it, now."""
    if faults := END.send("POST", f"/admin/people/{id}/end"):
        return END.again(faults, **_one(unit, id))
    return pages.see(f"{STAFF}/{unit}", _("Uppdraget är avslutat."))


def _unit(unit: str) -> dict[str, Any]:
    told: dict[str, Any] = ask("GET", f"/admin/units/{unit}")
    return told


def _about(unit: str, practitioner: str) -> dict[str, Any]:
    person = ask("GET", f"/admin/staff/{practitioner}")
    return {"unit": _unit(unit), "person": person, "practitioner": practitioner, "roles": phrases.roles()}


def _one(unit: str, id: str) -> dict[str, Any]:
    one = ask("GET", f"/admin/people/{id}")
    if one["unit"] != unit:
        raise Refused(404)
    return {"one": one, "unit": {"id": unit, "name": one["unit_name"]}, "named": phrases.every_role()}
