"""Det här gör jag: her own promises. Done with one press, undone for a week; help is always a way out (ux.md §3.6)."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, number, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

HOME = "/min/planering#vem"
FORM = Form("mitt/duty.html", "/min/planering", {"text": "a-vad", "when": "a-nar", "due": "a-dag"})
HELP = Form("mitt/duty_help.html", "/min/planering", {"text": "h-text"})


@acts_of_patient.get("/ansvar/nytt")
def new_duty() -> Response:
    """An empty form."""
    return FORM.show({}, duty=None)


@acts_of_patient.post("/ansvar/nytt")
def add_duty() -> Response:
    """Add it: a proposal, until the plan is given out with it."""
    faults = _missing() or FORM.send("POST", "/my/promises", _said())
    return (
        FORM.again(faults, {}, duty=None)
        if faults
        else see(HOME, _("Tillagt. Vården ser det och tar med det i planen."))
    )


@acts_of_patient.get("/ansvar/<id>")
def show_duty(id: str) -> Response:
    """One of hers, to change."""
    duty = _own(id)
    values = {"vad": duty["text"], "nar": duty["when"], "dag": duty["due"], "version": duty["version"]}
    return FORM.show(values, duty=duty)


@acts_of_patient.post("/ansvar/<id>")
def change_duty(id: str) -> Response:
    """Change it."""
    duty = _own(id)
    faults = _missing() or FORM.send("PUT", f"/my/promises/{id}", _said() | {"version": number("version")})
    if faults:
        return FORM.again(faults, {}, duty=duty, newer=_own(id)["version"])
    return see(HOME, _("Ändrat. Vården ser det och tar med det i planen."))


@acts_of_patient.post("/ansvar/<id>/gjort")
def done(id: str) -> Response:
    """ "Jag har gjort det"."""
    ask("POST", f"/my/promises/{id}/done", {})
    return see(HOME, _("Bra! Det är markerat som gjort. Du kan ångra i sju dagar."))


@acts_of_patient.post("/ansvar/<id>/angra")
def undo(id: str) -> Response:
    """A tick by mistake."""
    ask("POST", f"/my/promises/{id}/undo", {})
    return see(HOME, _("Ångrat. Det står som att det pågår igen."))


@acts_of_patient.get("/ansvar/<id>/gjort")
@acts_of_patient.get("/ansvar/<id>/angra")
def back(id: str) -> Response:
    """Those two are buttons in the plan."""
    return see(HOME)


@acts_of_patient.get("/ansvar/<id>/hjalp")
def show_help(id: str) -> Response:
    """Change it or get help: never a reproach."""
    return HELP.show({}, duty=_own(id))


@acts_of_patient.post("/ansvar/<id>/hjalp")
def ask_for_help(id: str) -> Response:
    """Somebody gets in touch."""
    if faults := HELP.send("POST", f"/my/promises/{id}/help", {"text": text("text")}):
        return HELP.again(faults, {}, duty=_own(id))
    return see(HOME, _("Tack. Någon hör av sig inom två vardagar."))


def _missing() -> list[Fault]:
    found = [] if text("vad") else [Fault("a-vad", _("Skriv vad du ska göra"))]
    day = text("dag")
    try:
        words.as_day(day)
    except ValueError:
        found.append(Fault("a-dag", _("Skriv datumet så här: 2026-11-30")))
    return found


def _said() -> dict[str, Any]:
    return {"text": text("vad"), "when": text("nar"), "due": text("dag")}


def _own(id: str) -> dict[str, Any]:
    """Raises Refused (404) for a promise that is not hers."""
    plan = ask("GET", "/my/plan")
    for duty in (*plan["promises"]["mine"], *plan["proposals"]):
        if duty["id"] == id and duty["side"] == "mine":
            return dict(duty)
    raise Refused(404)
