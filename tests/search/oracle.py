"""What a search must find, worked out one resource at a time: HL7's own expressions by fhirpathpy, plain Python for the rest.

Nothing of the service is used but its list of what a parameter is called: not its paths, its values, its dates or its SQL.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from fhirpathpy import compile as compiled
from fhirpathpy.models import models

from tests.fhir.search.samples import COMPONENTS, Definition, definitions
from tests.search.judging import (
    addressed,
    codes,
    dated,
    identifiers_of,
    is_typed,
    measured,
    normal,
    parts,
    period,
    prefixed,
    refers,
    texts,
    token,
    worded,
)
from tests.search.world import TYPES, Body

OFFICIAL = {(row.type, row.name): row for row in definitions()}
# What every type has (FHIR R4 3.1.1.2.1), for the types of the made-up world; the definitions of HL7 are of Resource.
_OF_ALL = {"_lastUpdated": "date", "_profile": "uri", "_security": "token", "_source": "uri", "_tag": "token"}
OF_ALL = {
    (type, name): Definition(type, name, kind, "", None, f"{type}.meta.{name.removeprefix('_')}")
    for type in TYPES
    for name, kind in _OF_ALL.items()
}
_RESOLVED = re.compile(r"\.where\(resolve\(\) is (\w+)\)")
_AS = re.compile(r"\(([\w.]+) as (\w+)\)")

Rows = dict[tuple[str, str], Body]
Known = Mapping[tuple[str, str], Definition]


class Oracle:
    """Looks at every resource of a world for every question. `open` says which rows the caller may see.

    `known` are the definitions it answers by: those of HL7, unless others are added.
    """

    def __init__(
        self, bodies: list[Body], now: datetime, open: Callable[[Body], bool], known: Known = OFFICIAL
    ) -> None:
        self.bodies, self.now, self.open, self.known = bodies, now, open, known
        self.rows: Rows = {(body["resourceType"], body["id"]): body for body in bodies}
        self._elements: dict[tuple[str, str, str], list[Any]] = {}

    def found(self, type: str, pairs: list[tuple[str, str]]) -> list[str]:
        """The ids of what answers every pair, oldest first."""
        return [
            body["id"]
            for body in self.bodies
            if body["resourceType"] == type
            and self.open(body)
            and all(self.answers(body, *pair) for pair in pairs)
        ]

    def answers(self, body: Body, name: str, text: str) -> bool:
        """Whether one resource answers `name=text`."""
        if name.startswith("_has:"):
            _, source, param, inner = name.split(":", 3)
            return any(
                self.answers(other, inner, text)
                for other in self.bodies
                if other["resourceType"] == source and self.open(other) and body in self.led_to(other, param)
            )
        if "." in name:
            head, _, inner = name.partition(".")
            param, _, only = head.partition(":")
            return any(
                self.answers(other, inner, text)
                for other in self.led_to(body, param)
                if self.open(other) and only in ("", other["resourceType"]) and self.is_of(other, inner)
            )
        param, _, modifier = name.partition(":")
        if modifier == "missing":
            return (not self.values(body, param)) is (text == "true")
        found = any(self.matches(body, param, modifier, piece) for piece in text.split(","))
        return not found if modifier == "not" else found

    def matches(self, body: Body, param: str, modifier: str, text: str) -> bool:
        """Whether some value of the resource matches one asked value."""
        if param == "_id":
            return bool(body["id"] == text)
        elements = self.elements(body, param)
        if modifier == "text":
            return any(normal(words).startswith(normal(text)) for each in elements for words in texts(each))
        if modifier == "of-type":
            return any(is_typed(each, *text.split("|")) for each in elements)
        if modifier == "identifier":
            return any(token(text, [one.get("system", "")], one["value"]) for one in identifiers_of(elements))
        match self.known[body["resourceType"], param].kind:
            case "token":
                return any(token(text, [system], code) for system, code in codes(elements))
            case "reference":
                wanted = modifier[:1].isupper() and modifier
                return any(refers(_led(each), f"{wanted}/{text}" if wanted else text) for each in elements)
            case "date":
                return any(dated(*prefixed(text), period(each), self.now) for each in elements)
            case "string":
                return any(worded(text, modifier, part) for each in elements for part in parts(each))
            case "uri":
                return any(addressed(text, modifier, each) for each in elements)
            case "quantity":
                return any(measured(*prefixed(text), each) for each in elements)
            case "composite":
                code, asked = text.split("$")
                return any(self.pairs(each, param, code, asked) for each in elements)
        raise ValueError(param)

    def pairs(self, element: Any, param: str, code: str, asked: str) -> bool:
        """Whether an element's own code and own value are the asked ones (FHIR R4 3.1.1.4.12)."""
        of_code, of_value, kind = COMPONENTS[param]
        if not any(token(code, [system], each) for system, each in codes(_compiled(of_code)(element))):
            return False
        judge: Callable[[Any], bool] = {
            "quantity": lambda value: measured(*prefixed(asked), value),
            "token": lambda value: any(token(asked, [system], each) for system, each in codes([value])),
            "string": lambda value: worded(asked, "", value),
        }[kind]
        return any(judge(value) for value in _values_of(element, of_value))

    def is_of(self, body: Body, inner: str) -> bool:
        """Whether the resource's type has the parameter that a chain goes on with."""
        return inner.startswith("_") or (body["resourceType"], re.split(r"[:.]", inner)[0]) in self.known

    def led_to(self, body: Body, param: str) -> list[Body]:
        """The resources here that the references of a parameter lead to."""
        keys = [
            tuple(each.get("reference", "").split("/")[:2])
            for each in self.elements(body, param)
            if isinstance(each, dict)
        ]
        return [self.rows[key] for key in keys if key in self.rows]

    def values(self, body: Body, param: str) -> list[Any]:
        """The elements that say something to be found by: a code's words alone do not."""
        elements = self.elements(body, param)
        match self.known[body["resourceType"], param].kind:
            case "token":
                return codes(elements)
            case "reference":
                return [each for each in elements if "reference" in each]
        return elements

    def elements(self, body: Body, param: str) -> list[Any]:
        """What the official expression leads to."""
        key = (body["resourceType"], body["id"], param)
        if key not in self._elements:
            self._elements[key] = _evaluated(body, self.known[body["resourceType"], param])
        return self._elements[key]


def _evaluated(body: Body, definition: Definition) -> list[Any]:
    found: list[Any] = []
    for branch in definition.expression.split(" | "):
        wanted = _RESOLVED.search(branch)
        for element in _compiled(branch)(body):
            if wanted is None or "identifier" in element or _type_of(element) == wanted[1]:
                found.append(element)
    return found


@cache
def _compiled(branch: str) -> Callable[[Body], list[Any]]:
    expression = _AS.sub(r"\1.ofType(\2)", _RESOLVED.sub("", branch))
    evaluate = compiled(expression, models["r4"])
    return lambda body: list(evaluate(body))


def _values_of(element: Body, path: str) -> list[Any]:
    """The one value[x] of the wanted type. Told by its JSON name: alone, an element has lost the type it needs."""
    wanted = re.fullmatch(r"value\.ofType\((\w)(\w+)\)", path)
    assert wanted is not None, path
    name = f"value{wanted[1].upper()}{wanted[2]}"
    return [element[name]] if name in element else []


def _led(element: Any) -> str:
    """What a Reference says, or a canonical."""
    return element if isinstance(element, str) else str(element.get("reference", ""))


def _type_of(reference: Body) -> str:
    return str(reference.get("reference", "")).partition("/")[0]
