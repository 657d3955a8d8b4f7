"""A resource into the values it is found by, as the table of parameters says. No type is named here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.search.asides import beside
from patientkontrakt.fhir.search.converters import CONVERTERS, Converter
from patientkontrakt.fhir.search.parameters import COLUMNS, COMMON, PARAMETERS, Kind, Parameter
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import Pair, Ref, Token, Value

MAX_PAIRS = 2_000  # of one parameter: a thousand codes with a thousand values would be a million rows (S-133)
_TOO_MANY_PAIRS = (
    f"För många koder bredvid varandra: de bildar mer än {MAX_PAIRS} par att söka efter.",
    f"Too many codes beside one another: they make more than {MAX_PAIRS} pairs to search for.",
)


@dataclass(frozen=True)
class Indexed:
    """One entry of the index: the parameter, its kind, and a value of that kind's class.

    What a modifier looks into has the parameter's name with the modifier, and a kind of its own (asides.py).
    """

    param: str
    kind: Kind
    value: Value


@dataclass(frozen=True)
class Step:
    """One element of a path; with `name`, only those whose `name` is `wanted`."""

    element: str
    name: str = ""
    wanted: str = ""


def extract(resource: dict[str, Any]) -> list[Indexed]:
    """Everything `resource` is found by, in the order of the table, each once.

    Raises Invalid with the FHIRPath of every value that cannot be read: never stored and unfindable.
    """
    type = str(resource.get("resourceType"))
    found: dict[Indexed, None] = {}
    faults: list[Issue] = []
    for parameter, roots in _rooted(type):
        if roots.isdisjoint(resource):
            continue
        read = _pairs if parameter.kind == "composite" else _values
        found.update(dict.fromkeys(read(resource, type, parameter, faults)))
    if faults:
        raise Invalid(*dict.fromkeys(faults))
    return list(found)


def _values(node: Any, place: str, parameter: Parameter, faults: list[Issue]) -> Iterator[Indexed]:
    """What one parameter finds `node` by, and what stands beside it; what cannot be read is added to `faults`."""
    for where, element, convert, datatype in _elements(node, place, parameter):
        try:
            values = [value for value in convert(element) if _is_wanted(parameter, value)]
        except Unreadable as fault:
            faults.append(Issue("value", f"Värdet {fault.sv}.", f"The value {fault.en}.", (where,)))
        else:
            yield from (Indexed(parameter.name, parameter.kind, value) for value in values)
            yield from (Indexed(*each) for each in beside(parameter, datatype, element))


def _pairs(node: Any, place: str, parameter: Parameter, faults: list[Issue]) -> Iterator[Indexed]:
    """Every code of an element with every value of the same element; too many are a fault: they grow as a square."""
    room = MAX_PAIRS
    for path in parameter.paths:
        for where, element in _walk(node, place, steps_of(path)):
            codes, values = (
                [each.value for each in _values(element, where, part, faults) if each.param == part.name]
                for part in parameter.parts
            )
            room -= len(codes) * len(values)
            if room < 0:
                faults.append(Issue("too-costly", *_TOO_MANY_PAIRS, (where,)))
                return
            for code, value in product(codes, values):
                if isinstance(code, Token) and not isinstance(value, Pair):
                    yield Indexed(parameter.name, parameter.kind, Pair(code, value))


@cache
def indexed_parameters(type: str) -> tuple[Parameter, ...]:
    """The parameters of `type` whose values stand in the index: all but those that a column answers."""
    rows = (*COMMON.values(), *PARAMETERS.get(type, {}).values())
    return tuple(row for row in rows if row.kind != "special" and row.name not in COLUMNS)


@cache
def _rooted(type: str) -> tuple[tuple[Parameter, frozenset[str]], ...]:
    """The same, each with the elements of the resource that its paths begin in: where none is there, there is no value."""
    return tuple((each, frozenset(map(_root, each.paths))) for each in indexed_parameters(type))


def _root(path: str) -> str:
    """The first element of a path, with or without a datatype; what every resource has for the empty one."""
    first = steps_of(path.partition(":")[0])[:1]
    return first[0].element if first else "resourceType"


def elements(resource: dict[str, Any], parameter: Parameter) -> Iterator[tuple[str, Any, Converter]]:
    """What the parameter's paths lead to in `resource`: the FHIRPath, the JSON, and what converts it."""
    for place, element, convert, _ in _elements(resource, str(resource.get("resourceType")), parameter):
        yield place, element, convert


def _elements(node: Any, place: str, parameter: Parameter) -> Iterator[tuple[str, Any, Converter, str]]:
    for path in parameter.paths:
        steps, convert = compiled(parameter.kind, path)
        for where, element in _walk(node, place, steps):
            yield where, element, convert, path.rpartition(":")[2]


@cache
def compiled(kind: Kind, path: str) -> tuple[tuple[Step, ...], Converter]:
    """A path of the table as steps and the converter of what it leads to."""
    elements, _, datatype = path.rpartition(":")
    return steps_of(elements), CONVERTERS[kind][datatype]


@cache
def steps_of(elements: str) -> tuple[Step, ...]:
    """`element.element` as steps; none of the empty path."""
    return tuple(_step(element) for element in elements.split(".") if element)


def _step(text: str) -> Step:
    element, _, condition = text.rstrip("]").partition("[")
    name, _, wanted = condition.partition("=")
    return Step(element, name, wanted)


def _walk(node: Any, place: str, steps: tuple[Step, ...]) -> Iterator[tuple[str, Any]]:
    """Every element that `steps` lead to, with its FHIRPath. Through lists; past what is not there."""
    if not steps:
        yield place, node
        return
    step, rest = steps[0], steps[1:]
    if not isinstance(node, dict) or step.element not in node:
        return
    inner = node[step.element]
    if not isinstance(inner, list):
        inner, places = [inner], [f"{place}.{step.element}"]
    else:
        places = [f"{place}.{step.element}[{index}]" for index in range(len(inner))]
    for here, child in zip(places, inner, strict=True):
        if child is not None and _fulfils(child, step):
            yield from _walk(child, here, rest)


def _fulfils(node: Any, step: Step) -> bool:
    return not step.name or (isinstance(node, dict) and node.get(step.name) == step.wanted)


def _is_wanted(parameter: Parameter, value: Value) -> bool:
    """A reference counts when it may be one of the targets: `patient` takes only Patients of `subject`."""
    if not isinstance(value, Ref) or not parameter.targets or value.type is None:
        return True
    return value.type in parameter.targets
