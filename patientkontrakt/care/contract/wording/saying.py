"""Values in plain words, Swedish and English: days, hours, rhythms, people. Pure. The reader is the patient: "du"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, NamedTuple

from patientkontrakt import clock
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.promises.model import Timing


class Words(NamedTuple):
    """The same in both languages."""

    sv: str
    en: str


@dataclass(frozen=True)
class Speech:
    """Names by reference, and which day it is: a year is said only when it is not this one."""

    names: Mapping[str, str]
    today: date

    def who(self, reference: str | None) -> Words:
        """A person or a unit; the patient is "du"."""
        kind = type_of(reference or "")
        if kind == "Patient":
            return Words("du", "you")
        if kind == "RelatedPerson":
            return Words("en närstående", "a relative")
        name = self.names.get(reference or "")
        return Words(name, name) if name else Words("någon i vården", "somebody in care")

    def people(self, references: Iterable[str]) -> Words:
        """Several, with "och" before the last."""
        return listed([self.who(each) for each in references])

    def day(self, day: date) -> Words:
        """ "måndag 30 november", "Monday 30 November"."""
        year = "" if day.year == self.today.year else f" {day.year}"
        number, month = day.weekday(), day.month - 1
        return Words(
            f"{_DAYS[number].sv} {day.day} {_MONTHS[month].sv}{year}",
            f"{_DAYS[number].en} {day.day} {_MONTHS[month].en}{year}",
        )

    def moment(self, at: datetime) -> Words:
        """ "måndag 30 november klockan 8.10", "Monday 30 November at 8:10"."""
        here = at.astimezone(clock.STOCKHOLM)
        day, hour = self.day(here.date()), hour_of(here.time())
        return Words(f"{day.sv} klockan {hour.sv}", f"{day.en} at {hour.en}")

    def rhythm(self, when: str | Timing) -> Words:
        """ "två gånger i veckan, tisdag och fredag"; words stay as they were written."""
        if isinstance(when, str):
            return Words(when, when)
        told = [_often(when)]
        if when.days:
            told.append(listed([_BY_CODE[each] for each in when.days]))
        if when.times:
            at = listed([hour_of(each) for each in when.times])
            told.append(Words(f"klockan {at.sv}", f"at {at.en}"))
        return Words(", ".join(each.sv for each in told), ", ".join(each.en for each in told))


def quoted(text: str) -> Words:
    """Somebody's own words: they stay in their language."""
    told = " ".join(text.split()).rstrip(".")
    return Words(f"”{told}”", f"“{told}”")


def listed(words: list[Words]) -> Words:
    """ "a, b och c", "a, b and c"."""
    return Words(_joined([each.sv for each in words], "och"), _joined([each.en for each in words], "and"))


def _joined(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def hour_of(at: time) -> Words:
    """ "8.10", "8"; "8:10"."""
    sv = f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)
    return Words(sv, f"{at.hour}:{at.minute:02}")


def _often(timing: Timing) -> Words:
    number = Words(*_NUMBERS.get(timing.frequency, (str(timing.frequency),) * 2))
    times = Words("gång" if timing.frequency == 1 else "gånger", "time" if timing.frequency == 1 else "times")
    if timing.period != 1:
        unit = _UNITS[timing.unit]
        return Words(
            f"{number.sv} {times.sv} på {timing.period} {unit[2]}",
            f"{number.en} {times.en} in {timing.period} {unit[3]}",
        )
    if timing.frequency == 1 and timing.unit == "d":
        return Words("varje dag", "every day")
    unit = _UNITS[timing.unit]
    return Words(f"{number.sv} {times.sv} {unit[0]}", f"{number.en} {times.en} {unit[1]}")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (datetime, date, time)):
        return clock.iso(value) if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


_DAYS: Final = tuple(
    Words(*each)
    for each in (
        ("måndag", "Monday"), ("tisdag", "Tuesday"), ("onsdag", "Wednesday"), ("torsdag", "Thursday"),
        ("fredag", "Friday"), ("lördag", "Saturday"), ("söndag", "Sunday"),
    )
)  # fmt: skip
_BY_CODE: Final = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), _DAYS, strict=True))
_MONTHS: Final = tuple(
    Words(*each)
    for each in (
        ("januari", "January"), ("februari", "February"), ("mars", "March"), ("april", "April"), ("maj", "May"),
        ("juni", "June"), ("juli", "July"), ("augusti", "August"), ("september", "September"),
        ("oktober", "October"), ("november", "November"), ("december", "December"),
    )
)  # fmt: skip
_NUMBERS: Final = {1: ("en", "one"), 2: ("två", "two"), 3: ("tre", "three"), 4: ("fyra", "four")}
_UNITS: Final = {
    "d": ("om dagen", "a day", "dagar", "days"),
    "wk": ("i veckan", "a week", "veckor", "weeks"),
    "mo": ("i månaden", "a month", "månader", "months"),
    "a": ("om året", "a year", "år", "years"),
}
