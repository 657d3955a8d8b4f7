"""Nödöppning: first who has data, then what is needed of it; each step says what it means before it is taken."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages, words
from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.form import Form, number, text
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
WHO: Final = Form("arbete/emergency.html", "/arbete/patienter", {"reason": "skal-1", "text": "n-text"})
OPEN: Final = Form(
    "arbete/emergency_open.html",
    "/arbete/patienter",
    {
        "units": "enhet-1",
        "cannot_be_asked": "n-kan-inte",
        "need": "n-behov",
        "hours": "n-timmar",
        "reason": "",
        "text": "",
    },
)
LONGEST: Final = 24


@pages_of_staff.get("/patient/<patient>/nodoppning")
def emergency(patient: str) -> Response:
    """What it means, the reason, and what is open already."""
    return WHO.show(**_around(patient))


@pages_of_staff.post("/patient/<patient>/nodoppning")
def take_step(patient: str) -> Response:
    """Ask who has data, open, or end."""
    step = text("gor")
    if step == "avsluta":
        ask("POST", f"/patients/{patient}/emergency/end")
        return done(f"/arbete/patient/{patient}", _("Nödöppningen är avslutad."))
    found = _who_has(patient)
    if isinstance(found, list):
        return WHO.again(found, **_around(patient))
    if step == "oppna":
        return _open(patient, found)
    return OPEN.show({"timmar": LONGEST, **_why()}, chosen=[], **found, **_about(patient))


def _who_has(patient: str) -> Body | list[Fault]:
    """Step 1, or what is wrong with the reason."""
    why = _why()
    missing = [
        *([] if why["skal"] in phrases.EMERGENCIES else [Fault("skal-1", _("Välj ett skäl"))]),
        *([] if why["text"] else [Fault("n-text", _("Skriv vad som har hänt"))]),
    ]
    if missing:
        return missing
    try:
        found: Body = ask(
            "POST", f"/patients/{patient}/emergency/who", {"reason": why["skal"], "text": why["text"]}
        )
    except Refused as refused:
        if refused.status in WHO.elsewhere:
            raise
        return WHO.faults(refused)
    return found


def _open(patient: str, found: Body) -> Response:
    """Step 2: only what was ticked."""
    chosen, why = pages.typed().get("enhet", []), _why()
    faults = [
        *([] if chosen or found["hidden"] else [Fault("enhet-1", _("Välj minst en enhet"))]),
        *([] if text("kan-inte") else [Fault("n-kan-inte", _("Skriv varför patienten inte kan tillfrågas"))]),
        *([] if text("behov") else [Fault("n-behov", _("Skriv vad som behövs"))]),
    ]
    body = {
        "reason": why["skal"],
        "text": why["text"],
        "units": chosen,
        "cannot_be_asked": text("kan-inte"),
        "need": text("behov"),
        "hours": number("timmar"),
    }
    if faults := faults or OPEN.send("POST", f"/patients/{patient}/emergency", body):
        return OPEN.again(faults, chosen=chosen, **found, **_about(patient))
    return done(
        f"/arbete/patient/{patient}",
        _("Öppet. Du läser uppgifterna som vanligt. Patienten ser det i sin logg."),
    )


def _why() -> Body:
    return {"skal": text("skal"), "text": text("text")}


def _about(patient: str) -> Body:
    return {"about": ask("GET", f"/patients/{patient}/overview"), "reasons": phrases.EMERGENCIES}


def _around(patient: str) -> Body:
    held = ask("GET", f"/patients/{patient}/emergency")["open"]
    ends = max((each["until"] for each in held), default=None)
    return {**_about(patient), "open_until": words.short_moment(ends) if ends else None}
