"""Personal numbers stay out of addresses: those are logged and remembered on their way (model.md "Tokens").

They may be searched for by POST `_search`, and stand in `If-None-Exist`; both travel outside the address.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search.escapes import unescape
from patientkontrakt.identifiers.luhn import control_digit

_SYSTEMS = frozenset(
    {systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER, systems.PERSONNUMMER_OID, systems.SAMORDNINGSNUMMER_OID}
)
# [YY]YYMMDD[-+]NNNN; a samordningsnummer has 60 added to the day. An unescaped + is a space.
_NUMBER = (
    r"(?P<century>\d\d)?\d\d(?P<month>\d\d)(?P<day>\d\d)(?P<sign>[-+ \u2010-\u2015\u2212]?)(?P<serial>\d{4})"
)
_WHOLE = re.compile(_NUMBER, re.ASCII)
_WITHIN = re.compile(rf"(?<![\w-]){_NUMBER}(?![\w-])", re.ASCII)  # but not within a UUID


def forbid_personal_numbers(pairs: Iterable[tuple[str, str]]) -> None:
    """Raise Malformed if any pair of an address carries a personal number or searches in its system."""
    if tell_a_number(pairs):
        raise Malformed(
            Issue(
                "security",
                "Ett personnummer får inte stå i en adress. Sök med POST …/_search i stället.",
                "A personal number must not stand in an address. Search with POST …/_search instead.",
            )
        )


def tell_a_number(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether any pair carries a personal number or searches in its system."""
    return any(_tells(name, text) for name, text in pairs)


def has_personal_number(address: str) -> bool:
    """Whether one certainly stands in an address, or its system does; percent-encoded too."""
    return _tells("", unquote(address))


def _tells(name: str, text: str) -> bool:
    plain = unescape(text)
    names_a_system = ":" in plain and any(system in plain for system in _SYSTEMS)
    if names_a_system or _stands_in(name) or _stands_in(plain):
        return True
    asks_for_identifier = "identifier" in name and "identifier" in re.split(r"[.:]", name)
    return asks_for_identifier and any(_may_be_one(part) for part in re.split(r"[,|]", plain))


def _may_be_one(text: str) -> bool:
    """Whether an identifier has the form: ten digits will do, and the control digit may be a slip of the pen."""
    found = _WHOLE.fullmatch(text.strip())
    return found is not None and _has_a_day(found)


def _stands_in(text: str) -> bool:
    """Whether a number certainly stands in any text: with century or sign (ten digits may be a telephone number)."""
    return any(
        (found["century"] or found["sign"]) and _has_a_day(found) and _control_digit_holds(found[0])
        for found in _WITHIN.finditer(text)
    )


def _has_a_day(found: re.Match[str]) -> bool:
    month, day = int(found["month"]), int(found["day"])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def _control_digit_holds(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit())[-10:]
    return control_digit(digits[:9]) == int(digits[9])
