"""The two halves of the agreement as lines: what, how it goes, when, by whom, and what she may do about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.min.phrases import PROMISES
from patientkontrakt.portal.rhythm import rhythm

OPEN: Final = ("utkast", "foreslagen", "motforslag", "overenskommen", "pagar", "omforhandlas")
RUNNING: Final = ("overenskommen", "pagar")
UNDONE_WITHIN_DAYS: Final = 7

Json = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One promise. `why` says more in whole sentences; `may` holds gjort, angra, hjalp, andra."""

    id: str
    text: str
    tag: tuple[str, str]
    when: str
    who: str
    why: tuple[str, ...]
    may: frozenset[str]


@dataclass(frozen=True)
class Halves:
    """Mitt ansvar and vårdens ansvar."""

    mine: list[Line]
    care: list[Line]


def halves(plan: Json, today: date, *, acting: bool) -> Halves:
    """Both sides, what is proposed beside the plan last. `acting`: whether she may change anything here."""
    sides: dict[str, list[Line]] = {"mine": [], "care": []}
    for side in sides:
        held = [(each, False) for each in plan["promises"][side]]
        held += [(each, True) for each in plan["proposals"] if each["side"] == side]
        sides[side] = [_line(each, beside, plan["people"], today, acting) for each, beside in held]
    return Halves(**sides)


def _line(promise: Json, beside: bool, people: Json, today: date, acting: bool) -> Line:
    mine = promise["side"] == "mine"
    return Line(
        id=promise["id"],
        text=promise["text"],
        tag=_tag(promise, beside),
        when=_when(promise),
        who=_who(promise["owner"], people),
        why=tuple(_mine_why(promise) if mine else _care_why(promise, people)),
        may=_may(promise, today) if acting and mine else frozenset(),
    )


def _tag(promise: Json, beside: bool) -> tuple[str, str]:
    if promise["late"]:
        return ("stop", _("Försenat")) if promise["side"] == "care" else ("plain", _("Inte gjort än"))
    if beside:
        return "plain", _("Förslag")
    kind, word = PROMISES[promise["status"]]
    return kind, str(word)


def _when(promise: Json) -> str:
    if promise["done_at"]:
        return str(_("Klart %(day)s", day=words.short_day(promise["done_at"])))
    if promise["due"] and promise["late"]:
        return str(_("Skulle ha varit klart %(day)s", day=words.short_day(promise["due"])))
    last = _("Senast %(day)s", day=words.short_day(promise["due"])) if promise["due"] else ""
    return ". ".join(each for each in (rhythm(promise), str(last)) if each)


def _who(owner: str, people: Json) -> str:
    """ "Maria Lindqvist, Vårdcentralen Linden"; a unit by its name alone; "" for somebody unnamed."""
    party = people.get(owner, {})
    named = dict.fromkeys(each for each in (party.get("name"), party.get("unit")) if each)
    return ", ".join(named)


def _care_why(promise: Json, people: Json) -> list[str]:
    if promise["status"] == "bruten":
        return [_("Det blev inte som vården lovade."), *_notes(promise)]
    if not promise["late"]:
        return _notes(promise)
    said = _notes(promise)
    if promise["reminded_at"]:
        said.append(_("De fick en påminnelse %(day)s.", day=words.short_day(promise["reminded_at"])))
    if watcher := people.get(promise["watched_by"] or "", {}).get("name"):
        said.append(_("%(name)s håller koll på det åt dig. Du behöver inte göra något.", name=watcher))
    else:
        said.append(_("Fråga gärna hur det går."))
    return [str(each) for each in said]


def _mine_why(promise: Json) -> list[str]:
    return [str(_("Vill du ändra eller få hjälp?"))] if promise["late"] else []


def _notes(promise: Json) -> list[str]:
    """What has been said about it; a reminder was said to the one who promised, and is told as a day."""
    told = [each for each in promise["notes"] if each["at"] != promise["reminded_at"]]
    return [f"{words.capital(words.short_day(each['at']))}: {each['text']}" for each in told[-2:]]


def _may(promise: Json, today: date) -> frozenset[str]:
    """What has a rhythm goes on and on: it is never done."""
    status, once = promise["status"], not (promise["when"] or promise["timing"])
    found = {"andra", "hjalp"} if status in OPEN else set()
    if status in RUNNING and once:
        found.add("gjort")
    done = words.as_day(promise["done_at"])
    if done and (today - done).days < UNDONE_WITHIN_DAYS:
        found.add("angra")
    return frozenset(found)
