"""Reading it together in large text, and what follows: agreed now, sent, or kept as a draft."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete.menu import done, staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.names import possessive
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused
from patientkontrakt.portal.skriva import faults, pages_of_writing
from patientkontrakt.portal.skriva.directory import directory
from patientkontrakt.portal.skriva.reading_aloud import plan_of
from patientkontrakt.portal.skriva.sheet import Sheet, of_contract

AGREED, SENT = "overens", "skicka"


class MetMeanwhile(Exception):
    """Another door has changed the same place of the plan: it is seen before anything is given out."""


@pages_of_writing.get("/kontrakt/<id>/las-tillsammans")
def read_together(id: str) -> Response:
    """The plan as the patient will read it."""
    return _page(of_contract(id))


@pages_of_writing.post("/kontrakt/<id>/las-tillsammans")
def settle_together(id: str) -> Response:
    """Give it out, and record the yes when it was said now."""
    sheet, act = of_contract(id), (pages.typed().get("gor") or [""])[-1]
    if act not in (AGREED, SENT):
        return pages.see(f"/arbete/kontrakt/{id}/andra", _("Utkastet är sparat."))
    lacking = _lacking(sheet) if act == AGREED else []
    if lacking:
        return _page(sheet, lacking, 422)
    try:
        _give_out(sheet, agreed=act == AGREED)
    except MetMeanwhile:
        return pages.see(f"/arbete/kontrakt/{id}/slag-ihop")
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(of_contract(id), [Fault("", each.text) for each in refused.reasons], 422)
    return done(f"/arbete/kontrakt/{id}/klart")


@pages_of_writing.get("/kontrakt/<id>/klart")
def finished(id: str) -> Response:
    """What has been done, and where to go now."""
    contract = ask("GET", f"/contracts/{id}")
    return staff_page(
        "skriva/done.html",
        current="/arbete/patienter",
        contract=contract,
        first=(contract["patient_name"] or "").split(" ")[0],
        agreed=contract["applies"] is not None and contract["applies"] == contract["utgava"],
        here_path=f"/arbete/kontrakt/{id}",
    )


def _give_out(sheet: Sheet, *, agreed: bool) -> None:
    """Publish what is written, if anything is, and record the yes to the newest utgåva. Raises Refused, MetMeanwhile."""
    utgava = sheet.told["utgava"]
    drafts = any(each["draft"] for each in sheet.told["sections"].values())
    if drafts or not sheet.published or not agreed:
        utgava = _publish(sheet)["utgava"]
    if agreed:
        said = {"utgava": utgava, "answer": "ja", "method": "muntligt"}
        ask("POST", f"/contracts/{sheet.contract}/answer", said)


def _publish(sheet: Sheet) -> dict[str, Any]:
    try:
        given: dict[str, Any] = ask("POST", f"/contracts/{sheet.contract}/publish")
    except Refused as refused:
        if refused.status == 409 and _is_outrun(of_contract(str(sheet.contract))):
            raise MetMeanwhile from refused
        raise
    return given


def _is_outrun(sheet: Sheet) -> bool:
    return any(each["changed_meanwhile"] and each["draft"] for each in sheet.told["sections"].values())


def _lacking(sheet: Sheet) -> list[Fault]:
    """What is missing for a yes, with the form's field to go to."""
    form = f"/arbete/kontrakt/{sheet.contract}/andra"
    found = faults.missing(sheet.sections, bool(sheet.her_story), sheet.patient)
    return [Fault(f"{form}#{each.field}", each.text) for each in found]


def _page(sheet: Sheet, found: list[Fault] | None = None, status: int = 200) -> Response:
    known = directory(sheet)
    lacking = _lacking(sheet)
    return staff_page(
        "skriva/together.html",
        status,
        current="/arbete/patienter",
        sheet=sheet,
        first=sheet.first_name,
        whose=possessive(sheet.first_name),
        plan=plan_of(sheet, known),
        lacking=[] if found else lacking,
        refused=found or [],
        known=known,
        action=f"/arbete/kontrakt/{sheet.contract}/las-tillsammans",
    )
