"""Tidigare utgåvor: the plan as it was given out each time, and what differs between two."""

from itertools import groupby
from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.min.parts import part
from patientkontrakt.portal.min.phrases import METHODS, OWN_PARTS, PARTS
from patientkontrakt.portal.refusals import Refused
from patientkontrakt.portal.voice import voice

CURRENT = "/min/planering"

Json = dict[str, Any]


@pages_of_patient.get("/planering/historik")
def history() -> Response:
    """Every utgåva, newest first, and everything that has changed in half a year."""
    try:
        plan = ask("GET", "/my/plan")
    except Refused as refused:
        return nothing_yet(refused, CURRENT)
    return patient_page(
        "min/history.html",
        current=CURRENT,
        plan=plan,
        standing=standing,
        methods=METHODS,
        changes=part("/my/changes"),
    )


@pages_of_patient.get("/planering/historik/<int:number>")
def edition(number: int) -> Response:
    """One utgåva as it was given out. Raises Refused (404)."""
    told = ask("GET", f"/my/utgavor/{number}")
    shown = document(told, clock.now(), acting=False)
    now = part("/my/plan") or {}
    wrong = {each["part"] for each in now.get("corrections", [])}
    return patient_page("min/edition.html", current=CURRENT, number=number, then=True, wrong=wrong, **shown)


@pages_of_patient.get("/planering/jamfor/<int:first>/<int:second>")
def compare(first: int, second: int) -> Response:
    """What differs between two, part by part. Raises Refused (404)."""
    told = ask("GET", f"/my/utgavor/{first}/changes/{second}")
    gathered = [
        (_part(name), list(found)) for name, found in groupby(told["changes"], key=lambda each: each["part"])
    ]
    return patient_page("min/compare.html", current=CURRENT, first=first, second=second, parts=gathered)


def _part(name: str) -> str:
    return voice()(OWN_PARTS[name]) if name in OWN_PARTS else str(PARTS.get(name, name))


def standing(plan: Json, utgava: Json) -> tuple[str, str]:
    """How one utgåva stands: the kind of its tag, and the word."""
    if utgava["number"] == plan["applies"]:
        return "ok", str(_("Gäller"))
    if utgava["number"] == plan["utgava"] and plan["phase"] in ("skickad", "vill-andra", "vill-prata"):
        return "warn", str(_("Väntar på svar"))
    return "plain", str(_("Ersatt"))
