"""The patient's answer, taken by telephone or at the meeting, and taken back: in her words, never by silence."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.form import Form, number, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

ANSWERS: Final = ("ja", "andra", "prata")
METHODS: Final = ("muntligt", "telefon")
FORM: Final = Form(
    "arbete/answer.html", "/arbete/patienter", {"answer": "svar-1", "method": "satt-1", "text": "s-text"}
)
BACK: Final = Form("arbete/withdraw.html", "/arbete/patienter", {"method": "satt-1"})


@pages_of_staff.get("/kontrakt/<id>/svar")
def ask_answer(id: str) -> Response:
    """What the newest utgåva asks."""
    return FORM.show(**around(id))


@pages_of_staff.post("/kontrakt/<id>/svar")
def record_answer(id: str) -> Response:
    """Write down what she said, and how."""
    said, method, told = text("svar"), text("satt"), text("text")
    if faults := _missing(said, told) + how(method):
        return FORM.again(faults, **around(id))
    body = {"utgava": number("utgava"), "answer": said, "method": method, "text": told}
    try:
        taken = ask("POST", f"/contracts/{id}/answer", body)
    except Refused as refused:
        return _refused(id, refused)
    return done(f"/arbete/kontrakt/{id}", _thanks(taken))


@pages_of_staff.get("/kontrakt/<id>/svar/tillbaka")
def ask_withdrawal(id: str) -> Response:
    """What taking back a yes means."""
    return BACK.show(**around(id))


@pages_of_staff.post("/kontrakt/<id>/svar/tillbaka")
def record_withdrawal(id: str) -> Response:
    """She has changed her mind."""
    method = text("satt")
    if faults := how(method) or BACK.send("POST", f"/contracts/{id}/withdraw", {"method": method}):
        return BACK.again(faults, **around(id))
    return done(f"/arbete/kontrakt/{id}", _("Svaret är taget tillbaka."))


def how(method: str | None) -> list[Fault]:
    """How it was said must be chosen."""
    return [] if method in METHODS else [Fault("satt-1", _("Välj hur det sades"))]


def _missing(said: str | None, told: str | None) -> list[Fault]:
    if said not in ANSWERS:
        return [Fault("svar-1", _("Välj ett svar"))]
    if said == "andra" and not told:
        return [Fault("s-text", _("Skriv vad som ska ändras"))]
    return []


def _refused(id: str, refused: Refused) -> Response:
    if refused.status in (403, 404):
        raise refused
    if refused.status == 409:
        newer = _("Planen ändrades medan du skrev. Läs det som är nytt tillsammans och svara igen.")
        return FORM.again([Fault("", newer)], status=409, **around(id))
    return FORM.again(FORM.faults(refused), **around(id))


def _thanks(taken: dict[str, Any]) -> str:
    if taken["answer"] == "ja":
        return str(_("Svaret är sparat. Ni är överens om utgåva %(number)s.", number=taken["utgava"]))
    if taken["in_touch_by"]:
        return str(_("Svaret är sparat. Hör av dig senast %(day)s.", day=words.day(taken["in_touch_by"])))
    return str(_("Svaret är sparat."))
