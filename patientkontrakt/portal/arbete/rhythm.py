"""When a promise is to be kept, in words: "Varje dag", "Två gånger i veckan, tisdag och fredag", "Senast 15 december"."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_babel import ngettext

from patientkontrakt.portal import words

DAYS: Final = {
    "mon": __("måndag"),
    "tue": __("tisdag"),
    "wed": __("onsdag"),
    "thu": __("torsdag"),
    "fri": __("fredag"),
    "sat": __("lördag"),
    "sun": __("söndag"),
}


EACH: Final = {
    "mon": __("måndagar"),
    "tue": __("tisdagar"),
    "wed": __("onsdagar"),
    "thu": __("torsdagar"),
    "fri": __("fredagar"),
    "sat": __("lördagar"),
    "sun": __("söndagar"),
}


def when(promise: dict[str, Any]) -> str:
    """Its own words first, else its rhythm, else its last day."""
    if promise["when"]:
        said = words.capital(promise["when"])
    elif promise["timing"]:
        said = _rhythm(promise["timing"])
    else:
        said = ""
    last = str(_("Senast %(day)s", day=words.short_day(promise["due"]))) if promise["due"] else ""
    return ". ".join(each for each in (said, last) if each) or str(_("Ingen tid satt"))


def _rhythm(timing: dict[str, Any]) -> str:
    days = [str(DAYS[each]) for each in timing["days"]]
    weekly = timing["unit"] == "wk" and timing["period"] == 1
    parts = [] if weekly and days else [_often(timing["frequency"], timing["period"], timing["unit"])]
    if days:
        parts.append(
            words.capital(_and([str(EACH[day]) for day in timing["days"]])) if weekly else _and(days)
        )
    if timing["times"]:
        parts.append(str(_("klockan %(times)s", times=_and([_clock(each) for each in timing["times"]]))))
    return ", ".join(parts)


def _often(frequency: int, period: int, unit: str) -> str:
    span = _span(period, unit)
    if frequency == 1:
        return words.capital(span)
    return str(ngettext("%(num)s gång %(span)s", "%(num)s gånger %(span)s", frequency, span=span))


def _span(period: int, unit: str) -> str:
    if period == 1:
        return str(
            {"d": _("varje dag"), "wk": _("varje vecka"), "mo": _("varje månad"), "a": _("varje år")}[unit]
        )
    return str(
        {
            "d": ngettext("var %(num)s:e dag", "var %(num)s:e dag", period),
            "wk": ngettext("var %(num)s:e vecka", "var %(num)s:e vecka", period),
            "mo": ngettext("var %(num)s:e månad", "var %(num)s:e månad", period),
            "a": ngettext("vart %(num)s:e år", "vart %(num)s:e år", period),
        }[unit]
    )


def _clock(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)}.{minute}"


def _and(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return str(_("%(first)s och %(last)s", first=", ".join(parts[:-1]), last=parts[-1]))
