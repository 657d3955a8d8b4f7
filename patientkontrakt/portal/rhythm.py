"""When something is done, as the one who does it says it: "Varje dag", "Tisdagar och fredagar klockan 9", "Vardagar 8–16"."""

from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_babel import ngettext

from patientkontrakt.portal import words
from patientkontrakt.portal.language import language

WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS: Final = {
    "mon": __("måndagar"),
    "tue": __("tisdagar"),
    "wed": __("onsdagar"),
    "thu": __("torsdagar"),
    "fri": __("fredagar"),
    "sat": __("lördagar"),
    "sun": __("söndagar"),
}


def rhythm(promise: dict[str, Any]) -> str:
    """Its own words, else how often; "" when it has only a last day."""
    if promise["when"]:
        return words.capital(promise["when"])
    return _often(promise["timing"]) if promise["timing"] else ""


def is_weekly(promise: dict[str, Any]) -> bool:
    """Whether it happens on certain days of every week."""
    timing = promise["timing"]
    return bool(timing and timing["days"] and timing["unit"] == "wk" and timing["period"] == 1)


def opening(hours: list[dict[str, Any]]) -> str:
    """ "Vardagar 8–16"; "" when nobody has told the hours."""
    return ". ".join(f"{_days(each['days'])} {_span(each)}" for each in hours)


def hour(time: str) -> str:
    """ "8" or "8.30" of "08:30"; in English "08:30"."""
    if language(request) != "sv":
        return time
    hours, minutes = time.split(":")[:2]
    return str(int(hours)) if minutes == "00" else f"{int(hours)}.{minutes}"


def joined(texts: list[str]) -> str:
    """ "tisdagar och fredagar"."""
    if len(texts) < 2:
        return "".join(texts)
    return str(_("%(first)s och %(last)s", first=", ".join(texts[:-1]), last=texts[-1]))


def _often(timing: dict[str, Any]) -> str:
    said = _days(timing["days"]) if timing["days"] else _times_a(timing)
    at = [hour(each) for each in timing["times"]]
    return str(_("%(days)s klockan %(times)s", days=said, times=joined(at))) if at else said


def _times_a(timing: dict[str, Any]) -> str:
    times, each = timing["frequency"], _every(timing["period"], timing["unit"])
    if times == 1:
        return words.capital(each)
    return words.capital(str(ngettext("%(num)s gång %(each)s", "%(num)s gånger %(each)s", times, each=each)))


def _every(period: int, unit: str) -> str:
    if period == 1:
        return str(
            {"d": _("varje dag"), "wk": _("varje vecka"), "mo": _("varje månad"), "a": _("varje år")}[unit]
        )
    if period == 2:
        return str(
            {
                "d": _("varannan dag"),
                "wk": _("varannan vecka"),
                "mo": _("varannan månad"),
                "a": _("vartannat år"),
            }[unit]
        )
    return str(
        {
            "d": _("var %(n)s:e dag", n=period),
            "wk": _("var %(n)s:e vecka", n=period),
            "mo": _("var %(n)s:e månad", n=period),
            "a": _("vart %(n)s:e år", n=period),
        }[unit]
    )


def _days(days: list[str]) -> str:
    named = tuple(sorted(days, key=WEEK.index))
    if named == WEEK:
        return str(_("Alla dagar"))
    if named == WEEK[:5]:
        return str(_("Vardagar"))
    return words.capital(joined([str(DAYS[each]) for each in named]))


def _span(hours: dict[str, Any]) -> str:
    return f"{hour(hours['opens'])}–{hour(hours['closes'])}"
