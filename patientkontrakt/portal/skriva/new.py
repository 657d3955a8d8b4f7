"""A new contract on one page: what is known is filled in, and the contract is there from its first save."""

import secrets

from flask import Response

from patientkontrakt.portal import pages
from patientkontrakt.portal.refusals import Refused
from patientkontrakt.portal.skriva import data, faults, pages_of_writing, reading, saving, view
from patientkontrakt.portal.skriva.change import (
    autosaved,
    carry_out,
    only_shown,
    onward,
    saved_words,
)
from patientkontrakt.portal.skriva.form_page import form_page
from patientkontrakt.portal.skriva.sheet import Sheet, of_contract, of_patient
from patientkontrakt.portal.skriva.typed import Typed


@pages_of_writing.get("/kontrakt/nytt/<patient>")
def new(patient: str) -> Response:
    """The form, filled in with what is known; a draft that is there already is pointed at."""
    sheet = of_patient(patient)
    kept = pages.written()
    told = reading.read(Typed(kept), sheet) if kept else view.shown(sheet)
    return form_page(sheet, told, {}, key=Typed(kept).text("nyckel"), kept=bool(kept), there=_there(sheet))


@pages_of_writing.post("/kontrakt/nytt/<patient>")
def send_new(patient: str) -> Response:
    """The first save makes the contract; a later save of the same form is of that contract."""
    sheet, typed = of_patient(patient), Typed(pages.typed())
    told, act, key = (
        reading.read(typed, sheet),
        typed.text("gor"),
        typed.text("nyckel") or secrets.token_urlsafe(12),
    )
    if again := only_shown(sheet, told, act, typed):
        return form_page(sheet, again, {}, key=key)
    wrong = faults.wrong(told, sheet)
    filled = {name: each for name, each in data.filled(told, sheet).items() if name not in wrong}
    found = [fault for each in wrong.values() for fault in each]
    if found and act != "auto":
        return form_page(sheet, told, {}, found, key=key)
    try:
        id, fresh = saving.begin(sheet, filled, key)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return form_page(sheet, told, {}, saving.told("", refused), key=key)
    there = of_contract(id)
    if not fresh:
        return carry_out(there, typed, there.versions)
    if act == "auto":
        return autosaved(there, saving.Saved(there), told, found)
    return pages.see(onward(there, act), saved_words())


def _there(sheet: Sheet) -> list[dict[str, str]]:
    """Contracts of the own unit that are going on already."""
    going_on = ("draft", "active", "on-hold")
    return [each for each in sheet.known["contracts"] if each["mine"] and each["status"] in going_on]
