"""Written FHIR dates as spans of time: half-open [lo, hi) in epoch ms, as wide as the text is precise.

A text without a zone, so every date, year and month, means Europe/Stockholm: 2026-03-29 is 23 hours long.
A local time that comes twice (autumn) means the first; one that never comes (spring) is read in winter time.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from patientkontrakt.clock import STOCKHOLM, millis
from patientkontrakt.fhir.search.unreadable import Unreadable

# Outside every date that can be written (years 0001 to 9999): the open ends of a Period.
MIN = -(10**15)
MAX = 10**15

_MINUTE, _SECOND = 60_000, 1_000
_LONGEST = 40  # characters; nanoseconds and an offset take 35
_TEXT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d+))?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)


def span(text: str) -> tuple[int, int]:
    """The [lo, hi) that a FHIR date, dateTime or instant covers, in epoch ms. Raises Unreadable."""
    found = _TEXT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise _not_a_date()
    try:
        return _span(found)
    except (ValueError, OverflowError) as fault:
        raise _not_a_date() from fault


def _span(found: re.Match[str]) -> tuple[int, int]:
    year = int(found["year"])
    if found["month"] is None:
        return _midnight(year, 1, 1), _midnight(year + 1, 1, 1)
    month = int(found["month"])
    if found["day"] is None:
        lo = _midnight(year, month, 1)
        return lo, _midnight(year + month // 12, month % 12 + 1, 1)
    day = int(found["day"])
    if found["hour"] is None:
        lo = _midnight(year, month, day)
        return lo, _next_midnight(year, month, day)
    return _time(
        datetime(year, month, day, int(found["hour"]), int(found["minute"]), tzinfo=_zone(found)), found
    )


def _time(minute: datetime, found: re.Match[str]) -> tuple[int, int]:
    lo = millis(minute)
    if found["second"] is None:
        return lo, lo + _MINUTE
    second = int(found["second"])
    if second > 60:  # 60 is a leap second, which FHIR allows
        raise ValueError("second")
    lo += second * _SECOND
    if found["fraction"] is None:
        return lo, lo + _SECOND
    lo += int(found["fraction"].ljust(3, "0")[:3])
    return lo, lo + 1


def _zone(found: re.Match[str]) -> tzinfo:
    written = found["zone"]
    if written is None:
        return STOCKHOLM
    if written == "Z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError("zone")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def _midnight(year: int, month: int, day: int) -> int:
    return MAX if year > 9999 else millis(datetime(year, month, day, tzinfo=STOCKHOLM))


def _next_midnight(year: int, month: int, day: int) -> int:
    if (year, month, day) == (9999, 12, 31):
        return MAX
    after = datetime(year, month, day, tzinfo=UTC) + timedelta(days=1)
    return _midnight(after.year, after.month, after.day)


def _not_a_date() -> Unreadable:
    return Unreadable(
        "är inte ett datum. Skriv ÅÅÅÅ, ÅÅÅÅ-MM, ÅÅÅÅ-MM-DD eller en tid som 2026-11-21T22:50:00+01:00",
        "is not a date. Write YYYY, YYYY-MM, YYYY-MM-DD or a time such as 2026-11-21T22:50:00+01:00",
    )
