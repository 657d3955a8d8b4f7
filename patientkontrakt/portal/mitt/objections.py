"""Det stämmer inte: she says that something written in her plan is wrong, and it is noted beside it (PDL 3 kap. 8 §)."""

import re
from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

Json = dict[str, Any]
FORM: Final = Form("mitt/objections.html", "/min/planering", {"text": "i-text", "part": "i-del"})
PART: Final = re.compile(r"[A-Za-z]{2,40}/[A-Za-z0-9\-.]{1,64}\Z")


@acts_of_patient.get("/stammer-inte")
def show_objections() -> Response:
    """Everything she has said is wrong, and a form; `del` is the entry ("Goal/x")."""
    asked = request.args.get("del", "")
    told = _told()
    chosen = asked if any(part == asked for part, _words in told["written"]) else ""
    return FORM.show({"del": chosen}, fixed=("del",) if chosen else (), **told)


@acts_of_patient.post("/stammer-inte")
def put_objection() -> Response:
    """It is noted beside the entry, and somebody in care reads it."""
    part, said = text("del") or "", text("text")
    faults = [] if PART.match(part) else [Fault("i-del", _("Välj vad som inte stämmer"))]
    faults += [] if said else [Fault("i-text", _("Skriv vad som inte stämmer"))]
    if faults := faults or FORM.send("POST", "/my/objections", {"part": part, "text": said}):
        return FORM.again(faults, **_told())
    return see("/min/stammer-inte", _("Det är antecknat. Vården läser det och svarar."))


def _told() -> Json:
    """What she may object to in words, and what she has said before."""
    try:
        plan = ask("GET", "/my/plan")
    except Refused as refused:
        if refused.status != 404:
            raise
        plan = None
    told = ask("GET", "/my/objections")
    entries = _entries(plan) if plan else []
    return {"told": told, "written": entries, "words_of": dict(entries)}


def _entries(plan: Json) -> list[tuple[str, str]]:
    """Every entry of the plan: which, and its words."""
    promises = (*plan["promises"]["mine"], *plan["promises"]["care"], *plan["proposals"])
    named = [(f"Goal/{each['id']}", each["text"]) for each in (*plan["goals"], *plan["wishes"])]
    named += [(f"Task/{each['id']}", each["text"]) for each in promises]
    named += [(f"Appointment/{each['id']}", each["what"]) for each in plan["times"]]
    named += [(f"CareTeam/{each['id']}", _contact(each, plan["people"])) for each in plan["contacts"]]
    return [*named, (f"CarePlan/{plan['id']}", str(_("Något annat i planen")))]


def _contact(contact: Json, people: Json) -> str:
    party = people.get(contact["member"] or contact["team"] or contact["unit"] or "", {})
    return str(party.get("name") or _("En kontakt"))
