"""Who may read her plan, and who has: the last reads of others, each person's day once."""

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.min.parts import part
from patientkontrakt.portal.min.phrases import LEVELS

SHOWN: Final = 4
READS: Final = 5
"""Pages of the log to look through for what others have done: her own visits fill it."""

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


def readers(plan: Json) -> list[Reader] | None:
    """Her own unit first, then those she shares with; None when it cannot be had now."""
    told = part("/my/sharing")
    if told is None:
        return None
    home = plan["people"].get(f"Organization/{plan['unit']}") or plan["people"].get(plan["author"], {})
    own = [Reader(home["unit"], str(LEVELS["hela"]))] if home.get("unit") else []
    return own + [_reader(each, told["people"]) for each in told["sharing"] if each["status"] == "active"]


def reads() -> list[Read] | None:
    """The latest of others, newest first; None when it cannot be had now."""
    found: dict[tuple[str, str], Read] = {}
    page: str | None = ""
    for _number in range(READS):
        told = part("/my/log", {"page": page} if page else None)
        if told is None:
            return None
        for row in told["log"]:
            if not row["own"] and row["role"]:
                who = _who(row)
                found.setdefault((who, words.iso_day(row["at"])), Read(who, row["at"]))
        page = told["next"]
        if len(found) >= SHOWN or not page:
            break
    return list(found.values())[:SHOWN]


def _reader(one: Json, people: Json) -> Reader:
    name = people.get(f"Organization/{one['units'][-1]}", {}).get("name") or _("En verksamhet")
    return Reader(str(name), str(LEVELS[one["level"]]), one["id"])


def _who(row: Json) -> str:
    return ", ".join(each for each in (words.capital(row["role"]), row["unit"]) if each)
