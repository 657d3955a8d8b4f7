"""Vem kan läsa: whom she shares with, how much, until when. She changes or stops it herself (ux.md §3.7)."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.mitt.log import readers
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

HOME: Final = "/min/delning"
NEW = Form("mitt/share.html", HOME, {"unit": "d-enhet", "level": "niva-1", "until": "d-till"})
CHANGE = Form("mitt/sharing_one.html", HOME, {"level": "niva-1", "until": "d-till"})


@acts_of_patient.get("/delning")
def show_sharing() -> Response:
    """Who may read, who has read, and what she has stopped."""
    try:
        told, log = ask("GET", "/my/sharing"), ask("GET", "/my/log")["log"]
    except Refused as refused:
        return nothing_yet(refused, HOME)
    here, over = _parted(told["sharing"])
    return patient_page(
        "mitt/sharing.html",
        current=HOME,
        home=_own_unit(),
        standing=here,
        stopped=over,
        people=told["people"],
        log=readers(log),
        unit_of=_other,
    )


@acts_of_patient.get("/delning/ny")
def new_sharing() -> Response:
    """Choose a unit and how much."""
    return NEW.show({"niva": "hela"}, units=_units())


@acts_of_patient.post("/delning/ny")
def share() -> Response:
    """Share from now, at most for a year."""
    missing = [] if text("enhet") else [Fault("d-enhet", _("Välj en verksamhet"))]
    body = {"unit": text("enhet"), "level": text("niva") or "hela", "until": text("till")}
    if faults := missing or NEW.send("POST", "/my/sharing", body):
        return NEW.again(faults, {}, units=_units())
    return see(HOME, _("Nu delar du. Du kan sluta när du vill."))


@acts_of_patient.get("/delning/<consent>")
def show_one(consent: str) -> Response:
    """One sharing: how much, until when, and stop."""
    one, people = _standing(consent)
    return CHANGE.show({"niva": one["level"], "till": one["until"]}, one=one, people=people, unit_of=_other)


@acts_of_patient.post("/delning/<consent>")
def change_or_stop(consent: str) -> Response:
    """Another level or day, or stop: the next request of the unit is refused."""
    one, people = _standing(consent)
    if text("gor") == "sluta":
        ask("DELETE", f"/my/sharing/{consent}")
        return see(HOME, _("Du har slutat dela. De ser inte längre planen."))
    body = {
        "unit": _other(one),
        "own_unit": _home(one),
        "level": text("niva") or one["level"],
        "until": text("till"),
    }
    if faults := CHANGE.send("POST", "/my/sharing", body):
        return CHANGE.again(faults, {}, one=one, people=people, unit_of=_other)
    return see(HOME, _("Delningen är ändrad."))


def _parted(all: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [each for each in all if each["status"] == "active"], [
        each for each in all if each["status"] != "active"
    ]


def _standing(consent: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Raises Refused (404) for one that is not hers or is stopped already."""
    told = ask("GET", "/my/sharing")
    for each in told["sharing"]:
        if each["id"] == consent and each["status"] == "active":
            return each, told["people"]
    raise Refused(404)


def _own_unit() -> dict[str, Any] | None:
    """The unit that makes the plan with her, in words."""
    try:
        plan = ask("GET", "/my/plan")
    except Refused:
        return None
    author = plan["people"].get(plan["author"], {})
    return {"id": plan["unit"], "name": author.get("unit")}


def _home(one: dict[str, Any]) -> str:
    return str(one["units"][0])


def _other(one: dict[str, Any]) -> str:
    """The unit that she shares with: the second of the pair."""
    return str(one["units"][-1])


def _units() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("GET", "/units")["units"]
    return found
