"""One time: say yes, say no, or ask for another (ux.md: the agreed time)."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, number, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

FORM = Form("mitt/time.html", "/min/tider", {"answer": "svar-1", "text": "t-text"})
THANKS = {
    "ja": lambda: _("Tack. Du kommer på tiden."),
    "nej": lambda: _("Tiden är avbokad. Den som gav dig tiden får veta det."),
    "annan-tid": lambda: _("Tack. Någon hör av sig om en ny tid."),
}


@acts_of_patient.get("/tider/<id>")
def show_time(id: str) -> Response:
    """The time, and what she may answer."""
    return FORM.show({}, time=_time(id))


@acts_of_patient.post("/tider/<id>")
def answer_time(id: str) -> Response:
    """Answer it."""
    time, said = _time(id), text("svar")
    if said not in THANKS:
        return FORM.again([Fault("svar-1", _("Välj ett svar"))], {}, time=time)
    body: dict[str, Any] = {"answer": said, "text": text("text"), "version": number("version") or None}
    if faults := FORM.send("POST", f"/my/times/{id}/answer", body):
        return FORM.again(faults, {}, time=_time(id))
    return see("/min/tider", THANKS[said]())


def _time(id: str) -> dict[str, Any]:
    """Raises Refused (404)."""
    plan = ask("GET", "/my/plan")
    for time in plan["times"]:
        if time["id"] == id:
            return dict(time) | {"people": plan["people"]}
    raise Refused(404)
