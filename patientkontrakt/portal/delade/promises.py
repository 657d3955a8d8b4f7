"""The unit's own part of somebody else's plan: promise something, say yes or no, and say how it goes."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal import pages, words
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.delade import pages_of_sharing, reason
from patientkontrakt.portal.delade.people import HERE
from patientkontrakt.portal.delade.reading import own_promises, shared_person
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.names import Names
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

NEW = Form("delade/promise_new.html", HERE, {"text": "l-vad", "when": "l-nar", "due": "l-dag"})
ONE = Form("delade/promise.html", HERE, {"status": "lage-1", "note": "l-not"})

STEPS: Final = {
    "foreslagen": ("overenskommen", "avbojd"),
    "motforslag": ("overenskommen", "avbojd"),
    "overenskommen": ("pagar", "uppfylld", "bruten"),
    "pagar": ("uppfylld", "bruten", "omforhandlas"),
    "omforhandlas": ("pagar",),
    "bruten": ("pagar", "omforhandlas"),
}
WORDS: Final = {
    "overenskommen": __("Ja, det gör vi"),
    "avbojd": __("Nej, det kan vi inte"),
    "pagar": __("Det pågår"),
    "uppfylld": __("Det är klart"),
    "bruten": __("Det blev inte av"),
    "omforhandlas": __("Vi behöver göra om det"),
}


@pages_of_sharing.get("/<patient>/lofte/nytt")
def new_promise(patient: str) -> Response:
    """An empty form."""
    found = _contract(patient)
    return NEW.show({}, patient=patient, names=Names(found))


@pages_of_sharing.post("/<patient>/lofte/nytt")
def add_promise(patient: str) -> Response:
    """Propose it; it is a part of the plan when the patient has said yes to it."""
    found = _contract(patient)
    body = {"text": text("vad"), "when": text("nar"), "due": text("dag")}
    faults = _missing() or NEW.send("POST", f"/contracts/{found['id']}/proposals", body)
    if faults:
        return NEW.again(faults, patient=patient, names=Names(found))
    return pages.see(f"{HERE}/{patient}/plan#vart", _("Tillagt. Den som samordnar planen ser det."))


@pages_of_sharing.get("/<patient>/lofte/<task>")
def show_promise(patient: str, task: str) -> Response:
    """One of the unit's own, and which steps it may take."""
    return ONE.show({}, **_shown(patient, task))


@pages_of_sharing.post("/<patient>/lofte/<task>")
def report(patient: str, task: str) -> Response:
    """Say yes or no, or how it goes."""
    shown = _shown(patient, task)
    if text("lage") not in dict(shown["steps"]):
        return ONE.again([Fault("lage-1", _("Välj hur det går"))], **shown)
    path = f"/contracts/{shown['contract']['id']}/promises/{task}/status"
    if faults := ONE.send("POST", path, {"status": text("lage"), "note": text("not")}):
        return ONE.again(faults, **_shown(patient, task))
    return pages.see(f"{HERE}/{patient}/plan#vart", _("Sparat. Patienten ser det."))


def _contract(patient: str) -> dict[str, Any]:
    """The shared contract, for whoever has told a reason. Raises Refused (404)."""
    person = shared_person(patient)
    if person["missing"] or not reason.is_told(patient):
        raise reason.NotTold(patient)
    if not person["contracts"]:
        raise Refused(404)
    found: dict[str, Any] = ask("GET", f"/contracts/{person['contracts'][0]['id']}")
    return found


def _shown(patient: str, task: str) -> dict[str, Any]:
    found = _contract(patient)
    for each in own_promises(found):
        if each["id"] == task:
            steps = [(step, WORDS[step]) for step in STEPS.get(each["status"], ())]
            return {
                "patient": patient,
                "contract": found,
                "promise": each,
                "steps": steps,
                "names": Names(found),
            }
    raise Refused(404)


def _missing() -> list[Fault]:
    found = [] if text("vad") else [Fault("l-vad", _("Skriv vad ni ska göra"))]
    if not (text("nar") or text("dag")):
        found.append(Fault("l-nar", _("Skriv när eller hur ofta, eller välj en dag")))
    try:
        words.as_day(text("dag"))
    except ValueError:
        found.append(Fault("l-dag", _("Skriv datumet så här: 2026-11-30")))
    return found
