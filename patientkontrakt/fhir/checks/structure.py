"""The walk: elements known and of the right kind, lists where lists belong, nothing empty, nothing missing.

Types of contained resources are looked up before anything else is done with them (stack.md §2.2: KeyError).
"""

from typing import Any

from patientkontrakt.fhir import paths
from patientkontrakt.fhir.checks.node import Findings, Node
from patientkontrakt.fhir.checks.primitives import fault
from patientkontrakt.fhir.shape import (
    ANY_RESOURCE,
    PRIMITIVE_EXTENSION,
    Element,
    Shape,
    is_resource_type,
    shape,
)

_EMPTY = ("structure", "Tomt: utelämna elementet.", "Empty: leave the element out.")
_NOT_OBJECT = ("structure", "Ska vara ett objekt: { … }.", "Must be an object: { … }.")
_NOT_LIST = ("structure", "Ska vara en lista: [ … ].", "Must be a list: [ … ].")
_NOT_ONE = ("structure", "Ska vara ett värde, inte en lista.", "Must be one value, not a list.")
_NULL = ("structure", "null är inte tillåtet här.", "null is not allowed here.")
_UNKNOWN = ("structure", "Elementet finns inte i FHIR R4.", "The element does not exist in FHIR R4.")
_UNKNOWN_TYPE = (
    "structure",
    "resourceType saknas eller är ingen resurstyp i FHIR R4.",
    "resourceType is missing or is no resource type of FHIR R4.",
)
_MISSING = ("required", "Elementet är obligatoriskt.", "The element is required.")
_TWO_CHOICES = (
    "structure",
    "Bara ett av alternativen får anges.",
    "Only one of the alternatives may be given.",
)
_UNEVEN = (
    "structure",
    "Listan och dess _lista ska vara lika långa.",
    "The list and its _list must be of the same length.",
)


def examine(resource: dict[str, Any]) -> Findings:
    """Walk the whole resource once."""
    found = Findings()
    _resource(resource, paths.root(resource), None, found)
    return found


def _resource(value: Any, path: str, element: Element | None, found: Findings) -> None:
    kind = value.get("resourceType") if isinstance(value, dict) else None
    if not isinstance(kind, str) or not is_resource_type(kind):
        found.add(_UNKNOWN_TYPE[0], f"{path}.resourceType", *_UNKNOWN_TYPE[1:])
        return
    body = {name: inner for name, inner in value.items() if name != "resourceType"}
    found.nodes.append(Node(path, kind, value, element))
    _members(body, shape(kind), path, found)


def _object(value: Any, type_name: str, path: str, element: Element, found: Findings) -> None:
    if not isinstance(value, dict):
        found.add(_NOT_OBJECT[0], path, *_NOT_OBJECT[1:])
    elif not value or (value.keys() == {"id"} and type_name != PRIMITIVE_EXTENSION):
        found.add(_EMPTY[0], path, *_EMPTY[1:])
    else:
        found.nodes.append(Node(path, type_name, value, element))
        _members(value, shape(type_name), path, found)


def _members(value: dict[str, Any], form: Shape, path: str, found: Findings) -> None:
    chosen: dict[str, str] = {}
    for name, inner in value.items():
        element = form.elements.get(name)
        if element is None:
            found.add(_UNKNOWN[0], paths.child(path, name), *_UNKNOWN[1:])
            continue
        bare = name.removeprefix("_")
        here = f"{path}.{bare}"
        if element.choice and chosen.setdefault(element.choice, bare) != bare:
            found.add(_TWO_CHOICES[0], here, *_TWO_CHOICES[1:])
        _element(inner, element, value, here, found)
    _missing(value, form, path, chosen, found)


def _missing(value: dict[str, Any], form: Shape, path: str, chosen: dict[str, str], found: Findings) -> None:
    for name in form.required:
        if name not in value and f"_{name}" not in value:
            found.add(_MISSING[0], f"{path}.{name}", *_MISSING[1:])
    for choice in form.required_choices - chosen.keys():
        if not any(f"_{name}" in value for name, e in form.elements.items() if e.choice == choice):
            found.add(_MISSING[0], f"{path}.{choice}", *_MISSING[1:])


def _element(value: Any, element: Element, owner: dict[str, Any], path: str, found: Findings) -> None:
    if value is None:
        found.add(_NULL[0], path, *_NULL[1:])
    elif element.many and not isinstance(value, list):
        found.add(_NOT_LIST[0], path, *_NOT_LIST[1:])
    elif not element.many and isinstance(value, list):
        found.add(_NOT_ONE[0], path, *_NOT_ONE[1:])
    elif element.many:
        _list(value, element, owner, path, found)
    else:
        _value(value, element, path, found)


def _list(values: list[Any], element: Element, owner: dict[str, Any], path: str, found: Findings) -> None:
    if not values or all(value is None for value in values):
        found.add(_EMPTY[0], path, *_EMPTY[1:])
        return
    twin = owner.get(element.name[1:] if element.name.startswith("_") else f"_{element.name}")
    if isinstance(twin, list) and len(twin) != len(values):
        found.add(_UNEVEN[0], path, *_UNEVEN[1:])
    for index, value in enumerate(values):
        here = f"{path}[{index}]"
        if value is not None:
            _value(value, element, here, found)
        elif not isinstance(twin, list) or index >= len(twin) or twin[index] is None:
            found.add(_NULL[0], here, *_NULL[1:])


def _value(value: Any, element: Element, path: str, found: Findings) -> None:
    if element.type == ANY_RESOURCE:
        _resource(value, path, element, found)
    elif not element.primitive:
        _object(value, element.type, path, element, found)
    elif wrong := fault(element, value):
        found.add(wrong.code, path, wrong.sv, wrong.en)
