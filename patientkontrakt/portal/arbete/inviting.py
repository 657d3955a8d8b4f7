"""Inviting units to a contract and reminding them; the unit's own invitations, sent and received, and its answers."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done, staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
INVITE: Final = Form(
    "arbete/invite.html", "/arbete/patienter", {"unit": "b-enhet", "reason": "skal-1", "text": "b-text"}
)
REMIND: Final = Form("arbete/remind_unit.html", "/arbete/patienter", {"text": "p-text"})
ANSWER: Final = Form("arbete/invitation.html", "/arbete/inbjudningar", {"text": "i-text"})


@pages_of_staff.get("/kontrakt/<id>/bjud-in")
def choose_unit(id: str) -> Response:
    """Which unit, and why."""
    return INVITE.show(**_invitable(id))


@pages_of_staff.post("/kontrakt/<id>/bjud-in")
def invite(id: str) -> Response:
    """The unit takes part, with a relation the patient sees."""
    unit, reason = text("enhet"), text("skal")
    faults = [
        *([] if unit else [Fault("b-enhet", _("Välj en enhet"))]),
        *([] if reason in phrases.INVITATION_REASONS else [Fault("skal-1", _("Välj ett skäl"))]),
    ]
    body = {"unit": unit, "reason": reason, "text": text("text")}
    if faults := faults or INVITE.send("POST", f"/contracts/{id}/invitations", body):
        return INVITE.again(faults, **_invitable(id))
    return done(f"/arbete/kontrakt/{id}", _("Inbjudan är skickad. Patienten ser den."))


def _invitable(id: str) -> Body:
    """The contract, and the units that do not take part in it yet."""
    page = around(id)
    taking_part = {each.partition("/")[2] for each in page["contract"]["contributors"]}
    units = [
        each
        for each in ask("GET", "/units", params={"near": id})["units"]
        if each["id"] not in taking_part and each["custodian"] != each["id"]
    ]
    return page | {"units": units}


@pages_of_staff.get("/kontrakt/<id>/bjud-in/<unit>/paminn")
def ask_to_remind(id: str, unit: str) -> Response:
    """Remind a unit that has not answered, perhaps in one's own words."""
    return REMIND.show(unit=unit, **around(id))


@pages_of_staff.post("/kontrakt/<id>/bjud-in/<unit>/paminn")
def remind_unit(id: str, unit: str) -> Response:
    """One more time."""
    if faults := REMIND.send("POST", f"/contracts/{id}/invitations/{unit}/remind", {"text": text("text")}):
        return REMIND.again(faults, unit=unit, **around(id))
    return done(f"/arbete/kontrakt/{id}", _("Påminnelsen är skickad."))


@pages_of_staff.get("/inbjudningar")
def invitations() -> Response:
    """Those that nobody has answered."""
    found = ask("GET", "/invitations")
    return staff_page("arbete/invitations.html", current="/arbete/inbjudningar", phrases=phrases, **found)


@pages_of_staff.get("/inbjudningar/<id>")
def invitation(id: str) -> Response:
    """One that was received, and its answer."""
    return ANSWER.show(**_shown(id))


@pages_of_staff.post("/inbjudningar/<id>")
def answer_invitation(id: str) -> Response:
    """Yes or no, for the unit."""
    said = text("svar")
    if said not in ("ja", "nej"):
        return ANSWER.again([Fault("svar-1", _("Välj ett svar"))], **_shown(id))
    act = "accept" if said == "ja" else "decline"
    if faults := ANSWER.send("POST", f"/invitations/{id}/{act}", {"text": text("text")}):
        return ANSWER.again(faults, **_shown(id))
    told = _("Ni är med i planen.") if said == "ja" else _("Ni har tackat nej. Den som bjöd in får veta det.")
    return done("/arbete/inbjudningar", told)


def _shown(id: str) -> Body:
    """The invitation, and where its plan is read: at Delade med oss when another care provider keeps it."""
    each = _received(id)
    try:
        ask("GET", f"/contracts/{each['contract']}")
    except Refused as refused:
        if refused.status != 404:
            raise
        return {"each": each, "phrases": phrases, "to_read": f"/arbete/delade/{each['patient']}"}
    return {"each": each, "phrases": phrases, "to_read": f"/arbete/kontrakt/{each['contract']}"}


def _received(id: str) -> Body:
    """Raises Refused when it is not there to answer."""
    for each in ask("GET", "/invitations")["received"]:
        if each["id"] == id:
            found: Body = each
            return found
    raise Refused(404)
