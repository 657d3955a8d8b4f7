"""Vad har hänt: half a year as a picture, and the same as a table and as words (check 36)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from babel.dates import format_date
from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext

from patientkontrakt import clock
from patientkontrakt.portal import charts, words
from patientkontrakt.portal.language import language
from patientkontrakt.portal.min.phrases import LANES
from patientkontrakt.portal.rhythm import joined
from patientkontrakt.portal.voice import voice

SIZES: Final = ((820, 130), (620, 120))
"""Width and where the lanes begin: one for wide windows, one for those between wide and narrow."""
LONGEST: Final = 30
DETAILS: Final = ("”", ": ", ", ", " av planen", " of the plan")
"""Where the name of an event ends and its details begin."""
HALF_A_YEAR: Final = 183

Json = dict[str, Any]


@dataclass(frozen=True)
class Happened:
    """The same things told three times: pictures, rows (oldest first) and one text."""

    pictures: list[charts.Timeline]
    lanes: list[str]
    months: dict[date, str]
    rows: list[Json]
    summary: str


def happened(events: list[Json], now: datetime) -> Happened:
    """Of the API's events, oldest first."""
    today = clock.today(now)
    first = min(
        [_start(each).date() for each in events] + [date.fromordinal(today.toordinal() - HALF_A_YEAR)]
    )
    first = first.replace(day=1)
    drawn = [_drawn(each) for each in events]
    pictures = [charts.timeline(drawn, len(LANES), first, today, *size) for size in SIZES]
    months = {tick.day: _month(tick.day) for picture in pictures for tick in picture.ticks}
    rows = [each | {"text": each[language(request)]} for each in events]
    return Happened(pictures, _lanes(), months, rows, _summary(rows, first, today))


def _lanes() -> list[str]:
    """What the rows of the picture are called; the first is the patient's."""
    return [str(each) or voice()("jag") for each in LANES.values()]


def _drawn(event: Json) -> charts.Happening:
    start, end = _start(event), words.as_moment(event["end"])
    lasts = end if end and end.date() > start.date() else None
    lane = list(LANES).index(event["lane"])
    return charts.Happening(start, lasts, lane, event["kind"], _short(event[language(request)]))


def _short(text: str) -> str:
    """What a mark is called: the beginning, up to where the details begin."""
    text = text.strip('.”“"')
    for details in DETAILS:
        text = text.partition(details)[0]
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0] + " …"


def _summary(rows: list[Json], first: date, today: date) -> str:
    mine, *others = _lanes()
    lanes = joined([mine if voice().child else mine.lower(), *(each.lower() for each in others)])
    said = [
        _("Tidslinje från %(first)s till %(last)s med fyra rader: %(lanes)s.",
          first=_month(first), last=_month(today), lanes=lanes),
        ngettext("%(num)s händelse.", "%(num)s händelser.", len(rows)),
    ]  # fmt: skip
    urgent = [words.short_day(each["start"]) for each in rows if each["kind"] == "akut"]
    if urgent:
        said.append(
            ngettext(
                "%(num)s av dem är akut vård: %(days)s.", "%(num)s av dem är akut vård: %(days)s.",
                len(urgent), days=joined(urgent),
            )
        )  # fmt: skip
    return " ".join(str(each) for each in said)


def _start(event: Json) -> datetime:
    return datetime.fromisoformat(event["start"]).astimezone(clock.STOCKHOLM)


def _month(day: date) -> str:
    return str(format_date(day, "LLLL", locale=language(request)))
