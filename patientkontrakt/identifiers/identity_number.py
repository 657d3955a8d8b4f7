"""Personnummer and samordningsnummer, which share a form (FOL 1991:481 18 §, lag 2022:1697 2 kap. 8 §).

Twelve digits are what is stored. The sex that a birth number's parity hints at is deliberately not read.
"""

import re
from dataclasses import dataclass
from datetime import date

from patientkontrakt.identifiers.luhn import control_digit
from patientkontrakt.identifiers.reason import NotWellFormed

# The first numbers were given in 1947; nobody then alive was born before this year.
EARLIEST_YEAR = 1840
_COORDINATION = 60
_TWELVE = re.compile(r"([0-9]{8})[-+]?([0-9]{4})")
_TEN = re.compile(r"([0-9]{6})([-+]?)([0-9]{4})")
_DASHES = str.maketrans("‐‑‒–—−", "------")

_FORM = (
    "Numret skrivs med tolv siffror: ÅÅÅÅMMDDNNNN.",
    "The number is written with twelve digits: YYYYMMDDNNNN.",
)
_NO_SEPARATOR = (
    "Tio siffror utan bindestreck säger inte vilket århundrade: skriv tolv siffror, ÅÅÅÅMMDDNNNN.",
    "Ten digits without a hyphen do not tell the century: write twelve digits, YYYYMMDDNNNN.",
)
_NO_SUCH_DAY = (
    "Numret börjar inte med ett datum som finns.",
    "The number does not begin with a date that exists.",
)
_FUTURE = ("Numrets födelsedatum ligger i framtiden.", "The number's date of birth is in the future.")
_TOO_OLD = (
    "Numrets århundrade är inte rimligt: skriv tolv siffror, ÅÅÅÅMMDDNNNN.",
    "The number's century is not plausible: write twelve digits, YYYYMMDDNNNN.",
)
_CONTROL = (
    "Kontrollsiffran stämmer inte: någon siffra är fel.",
    "The control digit does not match: some digit is wrong.",
)
_SERIAL = ("Födelsenumret 000 används inte.", "The birth number 000 is not in use.")


@dataclass(frozen=True)
class IdentityNumber:
    """A well-formed personnummer or samordningsnummer, twelve digits."""

    digits: str

    @property
    def is_samordning(self) -> bool:
        """Whether it is a samordningsnummer: the day is written with 60 added."""
        return int(self.digits[6:8]) > _COORDINATION

    @property
    def birth_date(self) -> date:
        """The date in the number; on a samordningsnummer it may be approximate."""
        return _birth_date(self.digits[:8])

    def formatted(self, today: date) -> str:
        """`YYMMDD-NNNN`, with '+' from the first day of the year the person turns 100 (FOL 18 §)."""
        separator = "+" if today.year - int(self.digits[:4]) >= 100 else "-"
        return f"{self.digits[2:8]}{separator}{self.digits[8:]}"


def parse(text: str, today: date) -> IdentityNumber:
    """The number in `text`: twelve digits with or without separator, or ten with one.

    Raises NotWellFormed with the reason: form, date, future, century, birth number or control digit.
    """
    text = text.strip().translate(_DASHES)
    if match := _TWELVE.fullmatch(text):
        digits = match[1] + match[2]
    elif match := _TEN.fullmatch(text):
        digits = _with_century(match[1], match[2], today) + match[3]
    else:
        raise NotWellFormed(*_FORM)
    return _checked(digits, today)


def century_year(yymmdd: str, separator: str, today: date) -> int | None:
    """The year of birth that six digits and '-' or '+' mean on `today`; None when no such day has been.

    '-' is the latest such day that has come; '+' is a hundred years before it.
    """
    year = today.year - (today.year - int(yymmdd[:2])) % 100
    for candidate in (year, year - 100):
        born = _day(f"{candidate:04}{yymmdd[2:]}")
        if born is not None and born <= today:
            return candidate if separator == "-" else candidate - 100
    return None


def _with_century(yymmdd: str, separator: str, today: date) -> str:
    if not separator:
        raise NotWellFormed(*_NO_SEPARATOR)
    year = century_year(yymmdd, separator, today)
    if year is None:
        raise NotWellFormed(*_NO_SUCH_DAY)
    return f"{year:04}{yymmdd[2:]}"


def _checked(digits: str, today: date) -> IdentityNumber:
    born = _day(digits[:8])
    if born is None:
        raise NotWellFormed(*_NO_SUCH_DAY)
    if born > today:
        raise NotWellFormed(*_FUTURE)
    if born.year < EARLIEST_YEAR:
        raise NotWellFormed(*_TOO_OLD)
    if digits[8:11] == "000":
        raise NotWellFormed(*_SERIAL)
    if control_digit(digits[2:11]) != int(digits[11]):
        raise NotWellFormed(*_CONTROL)
    return IdentityNumber(digits)


def _day(yyyymmdd: str) -> date | None:
    try:
        return _birth_date(yyyymmdd)
    except ValueError:
        return None


def _birth_date(yyyymmdd: str) -> date:
    day = int(yyyymmdd[6:])
    return date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), day - _COORDINATION if day > _COORDINATION else day)
