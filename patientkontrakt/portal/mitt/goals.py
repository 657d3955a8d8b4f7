"""Her own goals: what she wants to be able to do, how it is now, the first step, and who may read it (ux.md §3.6)."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, number, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

FORM = Form(
    "mitt/goal.html",
    "/min/planering",
    {"text": "m-text", "now": "m-nu", "first_step": "m-steg", "audience": "lasare-1"},
)


@acts_of_patient.get("/mal/nytt")
def new_goal() -> Response:
    """An empty form; everybody who takes part may read it unless she says otherwise."""
    return FORM.show({"lasare": "alla"}, goal=None)


@acts_of_patient.post("/mal/nytt")
def add_goal() -> Response:
    """Add it."""
    faults = _missing() or FORM.send("POST", "/my/goals", _said())
    return FORM.again(faults, {}, goal=None) if faults else see("/min/planering#mal", _("Målet är sparat."))


@acts_of_patient.get("/mal/<id>")
def show_goal(id: str) -> Response:
    """One of hers, to change or to end."""
    goal = _own(id)
    values = {
        "text": goal["text"],
        "nu": goal["now"],
        "steg": goal["first_step"],
        "lasare": goal["audience"],
        "version": goal["version"],
    }
    return FORM.show(values, goal=goal)


@acts_of_patient.post("/mal/<id>")
def change_goal(id: str) -> Response:
    """Change it."""
    goal = _own(id)
    faults = _missing() or FORM.send("PUT", f"/my/goals/{id}", _said() | {"version": number("version")})
    if faults:
        return FORM.again(faults, {}, goal=goal, newer=_own(id)["version"])
    return see("/min/planering#mal", _("Målet är ändrat."))


@acts_of_patient.post("/mal/<id>/avsluta")
def end_goal(id: str) -> Response:
    """It is no goal of hers any more."""
    ask("POST", f"/my/goals/{id}/end", {})
    return see("/min/planering#mal", _("Målet är avslutat."))


@acts_of_patient.get("/mal/<id>/avsluta")
def ask_to_end_goal(id: str) -> Response:
    """The same page."""
    return see(f"/min/mal/{id}")


def _missing() -> list[Fault]:
    return [] if text("text") else [Fault("m-text", _("Skriv vad du vill kunna göra"))]


def _said() -> dict[str, Any]:
    return {
        "text": text("text"),
        "now": text("nu"),
        "first_step": text("steg"),
        "audience": text("lasare") or "alla",
    }


def _own(id: str) -> dict[str, Any]:
    """Raises Refused (404) for a goal that is not her own to change."""
    plan = ask("GET", "/my/plan")
    for goal in (*plan["goals"], *plan["wishes"]):
        if goal["id"] == id and goal["own"]:
            return dict(goal)
    raise Refused(404)
