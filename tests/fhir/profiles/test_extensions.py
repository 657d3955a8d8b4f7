"""Our extensions: each has its shape and its codes, wherever it stands; and the table has every one that is written."""

import re
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.fhir.profiles.extension import Extension
from patientkontrakt.fhir.profiles.extensions import EXTENSIONS
from patientkontrakt.fhir.profiles.vocabulary import codes_of
from patientkontrakt.fhir.shape import shape
from patientkontrakt.fhir.systems import ext
from patientkontrakt.fhir.validate import validate
from tests.fhir import samples
from tests.fhir.samples import concept, ref

SOURCE = Path(__file__).parents[3] / "patientkontrakt"
VALUES: dict[str, Any] = {
    "boolean": True, "string": "ord", "code": "x", "date": "2026-11-21", "dateTime": "2026-11-21T10:15:00+01:00",
    "integer": 1, "positiveInt": 1, "canonical": "http://example.org/a", "Reference": ref("Organization/linden"),
    "CodeableConcept": concept("http://example.org/a", "b"),
}  # fmt: skip


def value(type: str, codes: str) -> Any:
    return codes_of(codes)[0] if codes and type == "code" else VALUES[type]


def right(extension: Extension) -> dict[str, Any]:
    """The extension as it should be."""
    if not extension.parts:
        return {"url": extension.url, extension.value_name: value(extension.type, extension.codes)}
    parts = [{"url": each.name, each.value_name: value(each.type, each.codes)} for each in extension.parts]
    return {"url": extension.url, "extension": parts}


def wrong(extension: Extension) -> list[dict[str, Any]]:
    """The same spoiled: another type, another code, another part, or nothing."""
    url = extension.url
    if extension.parts:
        first = extension.parts[0]
        spoiled: list[dict[str, Any]] = [
            {"url": first.name, "valueMarkdown": "x"},
            {"url": "annat", "valueCode": "x"},
        ]
        spoiled += [{"url": first.name, "valueCode": "annan"}] if first.codes else []
        return [{"url": url, "extension": [each]} for each in spoiled] + [{"url": url, "valueString": "x"}]
    coded = [{"url": url, "valueCode": "annan"}] if extension.codes and extension.type == "code" else []
    return [*coded, {"url": url, "valueMarkdown": "x"}]


def told(*extensions: dict[str, Any]) -> list[str]:
    return [issue.expression[0] for issue in validate(samples.goal() | {"extension": [*extensions]})]


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_one_of_ours_with_another_value_is_refused(name: str) -> None:
    for spoiled in wrong(EXTENSIONS[name]):
        assert told(right(EXTENSIONS["nulage"]), spoiled) == ["Goal.extension[1]"], spoiled


@pytest.mark.parametrize("name", sorted(EXTENSIONS))
def test_one_of_ours_as_it_should_be_is_let_through(name: str) -> None:
    assert told(right(EXTENSIONS[name])) == []


def test_it_is_judged_wherever_it_stands() -> None:
    plan = samples.plan() | {
        "supportingInfo": [ref("CarePlan/sip") | {"extension": [{"url": ext("ansvarig"), "valueCode": "x"}]}]
    }
    assert [each.expression for each in validate(plan)] == [("CarePlan.supportingInfo[0].extension[0]",)]


def test_the_extensions_of_others_are_free() -> None:
    assert told({"url": "http://example.org/a", "valueCode": "x"}) == []


def test_the_table_has_every_extension_that_the_code_names() -> None:
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r'\bsystems\.ext\("([a-z-]+)"\)', path.read_text())
    }
    assert len(named) > 20
    assert named - EXTENSIONS.keys() == set()


def test_each_stands_where_r4_has_a_place() -> None:
    for extension in EXTENSIONS.values():
        for holder in extension.holders:
            type, *path = holder.split(".")
            for step in path:
                type = shape(type).elements[step].type
            assert "extension" in shape(type).elements, holder
