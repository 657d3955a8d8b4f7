"""From which day to which a patient asks for her log, and how far back it is shown at once (domain.md L-5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.refusals import RuleBroken, rule

MONTHS_18: Final = timedelta(days=548)
"""Online at once; older by order."""


@dataclass(frozen=True)
class Interval:
    """Whole days in Stockholm as epoch milliseconds: `since` ≤ at < `until`."""

    since: int
    until: int


def between(first: date | None, last: date | None, now: datetime) -> Interval:
    """From the morning of `first` to the end of `last`; without days, all that is online. Raises RuleBroken."""
    today = clock.today(now)
    if first and last and last < first:
        raise RuleBroken(_BACKWARDS)
    since = _morning(first) if first else online_since(now)
    until = _morning(last + timedelta(days=1)) if last and last < today else clock.millis(now) + 1
    return Interval(since, max(since, until))


def online_since(now: datetime) -> int:
    """How far back the log is shown at once: whole days, so that the first of them may be asked for."""
    return _morning(first_day_online(now))


def first_day_online(now: datetime) -> date:
    """The first of the days that are online."""
    return clock.today(now - MONTHS_18)


def require_online(interval: Interval, now: datetime) -> None:
    """Raises RuleBroken, saying how to order, when the interval begins before what is online."""
    if interval.since < online_since(now):
        raise RuleBroken(_OLDER)


def _morning(day: date) -> int:
    return clock.millis(datetime.combine(day, time(), clock.STOCKHOLM))


_BACKWARDS: Final = rule(
    "Den sista dagen ska vara den första eller senare.", "The last day must be the first or later.", "to"
)
_OLDER: Final = rule(
    "Loggen visas för 18 månader. Beställ det som är äldre: du får det inom 14 dagar.",
    "The log is shown for 18 months. Order what is older: you get it within 14 days.",
    "from",
)
