"""Changing a contract that is there: a draft somebody began, or one that is in force."""

from typing import Any

from flask import Response, jsonify, render_template
from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal import pages, words
from patientkontrakt.portal.door import at, portal, session
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.skriva import data, faults, pages_of_writing, reading, saving, view
from patientkontrakt.portal.skriva.form_page import form_page, path_of
from patientkontrakt.portal.skriva.numbering import numbered
from patientkontrakt.portal.skriva.presence import writers
from patientkontrakt.portal.skriva.sheet import ORDER, Sheet, of_contract
from patientkontrakt.portal.skriva.steps import another_row, with_starter
from patientkontrakt.portal.skriva.typed import Typed
from patientkontrakt.portal.staying import ends_in_s


@pages_of_writing.get("/kontrakt/<id>/andra")
def change(id: str) -> Response:
    """The form as the contract stands; what was written and could not be sent comes first."""
    sheet = of_contract(id)
    kept = pages.written()
    if kept:
        return form_page(sheet, reading.read(Typed(kept), sheet), read_versions(Typed(kept)), kept=True)
    return form_page(sheet, view.shown(sheet), sheet.versions)


@pages_of_writing.post("/kontrakt/<id>/andra")
def send_change(id: str) -> Response:
    """Save, read together, add a row, or fetch a starter set: by which button was pressed."""
    sheet, typed = of_contract(id), Typed(pages.typed())
    return carry_out(sheet, typed, read_versions(typed))


def carry_out(sheet: Sheet, typed: Typed, versions: dict[str, int]) -> Response:
    """What the form of an existing contract asks for."""
    told, act = reading.read(typed, sheet), typed.text("gor")
    if again := only_shown(sheet, told, act, typed):
        return form_page(sheet, again, versions, key=typed.text("nyckel"))
    wrong = faults.wrong(told, sheet)
    filled = {name: each for name, each in data.filled(told, sheet).items() if name not in wrong}
    saved = saving.save(sheet, filled, versions)
    found = [fault for each in wrong.values() for fault in each] + saved.faults
    if act == "auto":
        return autosaved(sheet, saved, told, found)
    if saved.met:
        keep_for_merging(sheet, typed)
        return pages.see(f"/arbete/kontrakt/{sheet.contract}/slag-ihop")
    if found:
        return form_page(saved.sheet, told, versions | saved.sheet.versions, found)
    return pages.see(onward(sheet, act), saved_words())


def only_shown(sheet: Sheet, told: view.View, act: str | None, typed: Typed) -> view.View | None:
    """The form with another row or a starter set, when that is what was asked for: nothing is saved."""
    if act in ("mal", "mine", "care", "samre"):
        return another_row(told, act)
    return with_starter(told, typed.text("paket"), sheet) if act == "hamta" else None


def onward(sheet: Sheet, act: str | None) -> str:
    """Where a save leads."""
    return f"/arbete/kontrakt/{sheet.contract}/las-tillsammans" if act == "las" else path_of(sheet)


def read_versions(typed: Typed) -> dict[str, int]:
    """The versions the form was filled from."""
    return {name: typed.number(f"v-{name}") for name in ORDER}


def keep_for_merging(sheet: Sheet, typed: Typed) -> None:
    """What was written is kept for the merge page, and for thirty days."""
    path = f"/arbete/kontrakt/{sheet.contract}/slag-ihop"
    portal().kept.keep(session().person, path, pages.typed(), at())


def saved_words() -> str:
    """ "Sparat klockan 10.42"."""
    return str(_("Sparat klockan %(time)s", time=words.clock_time(clock.now())))


def autosaved(sheet: Sheet, saved: saving.Saved, told: view.View, found: list[Fault]) -> Response:
    """What a page with a script hears of its save: the words, where the form lives, and the fields that changed."""
    if saved.met:
        said = _("Någon annan sparade samma del. Din text är kvar. Spara utkastet för att se båda.")
    elif found:
        said = _("Inte allt är sparat än: %(why)s", why=found[0].text)
    else:
        said = saved_words()
        portal().kept.forget(session().person, path_of(sheet))
    changed: dict[str, Any] = {"v-" + name: saved.sheet.versions[name] for name in ORDER}
    for name in saved.met:
        changed.pop("v-" + name)
    return jsonify(
        said=said,
        path=path_of(saved.sheet),
        fields=changed | numbered(told, saved.sheet),
        presence=render_template("skriva/presence.html", writers=writers(saved.sheet)),
        ends=ends_in_s(),
    )
