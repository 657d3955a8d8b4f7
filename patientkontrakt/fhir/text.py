"""Strict JSON in, exact text out (security.md R9): numbers leave as written, nothing ambiguous comes in."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import simplejson

from patientkontrakt.fhir import paths
from patientkontrakt.fhir.outcome import Issue, Malformed, TooLarge
from patientkontrakt.fhir.scan import Place, deeper_than, first_bad_escape, first_long_number, place

MAX_NUMBER = 40
_MAX_EXPONENT = 300


class Number(Decimal):
    """A JSON number that remembers its text: 1.10 and 1E2 compare as Decimals, written as they came."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> "Number":
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text


class _Unreadable(ValueError):
    """Raised inside the parser's hooks; the place is looked up afterwards, on the slow path."""


class _DuplicateKey(_Unreadable):
    pass


class _BadNumber(_Unreadable):
    pass


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in order, duplicates and all."""


def parse(raw: bytes, limit: int = 1_000_000, depth: int = 64) -> dict[str, Any]:
    """The resource in `raw`: one JSON object without nulls, except where primitive extensions need them.

    `limit` in bytes, `depth` in nested objects and arrays. Raises TooLarge, or Malformed with the place.
    """
    value = parse_json(raw, limit, depth)
    if not isinstance(value, dict):
        raise Malformed(
            Issue("structure", "En resurs är ett JSON-objekt: { … }.", "A resource is a JSON object: { … }.")
        )
    if b"null" in raw:
        _refuse_nulls(value, paths.root(value))
    return value


def parse_json(raw: bytes, limit: int = 1_000_000, depth: int = 64) -> Any:
    """Any JSON value under the same rules as `parse`, nulls allowed (a JSON Patch may carry them)."""
    if len(raw) > limit:
        raise TooLarge(
            Issue(
                "too-long",
                f"Innehållet får vara högst {limit} byte.",
                f"The content may be at most {limit} bytes.",
            )
        )
    text = _decode(raw)
    if (where := deeper_than(text, depth)) is not None:
        raise _malformed(f"Nästlat djupare än {depth} nivåer", f"Nested deeper than {depth} levels", where)
    if "\\" in text and (where := first_bad_escape(text)) is not None:
        raise _malformed("Otillåtet tecken", "A character that is not allowed", where)
    try:
        return simplejson.loads(
            text, parse_float=_decimal, parse_int=_integer, object_pairs_hook=_members, allow_nan=False
        )
    except _DuplicateKey:
        raise _duplicate(text) from None
    except _BadNumber:
        where = first_long_number(text, MAX_NUMBER, _MAX_EXPONENT)
        raise _malformed(
            "Talet är för långt eller för stort", "The number is too long or too large", where
        ) from None
    except simplejson.JSONDecodeError as error:
        raise _malformed("Inte läsbar JSON", "Not readable JSON", place(text, error.pos)) from None


def parse_again(text: str) -> dict[str, Any]:
    """The same resource as `parse` made of a text that it has let in: nothing is judged, since it has been.

    A fifth of the time: the reader of the standard library, with none of the hooks and scans that look for faults.
    """
    return cast(dict[str, Any], json.loads(text, parse_float=Number, parse_int=_integer))


def render(value: Any) -> str:
    """The JSON text of `value`: compact, keys in order, few escapes, numbers as they were written."""
    return simplejson.dumps(
        value,
        use_decimal=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
        namedtuple_as_object=False,
    )


def _decode(raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Malformed(
            Issue(
                "structure",
                "Texten börjar med en byteordningsmarkering (BOM): ta bort den.",
                "The text starts with a byte order mark (BOM): remove it.",
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise _malformed("Inte UTF-8", "Not UTF-8", Place(line, column)) from None
    if not text.strip(" \t\r\n"):
        raise Malformed(Issue("structure", "Innehållet är tomt.", "The content is empty."))
    return text


def _decimal(text: str) -> Number:
    if len(text) > MAX_NUMBER:
        raise _BadNumber
    try:
        number = Number(text)
    except InvalidOperation:
        raise _BadNumber from None
    if number and abs(number.adjusted()) > _MAX_EXPONENT:
        raise _BadNumber
    return number


def _integer(text: str) -> int | Number:
    if len(text) > MAX_NUMBER:
        raise _BadNumber
    return int(text) if text != "-0" else Number(text)  # int would lose the sign that was written


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _DuplicateKey
    return members


def _malformed(sv: str, en: str, where: Place | None) -> Malformed:
    if where is None:
        return Malformed(Issue("structure", f"{sv}.", f"{en}."))
    line, column = where
    return Malformed(
        Issue("structure", f"{sv} (rad {line}, tecken {column}).", f"{en} (line {line}, column {column}).")
    )


def _duplicate(text: str) -> Malformed:
    tree = simplejson.loads(text, parse_float=_decimal, parse_int=_integer, object_pairs_hook=_Pairs)
    kind = dict(tree).get("resourceType") if isinstance(tree, _Pairs) else None
    path = _duplicate_in(tree, paths.root({"resourceType": kind})) or "Resource"
    return Malformed(
        Issue("structure", "Samma element står två gånger.", "The same element is given twice.", (path,))
    )


def _duplicate_in(node: Any, path: str) -> str | None:
    if isinstance(node, _Pairs):
        seen: set[str] = set()
        for name, value in node:
            here = paths.child(path, name)
            if name in seen:
                return here
            seen.add(name)
            if found := _duplicate_in(value, here):
                return found
    elif isinstance(node, list):
        for index, value in enumerate(node):
            if found := _duplicate_in(value, paths.item(path, index)):
                return found
    return None


def _refuse_nulls(resource: dict[str, Any], path: str) -> None:
    issues = tuple(
        Issue(
            "structure",
            "null är inte tillåtet i FHIR: utelämna elementet.",
            "null is not FHIR: leave it out.",
            (at,),
        )
        for at in _nulls(resource, path)
    )
    if issues:
        raise Malformed(*issues[:50])


def _nulls(resource: dict[str, Any], path: str) -> list[str]:
    """Paths of nulls other than those that keep `given` and `_given` in step (FHIR R4 JSON, 2.6.2.3)."""
    found = []
    for here, node in paths.objects(resource, path):
        for name, value in node.items():
            if value is None:
                found.append(paths.child(here, name))
            elif isinstance(value, list) and None in value:
                twin = node.get(name[1:] if name.startswith("_") else f"_{name}")
                if not isinstance(twin, list) or all(entry is None for entry in value):
                    found.append(paths.child(here, name))
    return found
