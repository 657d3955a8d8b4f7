"""Sections at work as plain dictionaries: what the form shows, what is published, and who else is writing."""

from collections.abc import Iterable, Mapping
from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.contract.merging import Conflict
from patientkontrakt.care.contract.model import Section
from patientkontrakt.care.contract.sheet import Draft, Sheet
from patientkontrakt.care.contract.together import Meeting

Body = dict[str, Any]


def section(sheet: Sheet, who: str, now: int) -> Body:
    """A section as its form shows it to `who`, at `now` (epoch ms)."""
    draft = sheet.draft
    return {
        "version": sheet.version,
        "draft": draft is not None,
        "by": draft.by if draft else None,
        "at": clock.moment(draft.at) if draft else None,
        "data": _form(sheet.data),
        "published": _form(sheet.published),
        "changed_meanwhile": sheet.changed_meanwhile,
        "writing": [_writing(each) for each in sheet.writing(who, now)],
    }


def sections(sheets: Mapping[Section, Sheet], who: str, now: int) -> Body:
    """All sections by name."""
    return {name.value: section(each, who, now) for name, each in sheets.items()}


def writers(sheets: Iterable[Sheet]) -> Iterable[str]:
    """Everybody who has written what is shown."""
    return (each.by for sheet in sheets for each in sheet.kept)


def meeting(found: Meeting) -> Body:
    """Both texts in one, and where they collide."""
    return {
        "version": found.version,
        "merged": _form(found.merged.data),
        "conflicts": [_conflict(each) for each in found.merged.conflicts],
    }


def _conflict(conflict: Conflict) -> Body:
    return {name: getattr(conflict, name) for name in ("item", "field", "base", "theirs", "mine")}


def _writing(draft: Draft) -> Body:
    return {"by": draft.by, "at": clock.moment(draft.at)}


def _form(data: Body) -> Body:
    """What the form takes back: the id of a story is none of its fields."""
    return {name: each for name, each in data.items() if name != "id"}
