"""Where two have written: per section what was saved, what one wrote, and each place where one has to choose."""

from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.portal.arbete.phrases import SECTIONS
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.skriva.saving import same
from patientkontrakt.portal.skriva.sheet import ORDER, Data, Sheet

LISTS = {
    "mal": "goals",
    "ansvar": "promises",
    "tider": "times",
    "kontakter": "contacts",
    "delning": "shares",
    "samre": "warnings",
    "samordning": "linked",
}
"""Where the items of a section lie."""


@dataclass(frozen=True)
class Conflict:
    """One place that both have changed; `item` is an id, `field` None when it is about all of the item."""

    item: str | None
    field: str | None
    theirs: Any
    mine: Any
    about: str

    @property
    def is_words(self) -> bool:
        """Whether a new text can be written instead."""
        name = (self.field or "").rpartition(".")[2]
        return name in (
            "text",
            "when",
            "what",
            "sign",
            "act",
            "contact",
            "coordination",
            "rephrased",
            "bring",
        )


@dataclass(frozen=True)
class Meeting:
    """A section two have written in. `published`: it is the draft that meets what has been given out meanwhile."""

    section: str
    version: int
    merged: Data
    by: str | None
    at: str | None
    conflicts: list[Conflict] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    published: bool = False

    @property
    def title(self) -> str:
        """What the section is called."""
        return str(SECTIONS[self.section])


def meetings(sheet: Sheet, filled: dict[str, Data], read: dict[str, int]) -> list[Meeting]:
    """Every section where there is something to see before saving."""
    found = [
        _met(sheet, name, filled[name], read[name]) for name in ORDER if _moved(sheet, name, filled, read)
    ]
    told = sheet.told["sections"]
    drafts = [
        _outrun(sheet, name) for name in ORDER if told[name]["changed_meanwhile"] and told[name]["draft"]
    ]
    there = {each.section for each in found if each}
    return [each for each in found if each] + [each for each in drafts if each.section not in there]


def _moved(sheet: Sheet, name: str, filled: dict[str, Data], read: dict[str, int]) -> bool:
    return name in filled and read.get(name, 0) != sheet.versions[name]


def _met(sheet: Sheet, name: str, mine: Data, version: int) -> Meeting | None:
    met = ask(
        "POST", f"/contracts/{sheet.contract}/sections/{name}/merge", {"version": version, "data": mine}
    )
    if not met["conflicts"] and same(met["merged"], sheet.sections[name]):
        return None
    told, stands = sheet.told["sections"][name], sheet.sections[name]
    conflicts = [
        Conflict(each["item"], each["field"], each["theirs"], each["mine"], _about(each, name, stands, mine))
        for each in met["conflicts"]
    ]
    news = [] if conflicts else _news(name, met["merged"], mine)
    return Meeting(name, met["version"], met["merged"], told["by"], told["at"], conflicts, news)


def _outrun(sheet: Sheet, name: str) -> Meeting:
    """A draft that was begun before what is published now: every difference is a choice."""
    told = sheet.told["sections"][name]
    draft, published = told["data"], told["published"]
    conflicts = [
        Conflict(None, key, published.get(key), value, "")
        for key, value in draft.items()
        if key != LISTS.get(name) and not same(value, published.get(key))
    ]
    conflicts += _items(draft.get(LISTS.get(name, "")) or [], published.get(LISTS.get(name, "")) or [])
    return Meeting(name, told["version"], draft, None, None, conflicts, [], published=True)


def _items(draft: list[Data], published: list[Data]) -> list[Conflict]:
    """Items that have an id and say another thing now."""
    found = []
    stand = {each["id"]: each for each in published if each.get("id")}
    for mine in (each for each in draft if each.get("id") in stand):
        theirs = stand[mine["id"]]
        found += [
            Conflict(mine["id"], key, theirs.get(key), mine[key], words_of(theirs))
            for key in mine
            if not same(mine[key], theirs.get(key))
        ]
    return found


def _about(conflict: Data, name: str, theirs: Data, mine: Data) -> str:
    """What the place is about: the words of the item, those that were read when they themselves differ."""
    if conflict["item"] and conflict["field"] in ("text", "what") and conflict["base"]:
        return str(conflict["base"])
    for side in (theirs, mine):
        items = side.get(LISTS.get(name, "")) or []
        found = next(
            (each for each in items if conflict["item"] and each.get("id") == conflict["item"]), None
        )
        if found:
            return words_of(found)
    return ""


def words_of(item: Data) -> str:
    return str(item.get("text") or item.get("what") or item.get("sign") or item.get("display") or "")


def _news(name: str, merged: Data, mine: Data) -> list[str]:
    """What somebody else has added or said anew, where nothing collides."""
    own = mine.get(LISTS.get(name, "")) or []
    said = [words_of(each) for each in merged.get(LISTS.get(name, "")) or [] if each not in own]
    return [each for each in said if each and each not in {words_of(one) for one in own}]
