"""What the patient has said about sharing: shown, recorded on her word, and stopped."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.answer import how
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
SHARE: Final = Form(
    "arbete/consent.html",
    "/arbete/patienter",
    {"unit": "d-enhet", "level": "niva-1", "method": "satt-1", "until": "d-till"},
)
STOP: Final = Form("arbete/consent_stop.html", "/arbete/patienter", {"method": "satt-1"})


@pages_of_staff.get("/kontrakt/<id>/samtycke")
def sharing(id: str) -> Response:
    """Who may read, and the form for one more."""
    return SHARE.show(**_around(id))


@pages_of_staff.post("/kontrakt/<id>/samtycke")
def share(id: str) -> Response:
    """She has been told what it means, and has said yes."""
    unit, level, method = text("enhet"), text("niva"), text("satt")
    faults = [
        *([] if unit else [Fault("d-enhet", _("Välj en enhet"))]),
        *([] if level in phrases.LEVELS else [Fault("niva-1", _("Välj hur mycket"))]),
        *how(method),
    ]
    body = {"unit": unit, "level": level, "method": method, "until": text("till")}
    if faults := faults or SHARE.send("POST", f"/contracts/{id}/sharing", body):
        return SHARE.again(faults, **_around(id))
    return done(
        f"/arbete/kontrakt/{id}/samtycke", _("Sparat. Patienten ser vad som delas och kan ändra sig.")
    )


@pages_of_staff.get("/kontrakt/<id>/samtycke/<consent>/sluta")
def ask_stop(id: str, consent: str) -> Response:
    """What stopping means, before it is done."""
    page = _around(id)
    return STOP.show(each=_one(page, consent), **page)


@pages_of_staff.post("/kontrakt/<id>/samtycke/<consent>/sluta")
def stop(id: str, consent: str) -> Response:
    """The unit's next request is refused."""
    method = text("satt")
    faults = how(method) or STOP.send("POST", f"/contracts/{id}/sharing/{consent}/stop", {"method": method})
    if faults:
        page = _around(id)
        return STOP.again(faults, each=_one(page, consent), **page)
    return done(f"/arbete/kontrakt/{id}/samtycke", _("Delningen är slut. Enheten kan inte läsa längre."))


def _around(id: str) -> Body:
    page = around(id)
    found = ask("GET", f"/contracts/{id}/sharing")
    live = [each for each in found["sharing"] if each["status"] == "active"]
    shared = {each["unit"] for each in live}
    units = [
        each
        for each in ask("GET", "/units", params={"near": id})["units"]
        if each["custodian"] not in (page["contract"]["custodian"], each["id"])
    ]
    return page | {
        "live": live,
        "earlier": [each for each in found["sharing"] if each["status"] != "active"],
        "effective": found["effective"],
        "units": [each for each in units if each["id"] not in shared],
    }


def _one(page: Body, consent: str) -> Body:
    for each in page["live"]:
        if each["id"] == consent:
            found: Body = each
            return found
    raise Refused(404)
