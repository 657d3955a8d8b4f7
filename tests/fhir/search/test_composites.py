"""Composite parameters (FHIR R4 3.1.1.4.12): a code and a value that stand together in one element, and nothing less."""

from decimal import Decimal
from typing import Any

import pytest

from patientkontrakt.fhir.outcome import Invalid, Malformed
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.matching import holds
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.values import DateRange, Pair, Ref, Text, Token

NOW = DateRange.parse("2026-11-21T22:50:00Z").lo
LOINC = "http://loinc.org"


def concept(code: str, system: str = LOINC) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def mmhg(value: int) -> dict[str, Any]:
    return {"value": Decimal(value), "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}


# Of a blood pressure one part is high and the other low: a search that took them apart would find the wrong patients.
PRESSURE: dict[str, Any] = {
    "resourceType": "Observation",
    "status": "final",
    "code": concept("85354-9"),
    "component": [
        {"code": concept("8480-6"), "valueQuantity": mmhg(150)},
        {"code": concept("8462-4"), "valueQuantity": mmhg(70)},
    ],
}


def finds(resource: dict[str, Any], name: str, text: str) -> bool:
    (clause,) = parse_query(resource["resourceType"], [(name, text)], strict=True).clauses
    return holds(clause, [each.value for each in extract(resource) if each.param == name], NOW)


@pytest.mark.parametrize(
    ("type", "name", "text"),
    [
        ("Observation", "code-value-quantity", "8480-6"),
        ("Observation", "code-value-quantity", "8480-6$"),
        ("Observation", "code-value-quantity", "$5"),
        ("Observation", "code-value-quantity", "8480-6$5$6"),
        ("Observation", "code-value-quantity", "8480-6\\$5"),
        ("Observation", "code-value-quantity", f"{LOINC}|$5"),
        ("Observation", "code-value-quantity", "8480-6$much"),
        ("Observation", "code-value-date", "x$2026-13"),
        ("Observation", "code-value-quantity:missing", "true"),
        ("Observation", "code-value-quantity:not", "8480-6$5"),
        ("DocumentReference", "relationship", "replaces$Patient/gunnel"),
        ("Observation", "_sort", "code-value-quantity"),
    ],
)
def test_half_a_pair_is_refused(type: str, name: str, text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_query(type, [("_id", "x"), (name, text)], strict=False)
    assert [issue.expression for issue in refusal.value.issues] == [(f"http.{name}",)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("component-code-value-quantity", "8480-6$gt140", True),
        ("component-code-value-quantity", f"{LOINC}|8480-6$gt140||mm[Hg]", True),
        ("component-code-value-quantity", "8462-4$gt140,8480-6$ge150", True),
        ("combo-code-value-quantity", "8462-4$lt80", True),
        ("component-code-value-quantity", "8462-4$gt140", False),
        ("component-code-value-quantity", "8480-6$lt80", False),
        ("component-code-value-quantity", "urn:other|8480-6$gt140", False),
        ("component-code-value-quantity", "|8480-6$gt140", False),
        ("component-code-value-quantity", "8480-6$gt140||kPa", False),
        ("combo-code-value-quantity", "85354-9$gt1", False),
        ("code-value-quantity", "8480-6$gt140", False),
    ],
)
def test_a_code_and_a_value_answer_only_together(name: str, text: str, found: bool) -> None:
    assert finds(PRESSURE, name, text) is found


def test_each_kind_of_value_can_stand_with_a_code() -> None:
    seen = {"resourceType": "Observation", "code": concept("x", "")}
    assert finds(seen | {"valueString": "Mår bättre"}, "code-value-string", "x$mår")
    assert finds(seen | {"valueDateTime": "2026-03-29"}, "code-value-date", "|x$lt2026-04")
    assert finds(seen | {"valueCodeableConcept": concept("ja")}, "code-value-concept", f"x${LOINC}|ja")
    assert not finds(seen | {"valueString": "Mår bättre"}, "code-value-string", "y$mår")
    group = {"resourceType": "Group", "characteristic": [{"code": concept("a"), "valueBoolean": False}]}
    assert finds(group, "characteristic-value", "a$false")
    assert not finds(group, "characteristic-value", "a$true")


def test_a_reference_may_stand_first() -> None:
    newer = {
        "resourceType": "DocumentReference",
        "relatesTo": [
            {"code": "replaces", "target": {"reference": "DocumentReference/old"}},
            {"code": "appends", "target": {"reference": "DocumentReference/other"}},
        ],
    }
    system = "http://hl7.org/fhir/document-relationship-type"
    for text in ("replaces$old", "replaces$DocumentReference/old", "DocumentReference/old$replaces"):
        assert finds(newer, "relationship", text)
        assert finds(newer, "relationship", text.replace("replaces", f"{system}|replaces"))
        assert not finds(newer, "relationship", text.replace("replaces", "appends"))


def test_what_has_no_code_or_no_value_is_no_pair() -> None:
    for lacking in ({"code": {"text": "blodtryck"}}, {"valueQuantity": None}):
        body = {"resourceType": "Observation", "code": concept("x"), "valueQuantity": mmhg(1)} | lacking
        body = {name: value for name, value in body.items() if value is not None}
        assert [each for each in extract(body) if each.kind == "composite"] == []


def test_an_escaped_dollar_is_a_dollar() -> None:
    (clause,) = parse_query("Observation", [("code-value-string", "a\\$b$c\\$d")], strict=True).clauses
    assert clause.values[0].value == Pair(Token(None, "a$b"), Text.of("c$d"))


def test_a_reference_keeps_its_type() -> None:
    (clause,) = parse_query("DocumentReference", [("relationship", "signs$x")], strict=True).clauses
    assert clause.values[0].value == Pair(Token(None, "signs"), Ref("DocumentReference", "x", None))


@pytest.mark.parametrize("component", [False, True])
def test_s_133_codes_beside_codes_make_no_more_pairs_than_there_is_room_for(component: bool) -> None:
    """A few kilobytes of codes would make a million rows: refused before they are made, with the place."""
    many = {"coding": [{"system": LOINC, "code": str(number)} for number in range(50)]}
    side = {"code": many, "valueCodeableConcept": many}
    parts = [side, {"code": concept("8480-6"), "valueCodeableConcept": concept("8462-4")}]
    body = PRESSURE | ({"component": parts} if component else side)
    with pytest.raises(Invalid) as refused:
        extract(body)
    places = {place for issue in refused.value.issues for place in issue.expression}
    assert places == {"Observation.component[0]" if component else "Observation"}
    fewer = {"coding": many["coding"][:40]}
    assert len(extract(PRESSURE | {"code": fewer, "valueCodeableConcept": fewer})) > 1_600
