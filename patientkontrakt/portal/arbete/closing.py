"""Pausing a contract, going on with it, and ending it: why, and how it went with each goal. Nothing is deleted."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

END: Final = Form("arbete/end.html", "/arbete/patienter", {"reason": "skal-1"})
REST: Final = Form("arbete/pause.html", "/arbete/patienter", {})


@pages_of_staff.get("/kontrakt/<id>/avsluta")
def ask_end(id: str) -> Response:
    """Why, and how it went."""
    return END.show(**around(id))


@pages_of_staff.post("/kontrakt/<id>/avsluta")
def end(id: str) -> Response:
    """The end; another contract may begin."""
    page, reason = around(id), text("skal")
    if reason not in phrases.ENDINGS:
        return END.again([Fault("skal-1", _("Välj varför planen avslutas"))], **page)
    said: dict[str, Any] = {goal["id"]: text(f"mal-{goal['id']}") for goal in page["contract"]["goals"]}
    outcomes = {goal: code for goal, code in said.items() if code in phrases.OUTCOMES}
    try:
        ask("POST", f"/contracts/{id}/end", {"reason": reason, "outcomes": outcomes})
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return END.again(_left_out(refused) or END.faults(refused), **page)
    return done(f"/arbete/kontrakt/{id}", _("Planen är avslutad. Den finns kvar att läsa."))


def _left_out(refused: Refused) -> list[Fault]:
    """The goals whose outcome is missing, each at its own field."""
    places = [place for told in refused.reasons for place in told.where if place.startswith("outcomes.")]
    return [
        Fault(f"mal-{each.removeprefix('outcomes.')}", _("Välj hur det gick med målet")) for each in places
    ]


@pages_of_staff.get("/kontrakt/<id>/pausa")
def ask_pause(id: str) -> Response:
    """What a pause means, or what going on means."""
    return REST.show(**around(id))


@pages_of_staff.post("/kontrakt/<id>/pausa")
def pause(id: str) -> Response:
    """Pause an agreed plan, or go on with a paused one."""
    act = "resume" if text("gor") == "starta" else "pause"
    if faults := REST.send("POST", f"/contracts/{id}/{act}"):
        return REST.again(faults, **around(id))
    told = _("Planen är pausad.") if act == "pause" else _("Planen gäller igen.")
    return done(f"/arbete/kontrakt/{id}", told)
