"""One name and value of a query string into one Clause: modifier, alternatives, prefixes and values."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import cast

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.asides import ASIDES, has_aside, parse_aside
from patientkontrakt.fhir.search.escapes import split
from patientkontrakt.fhir.search.parameters import COLUMNS, Parameter
from patientkontrakt.fhir.search.question import Clause, Condition, Modifier, Prefix
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import DateRange, Pair, Quantity, Ref, Single, Text, Token, Uri, Value

MAX_VALUE = 1_000  # characters of one value: hostile ones must be cheap (security.md S-133)
MAX_ALTERNATIVES = 50

_MODIFIERS: dict[str, frozenset[str]] = {
    "token": frozenset({"not", "missing", "in", "not-in", "above", "below"}),
    "string": frozenset({"exact", "contains", "missing"}),
    "reference": frozenset({"missing"}),
    "date": frozenset({"missing"}),
    "uri": frozenset({"missing", "above", "below"}),
    "quantity": frozenset({"missing"}),
    "composite": frozenset(),
    "special": frozenset(),
}
_PREFIXED = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[\d.+-])", re.ASCII)
_TYPE_MODIFIER = re.compile(r"[A-Z][A-Za-z]*", re.ASCII)
# Systems that FHIR itself binds `code` and boolean elements to. The elements carry no system of their own.
_IMPLIED_SYSTEMS = ("http://hl7.org/fhir/", "http://terminology.hl7.org/CodeSystem/", "urn:ietf:bcp:")
_BARE = (":code", ":boolean", ":death")


def parse_clause(parameter: Parameter, modifier: str | None, text: str, base: str) -> Clause:
    """The filter that `parameter:modifier=text` asks for. Raises Malformed, which names the parameter."""
    name = parameter.name if modifier is None else f"{parameter.name}:{modifier}"
    if modifier is not None and has_aside(parameter, modifier):
        return _beside(parameter, modifier, text, name)
    only = _only_type(parameter, modifier, name)
    kept = None if only else _modifier(parameter, modifier, name)
    try:
        if kept == "missing":
            return Clause(parameter.name, parameter.kind, kept, (_missing(text),))
        read = _meant(kept) if parameter.kind == "token" else None
        values = tuple(
            Condition("eq", read(piece)) if read else _condition(parameter, piece, only, base)
            for piece in _alternatives(text, name)
        )
    except Unreadable as fault:
        raise Malformed(refusals.unreadable(name, fault)) from fault
    return Clause(parameter.name, parameter.kind, kept, values)


def _beside(parameter: Parameter, modifier: str, text: str, name: str) -> Clause:
    """The clause of a modifier that looks into what stands beside the values."""
    try:
        values = tuple(Condition("eq", parse_aside(modifier, piece)) for piece in _alternatives(text, name))
    except Unreadable as fault:
        raise Malformed(refusals.unreadable(name, fault)) from fault
    return Clause(name, ASIDES[modifier][0], None, values)


def _meant(modifier: Modifier | None) -> Callable[[str], Value] | None:
    """What reads a code that stands for others: a ValueSet's address, or a code of a hierarchy."""
    if modifier in ("in", "not-in"):
        return _value_set
    return _of_system if modifier in ("above", "below") else None


def _value_set(text: str) -> Uri:
    return Uri.parse(text)


def _of_system(text: str) -> Token:
    token = Token.parse(text)
    if not token.system or not token.code:
        raise Unreadable("ska skrivas system|kod", "must be written system|code")
    return token


def _alternatives(text: str, name: str) -> list[str]:
    if len(text) > MAX_VALUE:
        raise Malformed(
            refusals.too_much(name, f"högst {MAX_VALUE} tecken.", f"at most {MAX_VALUE} characters.")
        )
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise Unreadable("innehåller styrtecken", "holds control characters")
    pieces = split(text, ",")
    if len(pieces) > MAX_ALTERNATIVES:
        raise Malformed(
            refusals.too_much(
                name, f"högst {MAX_ALTERNATIVES} alternativ.", f"at most {MAX_ALTERNATIVES} values."
            )
        )
    if not all(piece.strip() for piece in pieces):
        raise Unreadable("är tomt", "is empty")
    return pieces


def _only_type(parameter: Parameter, modifier: str | None, name: str) -> str | None:
    """The type that `subject:Patient` asks for."""
    if (
        parameter.kind not in ("reference", "special")
        or modifier is None
        or not _TYPE_MODIFIER.fullmatch(modifier)
    ):
        return None
    if parameter.targets and modifier not in parameter.targets:
        raise Malformed(_wrong_type(name, parameter))
    return modifier


def _modifier(parameter: Parameter, modifier: str | None, name: str) -> Modifier | None:
    allowed = frozenset[str]() if parameter.name in COLUMNS else _MODIFIERS[parameter.kind]
    if modifier is not None and modifier not in allowed:
        raise Malformed(_no_such_modifier(parameter, name, allowed))
    return cast(Modifier | None, modifier)


def _no_such_modifier(parameter: Parameter, name: str, allowed: Iterable[str]) -> Issue:
    beside = (each for each in ASIDES if has_aside(parameter, each))
    types = parameter.targets if parameter.kind == "reference" else ()
    known = ", ".join(f":{each}" for each in (*sorted({*allowed, *beside}), *types))
    sv = f"tar bara {known} efter sitt namn." if known else "tar inget efter sitt namn."
    en = f"takes only {known} after its name." if known else "takes nothing after its name."
    return refusals.not_supported(name, sv, en)


def _missing(text: str) -> Condition:
    if text not in ("true", "false"):
        raise Unreadable("ska vara true eller false", "must be true or false")
    return Condition("eq", text == "true")


def _condition(parameter: Parameter, text: str, only: str | None, base: str) -> Condition:
    if parameter.kind == "composite":
        return _pair(parameter, text, base)
    prefix: Prefix = "eq"
    if parameter.kind in ("date", "quantity") and (found := _PREFIXED.match(text)):
        prefix, text = cast(Prefix, found[1]), text[found.end() :]
    return Condition(prefix, _value(parameter, prefix, text, only, base))


def _pair(parameter: Parameter, text: str, base: str) -> Condition:
    """`code$value`; the prefix is the value's. A reference may come first: R4's definitions and its expressions disagree."""
    pieces = split(text, "$")
    if len(pieces) == 2 and parameter.parts[1].kind == "reference" and _is_reference(pieces[0]):
        pieces.reverse()
    code = _token(parameter.parts[0], pieces[0]) if len(pieces) == 2 and all(pieces) else None
    if code is None or code.code is None:
        raise Unreadable("ska skrivas kod$värde", "must be written code$value")
    asked = _condition(parameter.parts[1], pieces[1], None, base)
    return Condition(asked.prefix, Pair(code, cast(Single, asked.value)))


def _is_reference(piece: str) -> bool:
    return "/" in piece and "|" not in piece


def _value(parameter: Parameter, prefix: Prefix, text: str, only: str | None, base: str) -> Value:
    match parameter.kind:
        case "token":
            return _token(parameter, text)
        case "reference" | "special":
            return _reference(parameter, text, only, base)
        case "date":
            # A + that was not percent-encoded arrives as a space.
            return DateRange.parse(text.replace(" ", "+"))
        case "string":
            return Text.parse(text)
        case "uri":
            return Uri.parse(text)
        case "quantity":
            return Quantity.parse(text, prefix)
        case "composite":
            raise ValueError(parameter.name)  # a pair holds no pair


def _token(parameter: Parameter, text: str) -> Token:
    token = Token.parse(text)
    if parameter.name in COLUMNS and token.system is not None:
        raise Unreadable("ska vara ett id", "must be an id")
    bare = all(path.endswith(_BARE) for path in parameter.paths)
    if bare and token.code and token.system and token.system.startswith(_IMPLIED_SYSTEMS):
        return Token(None, token.code)
    return token


def _reference(parameter: Parameter, text: str, only: str | None, base: str) -> Ref:
    if all(path.endswith(":canonical") for path in parameter.paths) and parameter.kind == "reference":
        return _canonical(text)
    asked = Ref.parse(text, base)
    if parameter.kind == "special" and (asked.url or asked.version):
        raise Unreadable(
            "ska vara en resurs här, utan version", "must be a resource here, without its version"
        )
    wanted = (only,) if only else parameter.targets
    if asked.url is None and asked.type is None:
        return Ref(wanted[0] if len(wanted) == 1 else None, asked.id, None)
    if asked.type is not None and wanted and asked.type not in wanted:
        raise Unreadable(f"ska peka på {' eller '.join(wanted)}", f"must point at {' or '.join(wanted)}")
    return asked


def _canonical(text: str) -> Ref:
    """A canonical is an address even where it begins like ours, and names no type (FHIR R4 2.3.0.2)."""
    asked = Ref.parse(text)
    if asked.url is None:
        raise Unreadable("ska vara en hel adress", "must be an absolute address")
    return Ref(None, None, asked.url, asked.version)


def _wrong_type(name: str, parameter: Parameter) -> Issue:
    return refusals.issue(
        "value",
        name,
        f"kan bara peka på {', '.join(parameter.targets)}.",
        f"can only point at {', '.join(parameter.targets)}.",
    )
