"""What stands beside a value and is searched by a modifier: the words of a code, an identifier's type, whose number it is.

They lie in the index under the parameter's name with the modifier, `category:text`, as values of a kind of their own.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from patientkontrakt.fhir.search.escapes import split, unescape
from patientkontrakt.fhir.search.parameters.row import Kind, Parameter
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import Text, Token, Value

Aside = Callable[[Any], Iterator[Value]]


def texts_of_concept(value: Any) -> Iterator[Value]:
    """CodeableConcept.text and the displays of its codings."""
    yield from _words(value, "text")
    for coding in _objects(value, "coding"):
        yield from _words(coding, "display")


def texts_of_coding(value: Any) -> Iterator[Value]:
    """Coding.display."""
    yield from _words(value, "display")


def texts_of_identifier(value: Any) -> Iterator[Value]:
    """Identifier.type, in words."""
    if isinstance(value, dict) and isinstance(value.get("type"), dict):
        yield from texts_of_concept(value["type"])


def typed_identifier(value: Any) -> Iterator[Value]:
    """The identifier's value under each code of its type."""
    if isinstance(value, dict) and isinstance(value.get("value"), str):
        for coding in _objects(value.get("type"), "coding"):
            if isinstance(coding.get("code"), str):
                yield _typed(str(coding.get("system", "")), coding["code"], value["value"])


def logical_reference(value: Any) -> Iterator[Value]:
    """Reference.identifier: whom or what is meant, by number."""
    identifier = value.get("identifier") if isinstance(value, dict) else None
    if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
        yield Token(str(identifier.get("system", "")), identifier["value"])


# modifier -> the kind its values have, and for each datatype what reads them
ASIDES: Final[Mapping[str, tuple[Kind, Mapping[str, Aside]]]] = {
    "text": (
        "string",
        {
            "CodeableConcept": texts_of_concept,
            "Coding": texts_of_coding,
            "Identifier": texts_of_identifier,
        },
    ),
    "of-type": ("token", {"Identifier": typed_identifier}),
    "identifier": ("token", {"Reference": logical_reference}),
}


def has_aside(parameter: Parameter, modifier: str) -> bool:
    """Whether some value of the parameter has what the modifier looks for beside it."""
    readers = ASIDES[modifier][1] if modifier in ASIDES else {}
    return any(path.rpartition(":")[2] in readers for path in parameter.paths)


def beside(parameter: Parameter, datatype: str, element: Any) -> Iterator[tuple[str, Kind, Value]]:
    """The name in the index, the kind and the value of all that stands beside one element."""
    for modifier, (kind, readers) in ASIDES.items():
        for value in readers.get(datatype, _nothing)(element):
            yield f"{parameter.name}:{modifier}", kind, value


def parse_aside(modifier: str, text: str) -> Value:
    """A piece of a search value under the modifier. Raises Unreadable."""
    if modifier == "text":
        return Text.parse(text)
    if modifier == "identifier":
        return Token.parse(text)
    parts = [unescape(part) for part in split(text, "|")]
    if len(parts) != 3 or not all(parts):
        raise Unreadable("ska skrivas system|typ|värde", "must be written system|type|value")
    return _typed(*parts)


def _typed(system: str, code: str, value: str) -> Token:
    return Token(system, f"{code}|{value}")


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    found = value.get(name) if isinstance(value, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _words(value: Any, name: str) -> Iterator[Value]:
    words = value.get(name) if isinstance(value, dict) else None
    if isinstance(words, str) and (text := Text.of(words)).norm:
        yield text


def _nothing(value: Any) -> Iterator[Value]:
    yield from ()
