"""Dates, times and numbers as a person says them, in Swedish or English; Jinja filters of the same names.

They take what the API gives: ISO texts, dates and instants. Instants are shown in Swedish time.
"""

from datetime import date, datetime
from typing import Any, Final

from babel.dates import format_date
from flask import Flask, request

from patientkontrakt import clock
from patientkontrakt.portal.language import language

Day = str | date | datetime | None


def as_day(value: Day) -> date | None:
    """The Swedish calendar day of a date or an instant."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        return value.astimezone(clock.STOCKHOLM).date()
    return value


def as_moment(value: Day) -> datetime | None:
    """The instant in Swedish time; None for a day without a time."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else None
    return value.astimezone(clock.STOCKHOLM) if isinstance(value, datetime) else None


def day(value: Day) -> str:
    """ "måndag 30 november", with the year when it is another than this."""
    return _format(value, "EEEE d MMMM")


def short_day(value: Day) -> str:
    """ "30 november"."""
    return _format(value, "d MMMM")


def full_day(value: Day) -> str:
    """ "30 november 2026": for print and history."""
    found = as_day(value)
    return format_date(found, "d MMMM y", locale=language(request)) if found else ""


def clock_time(value: Day) -> str:
    """ "8.10", in English "08:10"."""
    found = as_moment(value)
    if found is None:
        return ""
    return f"{found.hour}.{found:%M}" if language(request) == "sv" else f"{found:%H:%M}"


def moment(value: Day) -> str:
    """ "måndag 30 november klockan 8.10", "Monday 30 November at 08:10"."""
    if as_moment(value) is None:
        return day(value)
    joint = "klockan" if language(request) == "sv" else "at"
    return f"{day(value)} {joint} {clock_time(value)}"


def short_moment(value: Day) -> str:
    """ "20 november 14.05"."""
    return f"{short_day(value)} {clock_time(value)}".strip()


def weekday_abbr(value: Day) -> str:
    """ "mån"."""
    return _bare(value, "EEE")


def month_abbr(value: Day) -> str:
    """ "nov"."""
    return _bare(value, "MMM")


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def iso_day(value: Day) -> str:
    """ "2026-11-30", for `datetime` attributes and date fields."""
    found = as_day(value)
    return found.isoformat() if found else ""


def phone_link(number: str | None) -> str:
    """The address of a telephone number: tel:+46701740611; short numbers (112, 1177) as they are."""
    digits = "".join(each for each in number or "" if each.isdigit() or each == "+")
    if digits.startswith("0"):
        digits = "+46" + digits[1:]
    return f"tel:{digits}"


def _format(value: Day, pattern: str) -> str:
    found = as_day(value)
    if found is None:
        return ""
    this_year = clock.today(clock.now()).year
    whole = (
        pattern
        if found.year == this_year or abs((found - clock.today(clock.now())).days) < 120
        else pattern + " y"
    )
    return str(format_date(found, whole, locale=language(request)))


def _bare(value: Day, pattern: str) -> str:
    found = as_day(value)
    return str(format_date(found, pattern, locale=language(request))).rstrip(".") if found else ""


FILTERS: Final[dict[str, Any]] = {
    "day": day,
    "short_day": short_day,
    "full_day": full_day,
    "clock_time": clock_time,
    "moment": moment,
    "short_moment": short_moment,
    "weekday_abbr": weekday_abbr,
    "month_abbr": month_abbr,
    "capital": capital,
    "iso_day": iso_day,
    "phone_link": phone_link,
}


def register(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.filters.update(FILTERS)
