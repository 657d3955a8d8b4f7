"""A modifier changes what is looked into or what a code stands for; it is read with its value or refused (test_query.py)."""

import pytest

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.fhir.search.values import Text, Token, Uri


def ask(type: str, *pairs: tuple[str, str]) -> SearchQuery:
    return parse_query(type, pairs, strict=True)


@pytest.mark.parametrize(
    ("name", "text"), [("category:above", "http://snomed.info/sct|"), ("patient:identifier", "|")]
)
def test_half_a_value_is_refused(name: str, text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        ask("CarePlan", (name, text))
    assert refusal.value.issues[0].expression == (f"http.{name}",)


def test_a_modifier_looks_into_what_stands_beside_the_value() -> None:
    (words, typed, number) = ask(
        "CarePlan",
        ("category:text", "Samordnad"),
        ("identifier:of-type", r"urn:a|MR|x\|y"),
        ("subject:identifier", "urn:b|z"),
    ).clauses
    assert (words.param, words.kind, words.values[0].value) == (
        "category:text",
        "string",
        Text("samordnad", "Samordnad"),
    )
    assert (typed.param, typed.kind, typed.values[0].value) == (
        "identifier:of-type",
        "token",
        Token("urn:a", "MR|x|y"),
    )
    assert (number.param, number.values[0].value) == ("subject:identifier", Token("urn:b", "z"))


def test_a_code_may_stand_for_others() -> None:
    (clause,) = ask("CarePlan", ("category:not-in", "urn:set,ValueSet/x")).clauses
    assert (clause.modifier, [each.value for each in clause.values]) == (
        "not-in",
        [Uri("urn:set"), Uri("ValueSet/x")],
    )
    (clause,) = ask("CarePlan", ("category:below", "urn:a|b")).clauses
    assert (clause.modifier, clause.values[0].value) == ("below", Token("urn:a", "b"))
    (clause,) = ask("CarePlan", ("instantiates-uri:below", "http://x.example/a")).clauses
    assert (clause.modifier, clause.values[0].value) == ("below", Uri("http://x.example/a"))
