"""Asking care something: about the plan, a time, a contact, a row of the log or who may read."""

from typing import Final

from flask import Response, request
from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

FORM = Form("mitt/questions.html", "/min/kontakter", {"text": "f-text"})
ABOUT: Final = ("plan", "tid", "kontakt", "logg", "delning")


@acts_of_patient.get("/fragor")
def show_questions() -> Response:
    """What she has asked and what care has answered, and a form. `om` and `del` (an opaque id) say about what."""
    about = request.args.get("om", "plan")
    asked = {"om": about if about in ABOUT else "plan", "del": request.args.get("del", "")}
    return FORM.show(asked, fixed=("om", "del"), told=ask("GET", "/my/questions"))


@acts_of_patient.post("/fragor")
def put_question() -> Response:
    """Ask; somebody answers within two working days, about the log within five."""
    said = text("text")
    if said is None:
        return _again([Fault("f-text", _("Skriv din fråga"))])
    body = {"text": said, "about": text("om") or "plan", "part": text("del")}
    try:
        asked = ask("POST", "/my/questions", body)
    except Refused as refused:
        return _again(FORM.faults(refused))
    return see(
        "/min/fragor", _("Frågan är skickad. Du får svar senast %(day)s.", day=words.day(asked["answer_by"]))
    )


def _again(faults: list[Fault]) -> Response:
    return FORM.again(faults, {}, told=ask("GET", "/my/questions"))
