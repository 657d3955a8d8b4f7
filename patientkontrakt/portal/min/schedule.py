"""Her times: to come, on their way, every week, and those that have been."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.min.phrases import FORMS
from patientkontrakt.portal.rhythm import is_weekly, rhythm
from patientkontrakt.portal.voice import voice

OVER: Final = ("fulfilled", "noshow", "cancelled", "entered-in-error")

Json = dict[str, Any]


@dataclass(frozen=True)
class Time:
    """One time: `place` and `say` in words, whom to call about it, and whether she may answer and has not."""

    id: str
    what: str
    start: str | None
    place: str
    bring: str | None
    who: str
    phone: str | None
    say: str
    unanswered: bool
    may_change: bool


@dataclass(frozen=True)
class Weekly:
    """Something care does every week: the days in words, where, who."""

    what: str
    days: str
    who: str


@dataclass(frozen=True)
class Schedule:
    """Soonest first; what has been, newest first."""

    coming: list[Time]
    weekly: list[Weekly]
    past: list[Time]


def schedule(plan: Json, now: datetime) -> Schedule:
    """Every time of a plan."""
    over = [each for each in plan["times"] if _is_over(each, now)]
    coming = [each for each in plan["times"] if not _is_over(each, now)]
    return Schedule(
        coming=[time(each, plan["people"], now) for each in sorted(coming, key=_soonest)],
        weekly=[_weekly(each, plan["people"]) for each in plan["promises"]["care"] if is_weekly(each)],
        past=[time(each, plan["people"], now) for each in sorted(over, key=_soonest, reverse=True)],
    )


def time(told: Json, people: Json, now: datetime) -> Time:
    """One time in words."""
    parties = [people[each] for each in told["who"] if each in people]
    who = parties[0] if parties else {}
    return Time(
        id=told["id"],
        what=told["what"],
        start=told["start"],
        place=_place(told),
        bring=told["bring"],
        who=str(who.get("name") or ""),
        phone=who.get("phone"),
        say=_say(told, who, now),
        unanswered=bool(told["start"]) and told["answer"] == "needs-action",
        may_change=bool(told["start"] and told["allows"]),
    )


def _is_over(told: Json, now: datetime) -> bool:
    ends = words.as_moment(told["end"] or told["start"])
    return told["status"] in OVER or (ends is not None and ends < now)


def _soonest(told: Json) -> tuple[bool, int, str]:
    start = words.as_moment(told["start"])
    return start is None, clock.millis(start) if start else 0, told["what"]


def _place(told: Json) -> str:
    if told["place"] and told["place"]["name"]:
        return ", ".join(each for each in (told["place"]["name"], told["place"]["street"]) if each)
    return voice()("hemma") if told["form"] == "hembesok" else str(FORMS.get(told["form"], ""))


def _say(told: Json, who: Json, now: datetime) -> str:
    """What is missing, when there is no time yet."""
    if told["start"]:
        return ""
    sender = who.get("name") or _("Vården")
    latest = words.as_day(told["latest"])
    if latest and latest < clock.today(now):
        late = _(
            "%(who)s skulle ha skickat en tid senast %(day)s. De är försenade.",
            who=sender,
            day=words.short_day(latest),
        )
        return str(late)
    if latest:
        return str(_("%(who)s ska skicka en tid senast %(day)s.", who=sender, day=words.short_day(latest)))
    return str(_("%(who)s ska skicka en tid.", who=sender))


def _weekly(promise: Json, people: Json) -> Weekly:
    party = people.get(promise["owner"], {})
    named = dict.fromkeys(each for each in (party.get("name"), party.get("unit")) if each)
    return Weekly(promise["text"], rhythm(promise), ", ".join(named))
