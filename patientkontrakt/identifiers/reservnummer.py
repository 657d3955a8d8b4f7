"""Reserve numbers: given by care when a person has no identity number, or none known (domain.md §6.2)."""

import re
from dataclasses import dataclass
from datetime import date

from patientkontrakt.identifiers.luhn import control_digit
from patientkontrakt.identifiers.reason import NotWellFormed

_STOCKHOLM = re.compile(r"99([0-9]{4})[0-9]{6}")
_VGR = re.compile(r"([0-9]{8})([KMX])([0-9]{2})([0-9])")
_VGR_LETTERS = {"K": "5", "M": "7", "X": "8"}
_VGR_FORM = ("ÅÅÅÅMMDD, K, M eller X, tre siffror", "YYYYMMDD, K, M or X, three digits")
_NATIONAL = re.compile(r"([0-9]{2})([0-9]{6})[A-HJ-NPR-UX-Z]{2}[0-9]{2}")
_UNKNOWN_BIRTH = 0
_FIRST_IN_USE = 22


@dataclass(frozen=True)
class ReserveNumber:
    """A well-formed reserve number, as it is written."""

    value: str
    kind: str


def parse_stockholm(text: str) -> ReserveNumber:
    """Region Stockholm, 99yyyyNNNNNC: control digit over positions 5–11. Raises NotWellFormed."""
    match = _STOCKHOLM.fullmatch(text)
    if not match or control_digit(text[4:11]) != int(text[11]):
        raise _refused("99ÅÅÅÅNNNNNK", "99YYYYNNNNNC")
    return ReserveNumber(text, "stockholm")


def parse_vgr(text: str) -> ReserveNumber:
    """Västra Götalandsregionen, yyyymmddGnnC with G = K, M or X, counted as 5, 7 or 8. Raises NotWellFormed."""
    match = _VGR.fullmatch(text)
    if not match or not _is_date(match[1]):
        raise _refused(*_VGR_FORM)
    if control_digit(match[1][2:] + _VGR_LETTERS[match[2]] + match[3]) != int(match[4]):
        raise _refused(*_VGR_FORM)
    return ReserveNumber(text, "vgr")


def parse_national(text: str) -> ReserveNumber:
    """Nationellt reservnummer, XXYYMMDDNNGC: format and date only, its control digit is not known (OQ-5).

    XX is the century plus a multiple of three, 22–99; 00 is an unknown date of birth. Raises NotWellFormed.
    """
    match = _NATIONAL.fullmatch(text)
    if not match or not _national_date(int(match[1]), match[2]):
        raise _refused("XXÅÅMMDDNNGK", "XXYYMMDDNNGC")
    return ReserveNumber(text, "national")


def _national_date(prefix: int, yymmdd: str) -> bool:
    if prefix == _UNKNOWN_BIRTH:
        return True
    return prefix >= _FIRST_IN_USE and _is_date(f"{18 + prefix % 3}{yymmdd}")


def _is_date(yyyymmdd: str) -> bool:
    try:
        date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:]))
    except ValueError:
        return False
    return True


def _refused(sv: str, en: str) -> NotWellFormed:
    return NotWellFormed(
        f"Reservnumret har inte formen {sv}, eller kontrollsiffran stämmer inte.",
        f"The reserve number does not have the form {en}, or its control digit does not match.",
    )
