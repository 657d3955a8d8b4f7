"""What a search brings along is asked for by references that exist and lead somewhere."""

import pytest

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.query import Include, parse_query
from patientkontrakt.fhir.search.reach import includes_of, reverse_includes_of
from patientkontrakt.fhir.types import TYPES


def include(type: str, name: str, text: str) -> Include:
    (found,) = parse_query(type, [(name, text)], strict=True).includes
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_include", ""),
        ("_include", "goal"),
        ("_include", "CarePlan:"),
        ("_include", ":goal"),
        ("_include", "CarePlan:colour"),
        ("_include", "CarePlan:status"),
        ("_include", "Task:focus"),  # the search is for CarePlan
        ("_include", "Banana:goal"),
        ("_include", "CarePlan:goal:Patient"),
        ("_include", "CarePlan:subject:Banana"),
        ("_include", "CarePlan:goal:Goal:x"),
        ("_revinclude", "Task:encounter"),  # an Encounter, never a CarePlan
        ("_revinclude", "Provenance:recorded"),
        ("_include:recurse", "CarePlan:goal"),
    ],
)
def test_an_include_that_leads_nowhere_is_refused(name: str, text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_query("CarePlan", [("patient", "gunnel"), (name, text)], strict=True)
    assert [issue.expression for issue in refusal.value.issues] == [(f"http.{name}",)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("_include", "CarePlan:goal", Include("CarePlan", "goal", None, False, False)),
        ("_include", "CarePlan:subject:Patient", Include("CarePlan", "subject", "Patient", False, False)),
        ("_include", "CarePlan:*", Include("CarePlan", "*", None, False, False)),
        ("_include", "*", Include("CarePlan", "*", None, False, False)),
        ("_include:iterate", "Goal:subject", Include("Goal", "subject", None, False, True)),
        ("_revinclude", "Provenance:target", Include("Provenance", "target", None, True, False)),
        ("_revinclude", "Task:focus", Include("Task", "focus", None, True, False)),
        ("_revinclude", "Task:*", Include("Task", "*", None, True, False)),
        ("_revinclude", "*", Include("*", "*", None, True, False)),
        ("_revinclude:iterate", "Provenance:target", Include("Provenance", "target", None, True, True)),
    ],
)
def test_an_include_says_where_it_starts_and_leads(name: str, text: str, found: Include) -> None:
    assert include("CarePlan", name, text) == found


def test_includes_add_up() -> None:
    pairs = [
        ("_include", "CarePlan:goal"),
        ("_include", "CarePlan:care-team"),
        ("_revinclude", "Provenance:target"),
    ]
    query = parse_query("CarePlan", pairs, strict=True)
    assert [found.param for found in query.includes] == ["goal", "care-team", "target"]
    assert list(query.pairs) == pairs


@pytest.mark.parametrize("type", sorted(TYPES))
def test_every_include_that_is_offered_is_taken(type: str) -> None:
    for text in includes_of(type):
        assert include(type, "_include", text).source == type
    for text in reverse_includes_of(type):
        assert include(type, "_revinclude", text).reverse


def test_what_is_offered_leads_to_a_type_of_the_service() -> None:
    assert "CarePlan:goal" in includes_of("CarePlan")
    assert "Encounter:account" not in includes_of("Encounter")
    assert {"Provenance:target", "Task:focus", "CarePlan:part-of"} <= set(reverse_includes_of("CarePlan"))
    assert "CarePlan:goal" not in reverse_includes_of("CarePlan")
