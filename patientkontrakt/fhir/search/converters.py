"""FHIR datatypes into search values: one small function per datatype and kind, found in CONVERTERS.

Each takes the JSON of one element and yields the values it is found by; none at all is no fault. What has
the wrong shape or cannot be read raises Unreadable: never stored and unfindable.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from patientkontrakt.fhir.search import dates
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import (
    LIMIT,
    DateRange,
    Quantity,
    Ref,
    Text,
    Token,
    Uri,
    Value,
    number,
)

Converter = Callable[[Any], Iterator[Value]]

_NAME_PARTS = ("text", "family", "given", "prefix", "suffix")
_ADDRESS_PARTS = ("text", "line", "city", "district", "state", "postalCode", "country")


def _concept(value: Any) -> Iterator[Value]:
    for coding in _list(_object(value), "coding"):
        yield from _coding(coding)


def _coding(value: Any) -> Iterator[Value]:
    code = _text(_object(value), "code")
    if code:
        yield Token(_text(value, "system") or "", code)


def _identifier(value: Any) -> Iterator[Value]:
    code = _text(_object(value), "value")
    if code:
        yield Token(_text(value, "system") or "", code)


def _contact_point(value: Any) -> Iterator[Value]:
    # FHIR R4 3.1.1.4.10: the "system" of a ContactPoint is its use.
    code = _text(_object(value), "value")
    if code:
        yield Token(_text(value, "use") or "", code)


def _code(value: Any) -> Iterator[Value]:
    yield Token("", _string(value))


def _boolean(value: Any) -> Iterator[Value]:
    if not isinstance(value, bool):
        raise _wrong_shape()
    yield Token("", "true" if value else "false")


def _death(patient: Any) -> Iterator[Value]:
    # Patient.deceased.exists() and Patient.deceased != false: the living are found by deceased=false.
    yield from _boolean("deceasedDateTime" in patient or patient.get("deceasedBoolean") is True)


def _reference(value: Any) -> Iterator[Value]:
    written = _text(_object(value), "reference")
    if written and not written.startswith("#"):
        pointer = Ref.of(written)
        if pointer.type is None and pointer.url is None:
            raise _wrong_shape()
        yield pointer


def _canonical(value: Any) -> Iterator[Value]:
    url, _, version = _string(value).partition("|")
    if not url.startswith("#"):
        yield Ref(None, None, url, version or None)


def _date(value: Any) -> Iterator[Value]:
    yield DateRange.parse(_string(value))


def _period(value: Any) -> Iterator[Value]:
    start, end = _text(_object(value), "start"), _text(value, "end")
    if start or end:
        yield DateRange(
            dates.span(start)[0] if start else dates.MIN, dates.span(end)[1] if end else dates.MAX
        )


def _timing(value: Any) -> Iterator[Value]:
    # FHIR R4 3.1.1.4.6: only the outer limits of a Timing count.
    spans = [DateRange.parse(_string(event)) for event in _list(_object(value), "event")]
    bounds = _object(value.get("repeat", {})).get("boundsPeriod", {})
    spans += [span for span in _period(bounds) if isinstance(span, DateRange)]
    if spans:
        yield DateRange(min(span.lo for span in spans), max(span.hi for span in spans))


def _plain(value: Any) -> Iterator[Value]:
    text = Text.of(_string(value))
    if text.norm:
        yield text


def _parts(names: tuple[str, ...]) -> Converter:
    def convert(value: Any) -> Iterator[Value]:
        for name in names:
            for part in _either(_object(value).get(name, [])):
                if part is not None:
                    yield from _plain(part)

    return convert


def _uri(value: Any) -> Iterator[Value]:
    yield Uri(_string(value))


def _uri_of_canonical(value: Any) -> Iterator[Value]:
    yield Uri(_string(value).partition("|")[0])


def _quantity(value: Any) -> Iterator[Value]:
    amount = _number(_object(value), "value")
    if amount is not None:
        yield from _measured(value, amount, amount)


def _range(value: Any) -> Iterator[Value]:
    low, high = _object(_object(value).get("low", {})), _object(value.get("high", {}))
    least, most = _number(low, "value"), _number(high, "value")
    if least is not None or most is not None:
        lo, hi = -LIMIT if least is None else least, LIMIT if most is None else most
        yield from _measured(low if least is not None else high, lo, hi)


def _measured(unit: dict[str, Any], lo: Decimal, hi: Decimal) -> Iterator[Value]:
    """By its code, and by its human unit where that is another: `5.4||mg` means either."""
    code, human = _text(unit, "code"), _text(unit, "unit")
    yield Quantity(lo, hi, _text(unit, "system"), code or human)
    if code and human and human != code:
        yield Quantity(lo, hi, None, human)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong_shape()
    return value


def _list(value: dict[str, Any], name: str) -> list[Any]:
    found = value.get(name, [])
    if not isinstance(found, list):
        raise _wrong_shape()
    return found


def _either(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: dict[str, Any], name: str) -> str | None:
    return _string(value[name]) if name in value else None


def _string(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise _wrong_shape()
    return value


def _number(value: dict[str, Any], name: str) -> Decimal | None:
    if name not in value:
        return None
    if isinstance(value[name], bool) or not isinstance(value[name], int | Decimal):
        raise _wrong_shape()
    return number(str(value[name]))


def _wrong_shape() -> Unreadable:
    return Unreadable("har fel form", "has the wrong shape")


# kind -> datatype -> converter
CONVERTERS: Mapping[str, Mapping[str, Converter]] = {
    "token": {
        "CodeableConcept": _concept,
        "Coding": _coding,
        "ContactPoint": _contact_point,
        "Identifier": _identifier,
        "boolean": _boolean,
        "code": _code,
        "death": _death,
        "id": _code,
        "string": _code,
        "uri": _code,
    },
    "reference": {"Reference": _reference, "canonical": _canonical, "uri": _canonical},
    "date": {"Period": _period, "Timing": _timing, "date": _date, "dateTime": _date, "instant": _date},
    "string": {
        "Address": _parts(_ADDRESS_PARTS),
        "HumanName": _parts(_NAME_PARTS),
        "markdown": _plain,
        "string": _plain,
    },
    "uri": {"canonical": _uri_of_canonical, "uri": _uri, "url": _uri},
    "quantity": {"Age": _quantity, "Duration": _quantity, "Quantity": _quantity, "Range": _range},
}
