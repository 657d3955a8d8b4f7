"""Following up a contract: how it goes with each goal, what was said, and when to look again."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.pages import Fault

Body = dict[str, Any]
FORM: Final = Form("arbete/follow_up.html", "/arbete/patienter", {"next_review": "u-nasta", "note": "u-text"})
STEPS: Final = (
    (-2, __("Mycket sämre än målet")),
    (-1, __("Lite sämre än målet")),
    (0, __("Målet är nått")),
    (1, __("Lite bättre än målet")),
    (2, __("Mycket bättre än målet")),
)
"""For a goal without steps of its own."""


@pages_of_staff.get("/kontrakt/<id>/folja-upp")
def ask_follow_up(id: str) -> Response:
    """The goals with their steps; nothing has to be filled in but something."""
    return FORM.show(**_around(id))


@pages_of_staff.post("/kontrakt/<id>/folja-upp")
def record_follow_up(id: str) -> Response:
    """Levels are added, never changed."""
    page = _around(id)
    goals = [_level(goal["id"], text(f"niva-{goal['id']}")) for goal in page["contract"]["goals"]]
    body = {"goals": [each for each in goals if each], "note": text("text"), "next_review": text("nasta")}
    if not any(body.values()):
        return FORM.again([Fault("", _("Välj ett steg för något mål, eller skriv något"))], **page)
    if faults := FORM.send("POST", f"/contracts/{id}/followups", body):
        return FORM.again(faults, **page)
    told = _("Uppföljningen är sparad. Patienten ser den.")
    if body["next_review"]:
        told += " " + _("Nästa uppföljning gäller när du skickar nästa utgåva.")
    return done(f"/arbete/kontrakt/{id}", told)


def _around(id: str) -> Body:
    page = around(id)
    steps = {goal["id"]: _steps(goal) for goal in page["contract"]["goals"]}
    return page | {"steps": steps}


def _steps(goal: Body) -> list[tuple[str, Any, str]]:
    """The choices, from furthest below the goal to furthest above; where she was last is said."""
    own = [(each["value"], each["text"]) for each in goal["steps"]]
    return [
        (str(value), words, str(_("Valdes senast")) if value == goal["level"] else "")
        for value, words in own or STEPS
    ]


def _level(goal: str, said: str | None) -> Body | None:
    known = {str(value): value for value, _words in STEPS}
    return {"id": goal, "value": known[said]} if said in known else None
