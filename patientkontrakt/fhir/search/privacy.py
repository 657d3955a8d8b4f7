"""Personal numbers stay out of addresses: those are logged and remembered on their way (model.md "Tokens").

They may be searched for by POST `_search`, and stand in `If-None-Exist`; both travel outside the address.
"""

import re
from collections.abc import Iterable

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search.escapes import split, unescape
from patientkontrakt.identifiers.luhn import control_digit

_SYSTEMS = frozenset(
    {systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER, systems.PERSONNUMMER_OID, systems.SAMORDNINGSNUMMER_OID}
)
# [YY]YYMMDD[-+]NNNN; a samordningsnummer has 60 added to the day. An unescaped + is a space.
_NUMBER = re.compile(
    r"(?P<century>\d\d)?\d\d(?P<month>\d\d)(?P<day>\d\d)[-+ \u2010-\u2015\u2212]?\d{4}", re.ASCII
)


def forbid_personal_numbers(pairs: Iterable[tuple[str, str]]) -> None:
    """Raise Malformed if any pair of an address carries a personal number or searches in its system."""
    if any(_tells(name, text) for name, text in pairs):
        raise Malformed(
            Issue(
                "security",
                "Ett personnummer får inte stå i en adress. Sök med POST …/_search i stället.",
                "A personal number must not stand in an address. Search with POST …/_search instead.",
            )
        )


def _tells(name: str, text: str) -> bool:
    if is_personal_number(name):
        return True
    parts = [unescape(part).strip() for piece in split(text, ",") for part in split(piece, "|")]
    if any(part in _SYSTEMS for part in parts):
        return True
    sought_as_identifier = "identifier" in re.split(r"[.:]", name)
    return any(is_personal_number(part, certain=not sought_as_identifier) for part in parts)


def is_personal_number(text: str, certain: bool = True) -> bool:
    """Whether `text` has the shape of a personal number or samordningsnummer.

    `certain` asks for century or sign, and for the control digit: ten digits may be a telephone number.
    """
    found = _NUMBER.fullmatch(text)
    if found is None or not _is_a_day(int(found["month"]), int(found["day"])):
        return False
    if not certain:
        return True
    return (found["century"] is not None or not text.isdigit()) and _control_digit_holds(text)


def _is_a_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def _control_digit_holds(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit())[-10:]
    return control_digit(digits[:9]) == int(digits[9])
