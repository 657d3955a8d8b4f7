"""JSON Schemas of resources and datatypes, from the shapes that every body is held against (fhir/shape.py)."""

from collections.abc import Iterable, Iterator
from typing import Any

from patientkontrakt.fhir.openapi.primitives import PRIMITIVES, Schema
from patientkontrakt.fhir.shape import ANY_RESOURCE, Element, Shape, is_resource_type, shape

# A longer list of codes is told by its value set's name in the specification, not once more here.
MOST_CODES = 60


def ref(name: str) -> Schema:
    """Where the schema of `name` stands in the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def schemas(types: Iterable[str]) -> dict[str, Schema]:
    """The schemas of these resource types and of every type within them, by name."""
    found: dict[str, Schema] = {ANY_RESOURCE: _any_resource()}
    waiting = list(types)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = PRIMITIVES[name] if name in PRIMITIVES else _of(shape(name))
        if name not in PRIMITIVES:
            waiting.extend(element.type for element in shape(name).elements.values())
    return dict(sorted(found.items()))


def _any_resource() -> Schema:
    return {
        "type": "object",
        "properties": {"resourceType": {"type": "string"}},
        "required": ["resourceType"],
    }


def _of(form: Shape) -> Schema:
    properties = {element.name: _element(element) for element in form.elements.values()}
    required = [name for name in form.required if f"_{name}" not in form.elements]
    if is_resource_type(form.name):
        properties = {"resourceType": {"const": form.name}, **properties}
        required = ["resourceType", *required]
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    if either := [{"anyOf": [{"required": [name]} for name in names]} for names in _alternatives(form)]:
        schema["allOf"] = either
    return schema


def _alternatives(form: Shape) -> Iterator[list[str]]:
    """Of which names one must be there: a primitive or its extensions (2.6.2), one type of a value[x] (2.6.0.4)."""
    for name in form.required:
        if f"_{name}" in form.elements:
            yield [name, f"_{name}"]
    for choice in sorted(form.required_choices):
        yield [element.name for element in form.elements.values() if element.choice == choice]


def _element(element: Element) -> Schema:
    one: dict[str, Any] = ref(element.type)
    if element.codes and len(element.codes) <= MOST_CODES:
        one = {"enum": sorted(element.codes)}
    if not element.many:
        return one
    is_twin = element.name.startswith("_")
    return {
        "type": "array",
        "minItems": 1,
        # where only one of a value and its extensions is there, null stands for the other (2.6.2.3)
        "items": {"anyOf": [one, {"type": "null"}]} if element.primitive or is_twin else one,
    }
