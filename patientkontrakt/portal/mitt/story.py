"""Det här är viktigt för mig: her own words, which nobody else changes."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, number, text
from patientkontrakt.portal.pages import Fault, see

FORM = Form("mitt/story.html", "/min/planering", {"text": "b-text"})


@acts_of_patient.get("/berattelse")
def show_story() -> Response:
    """The form with the story as it stands. What care has written down is shown, and hers takes its place."""
    story = _story()
    own = story if story.get("own") else {}
    return FORM.show({"text": own.get("text"), "version": story.get("version", 0)}, story=story)


@acts_of_patient.post("/berattelse")
def tell_story() -> Response:
    """Save it, or that she does not want to tell now."""
    told, declined = text("text"), text("avsta") is not None
    if told is None and not declined:
        return FORM.again(
            [Fault("b-text", _("Skriv något, eller välj att inte svara nu"))], {}, story=_story()
        )
    body: dict[str, Any] = {"version": number("version")} | (
        {"declined": True} if declined else {"text": told}
    )
    if faults := FORM.send("PUT", "/my/story", body):
        story = _story()
        return FORM.again(faults, {}, story=story, newer=story.get("version", 0))
    return see("/min/planering#viktigt", _("Sparat. Alla som är med i planen kan läsa det."))


def _story() -> dict[str, Any]:
    return ask("GET", "/my/plan").get("story") or {}
