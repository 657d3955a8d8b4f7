"""The document: every type's addresses from its row of the CapabilityStatement, so that the two cannot disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from patientkontrakt.fhir.capability import capability_statement
from patientkontrakt.fhir.openapi import answers, bodies, operations, parameters
from patientkontrakt.fhir.openapi.addresses import OF_SYSTEM, OF_TYPE, OF_WHOLE, OPEN, Address
from patientkontrakt.fhir.openapi.schemas import ref, schemas
from patientkontrakt.fhir.profiles import library
from patientkontrakt.fhir.search.parameters import COMMON, parameter_of

Schema = dict[str, Any]

VERSION: Final = "3.1.0"
_ALSO: Final = ("Bundle", "OperationOutcome", "Parameters")
_FORM: Final = "Search{}"
_BESIDE: Final = ("_count", "_total", "_summary", "_elements", "_page", "_format", "_pretty")


def openapi(base_url: str, version: str, date: str) -> dict[str, Any]:
    """The FHIR door of the server at `base_url` in OpenAPI 3.1; arguments as those of ``capability_statement``."""
    statement = capability_statement(base_url, version, date)
    (rest,) = statement["rest"]
    rows = {row["type"]: row for row in rest["resource"]}
    searched = {type: parameters.of_type(row) for type, row in rows.items()}
    paths: dict[str, dict[str, Schema]] = {}
    for type, address in _addresses(rest):
        place = address.path.replace("{type}", type)
        paths.setdefault(place, {})[address.method] = _operation(address, type, searched.get(type, {}))
    return {
        "openapi": VERSION,
        "info": {"title": f"{statement['title']}: FHIR R4", "version": version, "description": statement["description"]},
        "servers": [{"url": f"{base_url}/fhir"}],
        "externalDocs": {"url": "http://hl7.org/fhir/R4/http.html"},
        "security": [{"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "parameters": _components(searched),
            "responses": answers.refusals(),
            "schemas": schemas((*rows, *_ALSO)) | _forms(searched) | {"JsonPatch": bodies.JSON_PATCH},
        },
    }  # fmt: skip


def _addresses(rest: Mapping[str, Any]) -> Iterator[tuple[str, Address]]:
    """Every address, and the type it is of ("" for none)."""
    yield from (("", each) for each in OPEN)
    for code in _codes(rest):
        yield from (("", each) for each in OF_SYSTEM[code])
    for operation in rest.get("operation", ()):
        yield from (("", each) for each in OF_WHOLE[operation["name"]])
    for row in rest["resource"]:
        type = row["type"]
        for each in (each for code in _codes(row) for each in OF_TYPE[code]):
            if not each.in_compartment or parameter_of(type, "patient") is not None:
                yield from ((type, fit) for fit in _as_stated(each, row))
        for operation in row.get("operation", ()):
            yield from ((type, each) for each in operations.addresses(type, operation["name"]))


def _as_stated(address: Address, row: Mapping[str, Any]) -> Iterator[Address]:
    """The address without the conditions that the type does not take; none where the condition is all of it."""
    if address.is_search and address.body and not row["conditionalUpdate"]:
        return
    unheeded = () if row["conditionalCreate"] or not address.body else ("If-None-Exist", "If-None-Match")
    yield replace(address, headers=tuple(name for name in address.headers if name not in unheeded))


def _codes(stated: Mapping[str, Any]) -> list[str]:
    return [each["code"] for each in stated["interaction"]]


def _operation(address: Address, type: str, searched: Mapping[str, Schema]) -> Schema:
    named = [*address.query, *address.headers]
    named += [name for name in ("id", "version", "job", "file") if f"{{{name}}}" in address.path]
    if address.is_search:
        named += [_component(type, name) for name in searched]
        named += _BESIDE if address.answers == "Bundle" else ("_format", "_pretty")
    stated: Schema = {
        "operationId": address.id.format(type=type),
        "summary": address.summary,
        "tags": [type or "server"],
        "parameters": [parameters.ref(name) for name in named],
        "responses": answers.of(address, _given(address, type)),
    }
    if address.is_open or (address.is_open_for_ours and type in library.TYPES):
        stated["security"] = [{}, {"bearer": []}] if type else []
    if address.body:
        stated["requestBody"] = bodies.of(address.body, type, form=ref(_FORM.format(type)))
    return (
        {**stated, "x-smart-permissions": [f"{type or '*'}.{address.letter}"]} if address.letter else stated
    )


def _given(address: Address, type: str) -> Schema:
    name = address.answers or type
    return ref(name) if name else {}


def _forms(searched: Mapping[str, Mapping[str, Schema]]) -> dict[str, Schema]:
    """What may stand in the form of a search of each type; among types, what they have in common."""
    shared = {name: parameters.ref(name) for name in _BESIDE}
    return {_FORM.format(type): parameters.form({**rows, **shared}) for type, rows in searched.items()} | {
        _FORM.format(""): {"type": "object"}
    }


def _components(searched: Mapping[str, Mapping[str, Schema]]) -> dict[str, Schema]:
    """Those of each type, and once for all those of every type."""
    return parameters.everywhere() | {
        _component(type, name): each for type, rows in searched.items() for name, each in rows.items()
    }


def _component(type: str, name: str) -> str:
    return name if name in COMMON else f"{type}.{name}"
