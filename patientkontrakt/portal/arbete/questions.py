"""What patients ask, and what else waits at the unit: answered, or done."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.menu import done, staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
ANSWER: Final = Form("arbete/question.html", "/arbete/fragor", {"text": "f-text"})
FINISH: Final = Form("arbete/item.html", "/arbete/folja-upp", {"note": "k-text"})


@pages_of_staff.get("/fragor")
def questions() -> Response:
    """Those that nobody has answered, oldest first."""
    found = ask("GET", "/questions")
    return staff_page("arbete/questions.html", current="/arbete/fragor", phrases=phrases, **found)


@pages_of_staff.get("/fragor/<id>")
def question(id: str) -> Response:
    """One of them."""
    return ANSWER.show(each=_question(id), phrases=phrases)


@pages_of_staff.post("/fragor/<id>")
def answer(id: str) -> Response:
    """The patient reads the answer in her plan."""
    told = text("text")
    if told is None:
        return ANSWER.again([Fault("f-text", _("Skriv ett svar"))], each=_question(id), phrases=phrases)
    if faults := ANSWER.send("POST", f"/questions/{id}/answer", {"text": told}):
        return ANSWER.again(faults, each=_question(id), phrases=phrases)
    return done("/arbete/fragor", _("Svaret är skickat. Patienten läser det i sin planering."))


def _question(id: str) -> Body:
    return _among(ask("GET", "/questions")["questions"], id)


@pages_of_staff.get("/att-gora/<id>")
def item(id: str) -> Response:
    """Something to do."""
    return FINISH.show(each=_item(id), phrases=phrases)


@pages_of_staff.post("/att-gora/<id>")
def finish(id: str) -> Response:
    """It is done."""
    if faults := FINISH.send("POST", f"/work-items/{id}/done", {"note": text("text")}):
        return FINISH.again(faults, each=_item(id), phrases=phrases)
    return done("/arbete/folja-upp", _("Klart."))


def _item(id: str) -> Body:
    return _among(ask("GET", "/work-items")["items"], id)


def _among(found: list[Body], id: str) -> Body:
    """Raises Refused when it is done already, or not ours."""
    for each in found:
        if each["id"] == id:
            return each
    raise Refused(404)
