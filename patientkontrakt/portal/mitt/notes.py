"""Notes of her own: for herself, unless she says otherwise."""

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.pages import Fault, see

FORM = Form("mitt/notes.html", "/min/installningar", {"text": "n-text"})


@acts_of_patient.get("/anteckning")
def show_notes() -> Response:
    """All of them, newest first, and a form for one more."""
    return FORM.show({"lasare": "egen"}, notes=ask("GET", "/my/notes")["notes"])


@acts_of_patient.post("/anteckning")
def write_note() -> Response:
    """One more."""
    missing = [] if text("text") else [Fault("n-text", _("Skriv något"))]
    for_whom = "alla" if session().is_guardian else "egen"  # the child's alone is nobody else's to write
    body = {"text": text("text"), "audience": text("lasare") or for_whom}
    if faults := missing or FORM.send("POST", "/my/notes", body):
        return FORM.again(faults, {}, notes=ask("GET", "/my/notes")["notes"])
    return see("/min/anteckning", _("Anteckningen är sparad."))


@acts_of_patient.post("/anteckning/<id>/ta-bort")
def remove_note(id: str) -> Response:
    """Out of the list."""
    ask("POST", f"/my/notes/{id}/remove", {})
    return see("/min/anteckning", _("Anteckningen är borttagen."))


@acts_of_patient.get("/anteckning/<id>/ta-bort")
def ask_to_remove(id: str) -> Response:
    """A button in the list."""
    return see("/min/anteckning")
