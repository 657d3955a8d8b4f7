"""One small function for each primitive type of FHIR R4 (2.24.0.1), which says what is wrong with a JSON value."""

import base64
import binascii
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from patientkontrakt.fhir.checks import narrative
from patientkontrakt.fhir.checks.moments import is_date, is_date_time, is_instant, is_time
from patientkontrakt.fhir.shape import Element


class Fault(NamedTuple):
    """What is wrong with a value: an IssueType and the texts."""

    code: str
    sv: str
    en: str


_KIND = Fault("structure", "Värdet är av fel JSON-typ.", "The value is of the wrong JSON type.")
_BLANK = Fault("value", "Texten är tom.", "The text is empty.")
_FORM = Fault("value", "Värdet har inte rätt form.", "The value does not have the right form.")
_RANGE = Fault("value", "Talet ligger utanför det tillåtna.", "The number is out of range.")
_BASE64 = Fault("value", "Värdet är inte base64.", "The value is not base64.")
_DATE = Fault(
    "value", "Datumet finns inte eller är fel skrivet.", "The date does not exist or is written wrongly."
)
_TIME = Fault(
    "value",
    "Tiden finns inte eller är fel skriven: ÅÅÅÅ-MM-DDTtt:mm:ss med tidszon, som +01:00 eller Z.",
    "The time does not exist or is written wrongly: YYYY-MM-DDThh:mm:ss with a time zone, such as +01:00 or Z.",
)
_CODE = Fault("code-invalid", "Koden finns inte i värdemängden.", "The code is not in the value set.")
_SCHEME = Fault(
    "security", "Adresser av det slaget tas inte emot.", "Addresses of that kind are not accepted."
)

_MAX_INTEGER = 2**31 - 1
_CODE_FORM = re.compile(r"[^\s]+(?: [^\s]+)*")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_OID = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ACTIVE_SCHEME = re.compile(r"(?:javascript|vbscript|data|file|view-source):", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n]+")


def fault(element: Element, value: Any) -> Fault | None:
    """What is wrong with `value` as the primitive `element`, or None."""
    wrong = _CHECKS[element.type](value)
    if wrong is None and element.codes is not None and value not in element.codes:
        return _CODE
    return wrong


def _boolean(value: Any) -> Fault | None:
    return None if isinstance(value, bool) else _KIND


def _integer(low: int) -> Callable[[Any], Fault | None]:
    def check(value: Any) -> Fault | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return _KIND
        return None if low <= value <= _MAX_INTEGER else _RANGE

    return check


def _decimal(value: Any) -> Fault | None:
    return None if isinstance(value, int | Decimal) and not isinstance(value, bool) else _KIND


def _string(value: Any) -> Fault | None:
    if not isinstance(value, str):
        return _KIND
    return None if value and not value.isspace() else _BLANK


def _matching(form: re.Pattern[str], wrong: Fault = _FORM) -> Callable[[Any], Fault | None]:
    def check(value: Any) -> Fault | None:
        return _string(value) or (None if form.fullmatch(value) else wrong)

    return check


def _written(holds: Callable[[str], bool], wrong: Fault) -> Callable[[Any], Fault | None]:
    def check(value: Any) -> Fault | None:
        return _string(value) or (None if holds(value) else wrong)

    return check


def _uri(value: Any) -> Fault | None:
    if wrong := _string(value):
        return wrong
    if any(character.isspace() for character in value):
        return _FORM
    return _SCHEME if _ACTIVE_SCHEME.match(value) else None


def _base64(value: Any) -> Fault | None:
    if wrong := _string(value):
        return wrong
    packed = _BLANKS.sub("", value)
    try:
        base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return _BASE64
    return None if len(packed) % 4 == 0 else _BASE64  # b64decode takes one = too many


def _xhtml(value: Any) -> Fault | None:
    if wrong := _string(value):
        return wrong
    told = narrative.refusal(value)
    return Fault(*told) if told else None


_CHECKS: dict[str, Callable[[Any], Fault | None]] = {
    "base64Binary": _base64,
    "boolean": _boolean,
    "canonical": _uri,
    "code": _matching(_CODE_FORM),
    "date": _written(is_date, _DATE),
    "dateTime": _written(is_date_time, _TIME),
    "decimal": _decimal,
    "id": _matching(_ID),
    "instant": _written(is_instant, _TIME),
    "integer": _integer(-(2**31)),
    "markdown": _string,
    "oid": _matching(_OID),
    "positiveInt": _integer(1),
    "string": _string,
    "time": _written(is_time, _TIME),
    "unsignedInt": _integer(0),
    "uri": _uri,
    "url": _uri,
    "uuid": _matching(_UUID),
    "xhtml": _xhtml,
}
