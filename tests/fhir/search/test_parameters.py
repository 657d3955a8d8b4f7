"""The table of search parameters agrees with HL7's definitions and with the elements of R4."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt.fhir.search.extract import compiled
from patientkontrakt.fhir.search.parameters import (
    COMMON,
    LEFT_OUT,
    LEFT_OUT_OF_ALL,
    PARAMETERS,
    Kind,
    Parameter,
    parameter_of,
)
from patientkontrakt.fhir.search.parameters.definitions import definition
from patientkontrakt.fhir.types import TYPES
from tests.fhir.search.samples import COMPONENTS, definitions, official_names

OFFICIAL = definitions()
NAMES = official_names()
# US Core 8.0
ADDITIONS = {("CareTeam", "role"), ("Encounter", "discharge-disposition"), ("Goal", "description")}
ADDITIONS |= {("CarePlan", "careUnit"), ("CarePlan", "careGiver")}  # Inera's service contracts
WITHOUT_ANY = {"Binary"}  # R4 defines no parameter of its own for it
# RequestGroup was taken out of the service (model.md "Types"); Resource and DomainResource are COMMON.
NOT_OURS = {"RequestGroup", "Resource", "DomainResource"}
LETTERS = {
    "token": "t",
    "reference": "r",
    "date": "d",
    "string": "s",
    "uri": "u",
    "quantity": "q",
    "composite": "c",
    "special": "r",
}


def test_every_type_of_the_service_has_a_row() -> None:
    assert TYPES.keys() <= PARAMETERS.keys()


def test_nothing_is_left_out_that_is_in_the_table() -> None:
    assert [
        (type, name) for type, names in LEFT_OUT.items() for name in names if parameter_of(type, name)
    ] == []


def test_what_is_left_out_is_official_and_has_a_reason() -> None:
    named = {(row.type, row.name) for row in OFFICIAL}
    for type, reasons in LEFT_OUT.items():
        for name, reason in reasons.items():
            assert (type, name) in named
            assert len(reason) > 20


@pytest.mark.parametrize("type", sorted(NAMES.keys() - NOT_OURS))
def test_the_table_has_every_parameter_of_the_official_list(type: str) -> None:
    official = NAMES[type]
    ours = PARAMETERS[type].keys() - {name for of, name in ADDITIONS if of == type}
    assert ours | LEFT_OUT.get(type, {}).keys() == official.keys()
    for name in ours:
        row, (letter, targets) = PARAMETERS[type][name], official[name]
        assert LETTERS[row.kind] == letter, name
        assert not targets or set(row.targets) == targets or (not row.targets and len(targets) > 100), name


def test_every_type_has_the_common_parameters_of_the_official_list() -> None:
    official = {**NAMES["Resource"], **NAMES["DomainResource"]}
    assert COMMON.keys() | LEFT_OUT_OF_ALL.keys() >= official.keys() >= COMMON.keys()
    assert not COMMON.keys() & LEFT_OUT_OF_ALL.keys()
    assert all(len(reason) > 20 for reason in LEFT_OUT_OF_ALL.values())
    assert all(LETTERS[row.kind] == official[name][0] for name, row in COMMON.items())


@pytest.mark.parametrize("type", sorted(TYPES.keys() - WITHOUT_ANY))
def test_each_type_served_has_all_that_hl7_defines_or_says_why_not_and_nothing_of_its_own(type: str) -> None:
    official = {row.name for row in OFFICIAL if row.type == type}
    added = {name for of, name in ADDITIONS if of == type}
    assert official
    assert PARAMETERS[type].keys() | LEFT_OUT.get(type, {}).keys() == official | added


def test_only_what_needs_more_than_a_row_is_left_out() -> None:
    """A type of search in general is never left out: what is, is so for what it would search in."""
    left_out = {(type, name) for type, names in LEFT_OUT.items() for name in names if type in TYPES}
    assert {type for type, name in left_out if name not in ("phonetic", "near")} == {"AuditEvent"}


@pytest.mark.parametrize("type", PARAMETERS)
def test_rows_say_what_their_definitions_say(type: str) -> None:
    for official in (row for row in OFFICIAL if row.type == type):
        row = PARAMETERS[type].get(official.name)
        if row is None:
            assert official.name in LEFT_OUT[type]
            continue
        assert LETTERS[row.kind] == LETTERS[official.kind], official.name
        assert definition(type, official.name).rsplit("/", 1)[1] == official.url
        assert row.kind != "reference" or (frozenset(row.targets) or None) == official.targets, official.name


@pytest.mark.parametrize("type", PARAMETERS)
def test_every_path_leads_to_an_element_of_the_stated_datatype(type: str) -> None:
    for row in PARAMETERS[type].values():
        for start, kind, path in _single_paths(row):
            steps, _ = compiled(kind, path)
            found = _datatype(type, [*start, *(step.element for step in steps)])
            assert found == path.rpartition(":")[2] or not steps, f"{row.name}: {path} is {found}"


def _single_paths(row: Parameter) -> Iterator[tuple[list[str], Kind, str]]:
    """Where each path of a parameter begins, or of the parts of a composite; the kind of what it leads to; and the path."""
    if row.kind != "composite":
        yield from (([], row.kind, path) for path in row.paths)
    for part in row.parts:
        for start in row.paths:
            yield from ((start.split(".") if start else [], part.kind, path) for path in part.paths)


@pytest.mark.parametrize("type", PARAMETERS)
def test_a_composite_is_a_code_and_a_value_that_hl7_pairs(type: str) -> None:
    for row in PARAMETERS[type].values():
        assert bool(row.parts) == (row.kind == "composite"), row.name
        if row.parts:
            code, value = row.parts
            assert (code.kind, value.kind) == ("token", COMPONENTS[row.name][2]), row.name


@pytest.mark.parametrize("type", PARAMETERS)
def test_only_what_a_column_answers_has_no_path(type: str) -> None:
    for row in PARAMETERS[type].values():
        assert len(set(row.paths)) == len(row.paths), row.name
        assert bool(row.paths) != (row.kind == "special"), row.name
        assert bool(row.column) == (row.kind == "special"), row.name
        assert len(row.targets) == 1 or not row.column, row.name


def _datatype(type: str, elements: list[str]) -> str:
    for element in elements:
        type = _elements(type)[element]
    return type


@cache
def _elements(type: str) -> dict[str, str]:
    """Element → datatype of a type or datatype of R4B, which is R4 for ours (stack.md §2.1)."""
    fields: dict[str, Any] = get_fhir_model_class(type).model_fields
    return {field.alias or name: _named(str(field.annotation)) for name, field in fields.items()}


def _named(annotation: str) -> str:
    if found := re.search(r"abc\.(\w+?)Type\b", annotation):
        return found[1]
    if "Url()" in annotation:
        return "url"
    if found := re.search(r"Annotated\[[^,]+, (\w+)\(", annotation):
        return found[1][0].lower() + found[1][1:]
    return "boolean" if "bool" in annotation else annotation
