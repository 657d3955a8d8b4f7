"""One promise: how it goes, reminding the one who made it, and words about it."""

from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.contract import deed
from patientkontrakt.portal.arbete.form import Form, number, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import session
from patientkontrakt.portal.names import Names
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
FORM: Final = Form(
    "arbete/promise.html", "/arbete/patienter", {"status": "lage-1", "note": "l-text", "text": "l-text"}
)
NEXT: Final = {
    "foreslagen": ("overenskommen", "avbojd", "installd"),
    "motforslag": ("overenskommen", "avbojd", "installd"),
    "overenskommen": ("pagar", "uppfylld", "bruten", "omforhandlas"),
    "pagar": ("uppfylld", "bruten", "omforhandlas"),
    "omforhandlas": ("pagar", "installd"),
    "uppfylld": ("pagar",),
    "bruten": ("pagar", "omforhandlas"),
}
"""What can be said of a promise next (K-1)."""


@pages_of_staff.get("/lofte/<contract>/<task>")
def promise(contract: str, task: str) -> Response:
    """The promise, and everything one can do about it."""
    return FORM.show(**_around(contract, task))


@pages_of_staff.get("/lofte/<contract>/<task>/status")
@pages_of_staff.get("/lofte/<contract>/<task>/klart")
@pages_of_staff.get("/lofte/<contract>/<task>/paminn")
@pages_of_staff.get("/lofte/<contract>/<task>/anteckna")
def promise_again(contract: str, task: str) -> Response:
    """The page of a form that was kept, or refused."""
    return FORM.show(act=request.path.rpartition("/")[2], **_around(contract, task))


@pages_of_staff.post("/lofte/<contract>/<task>/status")
def report(contract: str, task: str) -> Response:
    """How it goes."""
    status = text("lage")
    if status not in phrases.REPORTS:
        return FORM.again([Fault("lage-1", _("Välj hur det går"))], act="status", **_around(contract, task))
    body = {"status": status, "note": text("text"), "version": number("version") or None}
    return _send(contract, task, "status", "status", body, _("Sparat. Patienten ser det."))


@pages_of_staff.post("/lofte/<contract>/<task>/klart")
def finished(contract: str, task: str) -> Response:
    """It is done, in one press."""
    return _send(contract, task, "klart", "status", {"status": "uppfylld"}, _("Klart. Patienten ser det."))


@pages_of_staff.post("/lofte/<contract>/<task>/paminn")
def remind(contract: str, task: str) -> Response:
    """Remind the one who promised."""
    told = _("Påminnelsen är skickad. Patienten ser den.")
    return _send(contract, task, "paminn", "remind", {"text": text("text")}, told)


@pages_of_staff.post("/lofte/<contract>/<task>/anteckna")
def remark(contract: str, task: str) -> Response:
    """Words about how it goes."""
    if not text("text"):
        fault = Fault("l-text", _("Skriv något"))
        return FORM.again([fault], act="anteckna", **_around(contract, task))
    return _send(contract, task, "anteckna", "note", {"text": text("text")}, _("Sparat. Patienten ser det."))


def _send(contract: str, task: str, act: str, path: str, body: Body, told: str) -> Response:
    if faults := FORM.send("POST", f"/contracts/{contract}/promises/{task}/{path}", body):
        return FORM.again(faults, act=act, **_around(contract, task))
    return done(f"/arbete/lofte/{contract}/{task}", told)


def _around(contract: str, task: str) -> Body:
    page = around(contract, ours=False)
    found, names = page["contract"], page["names"]
    every = (*found["promises"]["mine"], *found["promises"]["care"], *found["proposals"])
    held = next((each for each in every if each["id"] == task), None)
    if held is None:
        raise Refused(404)
    answerable = held["side"] == "care" and (page["ours"] or _is_own(held, names))
    return page | {
        "held": deed(held, names),
        "proposed": held in found["proposals"],
        "own": _is_own(held, names),
        "next_states": [(code, phrases.REPORTS[code]) for code in NEXT.get(held["status"], ()) if answerable],
        "answerable": answerable and page["open_ended"],
        "promise_path": f"/arbete/lofte/{contract}/{task}",
        "notes": [each | {"who": names.of(_role(each["author"], found))} for each in held["notes"]],
        "back_path": page["here_path"] if page["ours"] else f"/arbete/delade/{found['patient']}",
    }


def _role(author: str | None, found: Body) -> str | None:
    """The role of somebody who takes part, for "Practitioner/x"."""
    role = (author or "").replace("Practitioner/", "PractitionerRole/", 1)
    return role if role in found["people"] or role == session().person else author


def _is_own(held: Body, names: Names) -> bool:
    about = session().about
    unit = f"Organization/{about.get('unit')}"
    return held["owner"] in (session().person, unit) or names.unit(held["owner"]) == about.get("unit_name")
