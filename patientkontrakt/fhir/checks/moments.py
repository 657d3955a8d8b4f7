"""Whether a date or time is one that FHIR can write and the calendar knows (FHIR R4 2.24.0.1)."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]{1,9})?"
_TIME = re.compile(_CLOCK)
_MOMENT = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T{_CLOCK}(?:Z|([+-])(0[0-9]|1[0-4]):([0-5][0-9]))")
_LEAP_SECOND = 60


def is_date(text: str) -> bool:
    """YYYY, YYYY-MM or YYYY-MM-DD, from year 1."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """hh:mm:ss, never 24:00:00, without zone."""
    match = _TIME.fullmatch(text)
    return match is not None and int(match[3]) < _LEAP_SECOND


def is_instant(text: str) -> bool:
    """A day, a time of day to the second and a zone. A 60th second only where one can be: 23:59:60 UTC."""
    match = _MOMENT.fullmatch(text)
    if not match or not is_date(match[1]):
        return False
    offset = timedelta(hours=int(match[6] or 0), minutes=int(match[7] or 0))
    if offset > timedelta(hours=14):
        return False
    zone = timezone(-offset if match[5] == "-" else offset)
    local = datetime.fromisoformat(match[1]).replace(hour=int(match[2]), minute=int(match[3]), tzinfo=zone)
    try:
        moment = local.astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return False
    return int(match[4]) < _LEAP_SECOND or (moment.hour, moment.minute) == (23, 59)


def is_date_time(text: str) -> bool:
    """A date of any precision, or an instant."""
    return is_instant(text) if "T" in text else is_date(text)
