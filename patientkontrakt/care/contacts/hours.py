"""When somebody can be reached: weekly hours on Swedish clocks (model.md D7, K-12). Pure.

Hours nobody has told are no hours: what is not known to be open is never shown as open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.shapes import Resource, day

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON: Final = timedelta(days=15)
"""Who is open all this time has no closing that anybody needs to know."""


@dataclass(frozen=True)
class Opening:
    """Open on these days, "08:00" to "17:00"; midnight at the end is "24:00", and 22–06 goes into the next day."""

    days: tuple[str, ...]
    opens: str
    closes: str


@dataclass(frozen=True)
class Hours:
    """The openings of a week, and the days that are closed all the same (first and last, both included)."""

    openings: tuple[Opening, ...] = ()
    closed: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Availability:
    """The hours as seen at one instant: `until` when it is open (None: round the clock), `opens_next` when not."""

    hours: tuple[Opening, ...] = ()
    open: bool = False
    until: datetime | None = None
    opens_next: datetime | None = None


def read_hours(resource: Resource) -> Hours:
    """The hours of a PractitionerRole or a HealthcareService."""
    openings = (_opening(each) for each in resource.get("availableTime", []))
    spans = (each.get("during", {}) for each in resource.get("notAvailable", []))
    closed = ((day(each.get("start")), day(each.get("end"))) for each in spans)
    return Hours(
        tuple(each for each in openings if each),
        tuple((start or date.min, end or date.max) for start, end in closed if start or end),
    )


def _opening(shape: Resource) -> Opening | None:
    days = tuple(each for each in WEEK if each in shape.get("daysOfWeek", WEEK))
    if shape.get("allDay"):
        return Opening(days, "00:00", "24:00")
    opens, closes = shape.get("availableStartTime"), shape.get("availableEndTime")
    return Opening(days, opens[:5], closes[:5]) if opens and closes else None


def together(each: Iterable[Hours]) -> Hours:
    """Open when any of them is."""
    every = list(each)
    return Hours(
        tuple(dict.fromkeys(opening for one in every for opening in one.openings)),
        tuple(span for one in every for span in one.closed),
    )


def seen(hours: Hours, now: datetime) -> Availability:
    """Whether they are open `now`, until when, or when they open next."""
    spans = _joined(_spans(hours, clock.today(now)))
    current = next((end for start, end in spans if start <= now < end), None)
    if current is not None:
        until = current if current - now < HORIZON - timedelta(days=2) else None
        return Availability(hours.openings, open=True, until=until)
    following = min((start for start, _ in spans if start > now), default=None)
    return Availability(hours.openings, opens_next=following)


def _spans(hours: Hours, today: date) -> list[tuple[datetime, datetime]]:
    """Every opening from yesterday on, as instants: 8 o'clock is 8 o'clock in summer and in winter."""
    days = (today + timedelta(days=n) for n in range(-1, HORIZON.days))
    open_days = [each for each in days if not any(first <= each <= last for first, last in hours.closed)]
    return sorted(
        (_instant(each, opening.opens), _instant(_end_day(each, opening), opening.closes))
        for each in open_days
        for opening in hours.openings
        if WEEK[each.weekday()] in opening.days
    )


def _end_day(each: date, opening: Opening) -> date:
    return each + timedelta(days=1) if opening.closes <= opening.opens else each


def _instant(each: date, told: str) -> datetime:
    if told == "24:00":
        each, told = each + timedelta(days=1), "00:00"
    return datetime.combine(each, time.fromisoformat(told), clock.STOCKHOLM).astimezone(UTC)


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans that meet are one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
