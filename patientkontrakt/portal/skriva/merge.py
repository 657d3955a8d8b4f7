"""Two have changed the same part: both texts side by side, and a choice for each line. Nothing is lost (ux.md §3.5)."""

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import portal, session
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.skriva import data, faults, pages_of_writing, reading, saving
from patientkontrakt.portal.skriva.change import read_versions
from patientkontrakt.portal.skriva.choosing import chosen
from patientkontrakt.portal.skriva.directory import directory
from patientkontrakt.portal.skriva.meeting import Meeting, meetings
from patientkontrakt.portal.skriva.meeting_words import told
from patientkontrakt.portal.skriva.sheet import Sheet, of_contract
from patientkontrakt.portal.skriva.typed import Typed


@pages_of_writing.get("/kontrakt/<id>/slag-ihop")
def merge(id: str) -> Response:
    """What both have written; with nothing to choose about, back to the form."""
    sheet, kept = of_contract(id), Typed(pages.written())
    met = _met(sheet, kept)
    if not met:
        _forget(sheet)
        return pages.see(f"/arbete/kontrakt/{id}/andra")
    return _page(sheet, met)


@pages_of_writing.post("/kontrakt/<id>/slag-ihop")
def send_merge(id: str) -> Response:
    """Save what was chosen; if somebody saved again meanwhile, there is more to choose."""
    sheet, kept, said = of_contract(id), Typed(pages.written()), Typed(pages.typed())
    if said.text("gor") == "slang":
        return pages.see(f"/arbete/kontrakt/{id}/andra", _("Dina ändringar är borta. Det andra står kvar."))
    met = _met(sheet, kept)
    if any(said.number(f"v-{each.section}") != each.version for each in met):
        return _once_more(sheet, kept)
    answers = [chosen(each, said) for each in met]
    if unanswered := [fault for each in answers for fault in each.faults]:
        return _page(sheet, met, unanswered, 422)
    saved = saving.Saved(sheet)
    for each, answer in zip(met, answers, strict=True):
        saving.settle(sheet, each.section, answer.data, each.version, each.published, saved)
    if saved.met:
        return _once_more(of_contract(id), kept)
    if saved.faults:
        return _page(sheet, met, saved.faults, 422)
    return pages.see(f"/arbete/kontrakt/{id}/andra", _("Valen är sparade. Allt ni har skrivit finns kvar."))


def _once_more(sheet: Sheet, kept: Typed) -> Response:
    again = Fault("", _("Någon sparade igen. Läs det som är nytt och välj en gång till."))
    return _page(sheet, _met(sheet, kept), [again], 409)


def _met(sheet: Sheet, kept: Typed) -> list[Meeting]:
    """The sections of the kept form that somebody else has saved too, and drafts that rest on an older plan."""
    if not kept.fields:
        return meetings(sheet, {}, {})
    told = reading.read(kept, sheet)
    wrong = faults.wrong(told, sheet)
    filled = {name: each for name, each in data.filled(told, sheet).items() if name not in wrong}
    return meetings(sheet, filled, read_versions(kept))


def _page(sheet: Sheet, met: list[Meeting], found: list[Fault] | None = None, status: int = 200) -> Response:
    known, said = directory(sheet), Typed(pages.typed())
    return staff_page(
        "skriva/merge.html",
        status,
        current="/arbete/patienter",
        meetings=[told(each, known, said) for each in met],
        faults=found or [],
        action=f"/arbete/kontrakt/{sheet.contract}/slag-ihop",
    )


def _forget(sheet: Sheet) -> None:
    portal().kept.forget(session().person, f"/arbete/kontrakt/{sheet.contract}/slag-ihop")
