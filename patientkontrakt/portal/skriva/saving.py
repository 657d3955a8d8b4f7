"""Saves the sections that were changed, each by itself. Where somebody else has saved the same one nothing is written
over: the section is left for the merge page (ux.md §3.5)."""

from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.portal.door import ask, at, portal, session
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused
from patientkontrakt.portal.skriva.sheet import EMPTY, ORDER, Data, Sheet

MOVED = 412


@dataclass
class Saved:
    """What became of a save: the sheet as it stands now, sections that met somebody else's, what the API refused."""

    sheet: Sheet
    met: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def save(sheet: Sheet, data: dict[str, Data], read: dict[str, int]) -> Saved:
    """Save what differs from what stands. `read` are the versions the form was filled from. Raises Refused (403, 404)."""
    saved = Saved(sheet)
    for name in (each for each in ORDER if each in data):
        mine, version = data[name], read.get(name, 0)
        if version == sheet.versions[name]:
            if not same(mine, sheet.sections[name]):
                _patch(sheet, name, mine, version, saved)
        elif _is_changed(sheet, name, mine, version):
            saved.met.append(name)
    return saved


def _patch(sheet: Sheet, name: str, mine: Data, version: int, saved: Saved) -> None:
    try:
        stands = ask("PATCH", f"/contracts/{sheet.contract}/sections/{name}", {**mine, "version": version})
        saved.sheet = saved.sheet.now(name, stands)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        if refused.status == MOVED:
            saved.met.append(name)
        else:
            saved.faults += told(name, refused)


def settle(sheet: Sheet, name: str, data: Data, version: int, published: bool, saved: Saved) -> None:
    """Save what was chosen; with `published` the draft then rests on what is given out now, which has been seen."""
    if not same(data, sheet.sections[name]):
        _patch(sheet, name, data, version, saved)
    if published and not saved.met and not saved.faults:
        stands = saved.sheet.versions[name]
        ask("POST", f"/contracts/{sheet.contract}/sections/{name}/rebase", {"version": stands})


def _is_changed(sheet: Sheet, name: str, mine: Data, version: int) -> bool:
    """Whether the one who sends the form has changed the section since it was read, and it says another thing now."""
    met = ask(
        "POST", f"/contracts/{sheet.contract}/sections/{name}/merge", {"version": version, "data": mine}
    )
    return bool(met["conflicts"]) or not same(met["merged"], sheet.sections[name])


def begin(sheet: Sheet, data: dict[str, Data], key: str) -> tuple[str, bool]:
    """The contract of a new form, and whether it was made now: `key` is the form's own, so two saves make one contract.

    Raises Refused.
    """
    once, own = portal().once, f"kontrakt {key}"
    there = once.take(session().id, own, at())
    if there:
        return there, False
    try:
        filled = {name: each for name, each in data.items() if not same(each, EMPTY[name])}
        made = ask("POST", "/contracts", {"patient": sheet.known["id"], "sections": filled})
    except BaseException:
        once.release(session().id, own)
        raise
    id = str(made["id"])
    once.done(session().id, own, id)
    return id, True


PLACES = {
    "viktigt": "viktigt-text",
    "mal": "mal",
    "ansvar": "vem",
    "tider": "nasta",
    "kontakter": "kontakter",
    "delning": "dela",
    "samre": "samre",
    "samordning": "samordning",
}
"""Where the form shows a section: the id to go to when the API finds something wrong in it."""


def told(section: str, refused: Refused) -> list[Fault]:
    """The API's reasons, at the section they are about."""
    return [Fault(PLACES.get(section, ""), each.text) for each in refused.reasons]


def same(one: Any, other: Any) -> bool:
    """Whether two sections say the same: what is empty says nothing."""
    return bool(_bare(one) == _bare(other))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        told = {name: _bare(each) for name, each in value.items()}
        return {name: each for name, each in told.items() if each not in (None, "", [], {}, False)}
    return [_bare(each) for each in value] if isinstance(value, list) else value
