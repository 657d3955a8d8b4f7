"""Who may read her plan, and who has: the last reads of others, each person's day once."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.min.phrases import LEVELS
from patientkontrakt.portal.voice import voice

Json = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """A unit that may read: `level` in words, `id` of the sharing when she can change it."""

    name: str
    level: str
    id: str | None = None


@dataclass(frozen=True)
class Read:
    """Somebody has read or written: who in words, and when."""

    who: str
    at: str


def readers(plan: Json, told: Json | None) -> list[Reader] | None:
    """Her own unit first, then those she shares with; None when it cannot be had now."""
    if told is None:
        return None
    home = plan["people"].get(f"Organization/{plan['unit']}") or plan["people"].get(plan["author"], {})
    own = [Reader(home["unit"], str(LEVELS["hela"]))] if home.get("unit") else []
    return own + [_reader(each, told["people"]) for each in told["sharing"] if each["status"] == "active"]


def reads(told: Json | None) -> list[Read] | None:
    """The latest of others, newest first; None when it cannot be had now."""
    return None if told is None else [Read(_who(each), each["at"]) for each in told["reads"]]


def _reader(one: Json, people: Json) -> Reader:
    name = people.get(f"Organization/{one['units'][-1]}", {}).get("name") or _("En verksamhet")
    return Reader(str(name), _level(one["level"]), one["id"])


def _level(code: str) -> str:
    return voice()("utan-berattelse") if code == "utan-berattelse" else str(LEVELS[code])


def _who(row: Json) -> str:
    return ", ".join(each for each in (words.capital(row["role"]), row["unit"]) if each)
