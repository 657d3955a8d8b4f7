"""The shape of R4 types, read once from the R4B model classes of fhir.resources and put right where R4B differs.

The models are imported when a type is first met; `warm` does it at worker start (stack.md §2.1, §2.4).
"""

import json
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel
from pydantic.fields import FieldInfo

# What R4B added to R4 4.0.1 (stack.md §2.1). fhir_comments is DSTU2's.
_NOT_R4_ELEMENTS = frozenset({"fhir_comments", "resource_type", "subjectCanonical", "_subjectCanonical"})
_NOT_R4_TYPES = frozenset({"CodeableReference", "RatioRange"})
_R4_TARGETS = {
    "Observation.subject": "Patient Group Device Location",
    "GroupMember.entity": "Patient Practitioner PractitionerRole Device Medication Substance Group",
    "ActivityDefinition.productReference": "Medication Substance",
}
_ABSTRACT = frozenset({"Resource", "DomainResource"})
ANY_RESOURCE = "Resource"
PRIMITIVE_EXTENSION = "FHIRPrimitiveExtension"


@dataclass(frozen=True)
class Element:
    """One element of a type: its FHIR name, the name of its type, and what may be in it.

    `type` is lower case for a primitive. `choice` names the value[x] it belongs to. `targets` are the types a
    Reference may point at, empty for any; `codes` is the R4 value set of a required binding.
    """

    name: str
    type: str
    many: bool
    required: bool
    choice: str | None = None
    targets: frozenset[str] = frozenset()
    codes: frozenset[str] | None = None

    @property
    def primitive(self) -> bool:
        return self.type[0].islower()


@dataclass(frozen=True)
class Shape:
    """The elements of a type by FHIR name; those that must be there; the value[x] of which one must be there."""

    name: str
    elements: dict[str, Element]
    required: tuple[str, ...]
    required_choices: frozenset[str]
    model: type[BaseModel]


@cache
def shape(name: str) -> Shape:
    """The shape of the resource, datatype or backbone element `name`, as fhir.resources calls it."""
    model = get_fhir_model_class(name)
    fields = [field for field in model.model_fields.values() if field.alias not in _NOT_R4_ELEMENTS]
    elements = [element for field in fields if (element := _element(name, field)).type not in _NOT_R4_TYPES]
    elements.extend(_missing_twins(elements))
    return Shape(
        name=name,
        elements={element.name: element for element in elements},
        required=tuple(element.name for element in elements if element.required),
        required_choices=frozenset(
            extra["one_of_many"] for extra in map(_extra, fields) if extra.get("one_of_many_required")
        ),
        model=model,
    )


@cache
def is_resource_type(name: str) -> bool:
    """Whether `name` is a concrete resource type of R4 that can be validated."""
    if name not in _codes()["resource-types"] or name in _ABSTRACT:
        return False
    try:
        get_fhir_model_class(name)
    except KeyError:
        return False
    return True


def warm(names: Iterable[str]) -> None:
    """Import and compile these types now rather than in somebody's request."""
    for name in names:
        shape(name)


def value_set(name: str) -> frozenset[str]:
    """The codes of an R4 value set with a required binding, by the last part of its URL."""
    return _codes()[name]


def _element(owner: str, field: FieldInfo) -> Element:
    extra = _extra(field)
    name = str(field.alias)
    annotation, many = _inner(field.annotation, field.metadata)
    key = f"{owner}.{name}"
    targets = _R4_TARGETS[key].split() if key in _R4_TARGETS else extra.get("enum_reference_types", ())
    return Element(
        name=name,
        type=annotation,
        many=many,
        required=bool(field.is_required() or extra.get("element_required")),
        choice=extra.get("one_of_many"),
        targets=frozenset() if "Resource" in targets else frozenset(targets),
        codes=_bindings().get(key),
    )


def _missing_twins(elements: list[Element]) -> list[Element]:
    """The _value… of extensions, which the models forgot; ids, urls of extensions and xhtml never have one."""
    names = {element.name for element in elements}
    return [
        replace(element, name=f"_{element.name}", type=PRIMITIVE_EXTENSION, required=False, codes=None)
        for element in elements
        if element.choice and element.primitive and f"_{element.name}" not in names
    ]


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def _inner(annotation: Any, metadata: list[Any]) -> tuple[str, bool]:
    """The FHIR type name inside Optional, List and Annotated, and whether there was a List."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return _inner(next(arg for arg in typing.get_args(annotation) if arg is not type(None)), metadata)
    if origin is list:
        return _inner(typing.get_args(annotation)[0], metadata)[0], True
    if hasattr(annotation, "__metadata__"):
        return _inner(typing.get_args(annotation)[0], list(annotation.__metadata__))
    if hasattr(annotation, "_model_klass"):
        return str(annotation._model_klass).rsplit(".", 1)[-1], False
    return _primitive(annotation, metadata), False


def _primitive(annotation: Any, metadata: list[Any]) -> str:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    names = (type(entry).__name__ for entry in reversed(metadata))
    return next(name[0].lower() + name[1:] for name in names if name in _PRIMITIVES)


_PLAIN = {bool: "boolean", UUID: "uuid"}
_PRIMITIVES = frozenset(
    (
        "Base64Binary", "Canonical", "Code", "Date", "DateTime", "Decimal", "Id", "Instant", "Integer", "Markdown",
        "Oid", "PositiveInt", "String", "Time", "UnsignedInt", "Uri", "Url", "Xhtml",
    )
)  # fmt: skip


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = resources.files("patientkontrakt.fhir").joinpath("required_codes.json").read_text("utf-8")
    tables: dict[str, dict[str, str]] = json.loads(text)
    return tables


@cache
def _codes() -> dict[str, frozenset[str]]:
    return {name: frozenset(table["codes"].split()) for name, table in _tables().items()}


@cache
def _bindings() -> dict[str, frozenset[str]]:
    return {
        element: _codes()[name] for name, table in _tables().items() for element in table["elements"].split()
    }
