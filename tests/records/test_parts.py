"""Several questions about one patient in one statement: first what is not answered, then that each is answered as if alone."""

from dataclasses import replace
from typing import Any

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records import reader, writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.parts import NamedBy, Naming, OfType, Question, parts_of
from patientkontrakt.records.readable import readable
from patientkontrakt.records.stored import Stored
from patientkontrakt.store.sql import Params
from tests.cast import NOW, patient, staff
from tests.records.region import goal, imported_by, plan

MARIA, DAG = staff("maria"), staff("dag")
STORY = f"{systems.BASE}/Questionnaire/viktigt-for-mig"
NAMED = NamedBy("CarePlan", ("planen",), "goal")
NAMING = Naming("Task", "based-on", "CarePlan", ("planen",))
GOALS = OfType("Goal")
STORIES = OfType(
    "QuestionnaireResponse",
    parse_query("QuestionnaireResponse", [("questionnaire", STORY)], strict=True).clauses,
)
EVERY: tuple[Question, ...] = (NAMED, NAMING, GOALS, STORIES)


def task(whose: str, based_on: str | None) -> dict[str, Any]:
    above = {"basedOn": [{"reference": f"CarePlan/{based_on}"}]} if based_on else {}
    return {
        "resourceType": "Task",
        "status": "accepted",
        "intent": "order",
        "for": {"reference": f"Patient/{whose}"},
        **above,
    }


def story(whose: str, of: str) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "questionnaire": of,
        "subject": {"reference": f"Patient/{whose}"},
    }


@pytest.fixture
def record(counter: Counter) -> Counter:
    """Gunnel's plan at linden with a goal and a promise, and what does not belong to it; Birger's own."""
    with counter.writing(MARIA, NOW) as desk:
        for whose, unit, names in (
            ("gunnel", "linden", ("malet", "loftet", "annat-mal", "annan-uppgift")),
            ("birger", "rydhalsan-vc", ("hans-mal", "hans-lofte", "hans-andra", "hans-tredje")),
        ):
            trust = imported_by(unit)
            first, second, third, fourth = names
            own = "planen" if whose == "gunnel" else "hans-plan"
            writer.create(desk, goal(whose), id=first, trust=trust)
            writer.create(desk, goal(whose, "Ett annat"), id=third, trust=trust)
            pointing = plan(whose, goal=[{"reference": f"Goal/{first}"}])
            writer.create(desk, pointing, id=own, trust=trust)
            writer.create(desk, task(whose, own), id=second, trust=trust)
            writer.create(desk, task(whose, None), id=fourth, trust=trust)
            writer.create(desk, story(whose, STORY), id=f"{whose}-viktigt", trust=trust)
            writer.create(desk, story(whose, f"{STORY}-annat"), id=f"{whose}-annat", trust=trust)
    return counter


def ids(found: list[Stored]) -> list[str]:
    return [each.id for each in found]


def test_whoever_has_no_relation_is_shown_nothing_and_the_log_says_that_she_looked(
    record: Counter, logged: Any
) -> None:
    with record.reading(DAG, NOW) as desk:
        parts = parts_of(desk, "gunnel", EVERY)
        assert parts.brought("CarePlan", NAMED, NAMING) == []
        assert parts.found(GOALS) == parts.found(STORIES) == []
        assert readable(desk, "gunnel", ["Goal", "Task"]) == frozenset()
    assert logged() == [("search", "permitted", "no_hits", "gunnel", "")]


def test_another_patients_rows_never_come_even_when_they_are_asked_for_by_name(record: Counter) -> None:
    hers = NamedBy("CarePlan", ("hans-plan", "planen"), "goal")
    tied = Naming("Task", "based-on", "CarePlan", ("hans-plan", "planen"))
    with record.reading(MARIA, NOW) as desk:
        assert ids(parts_of(desk, "gunnel", [hers, tied]).brought("CarePlan", hers, tied)) == [
            "malet",
            "loftet",
        ]
        assert parts_of(desk, "birger", [hers, tied]).brought("CarePlan", hers, tied) == []


def test_what_the_token_does_not_cover_brings_nothing_and_is_not_noted(record: Counter, logged: Any) -> None:
    narrow = replace(MARIA, scopes=Scopes.parse("user/Task.rs"))
    with record.reading(narrow, NOW) as desk:
        parts = parts_of(desk, "gunnel", EVERY)
        assert ids(parts.brought("CarePlan", NAMED, NAMING)) == ["loftet"]
        assert parts.found(GOALS) == []
        assert readable(desk, "gunnel", ["Goal", "Task"]) == {"Task/loftet", "Task/annan-uppgift"}
    assert [(row[2], row[4]) for row in logged()] == [("relation", "Task/loftet@1")]


def test_a_token_that_covers_none_of_it_asks_nothing(record: Counter, logged: Any) -> None:
    narrow = replace(MARIA, scopes=Scopes.parse("user/Patient.rs"))
    with record.reading(narrow, NOW) as desk:
        assert parts_of(desk, "gunnel", [GOALS]).found(GOALS) == []
        assert readable(desk, "gunnel", ["Goal"]) == frozenset()
    assert logged() == []


@pytest.mark.parametrize(
    "question", [OfType("Patient"), OfType("PractitionerRole"), NamedBy("Task", ("x",), "owner")]
)
def test_what_tells_who_somebody_is_cannot_be_asked_for_here(record: Counter, question: Question) -> None:
    with record.reading(MARIA, NOW) as desk, pytest.raises(ValueError, match="cannot judge"):
        parts_of(desk, "gunnel", [question])


def test_an_address_is_sought_among_her_own_rows_and_never_among_everybodys() -> None:
    sql = STORIES.sql(Params(patient="gunnel"), 0)
    assert "i.url = " in sql
    assert "i.patient = coalesce(r.patient, '')" in sql
    assert "r.id IN (SELECT" not in sql


@pytest.mark.parametrize("actor", [MARIA, patient("gunnel")], ids=["staff", "herself"])
def test_each_question_is_answered_as_a_search_of_its_own_would_be(record: Counter, actor: Any) -> None:
    with record.reading(actor, NOW) as desk:
        parts = parts_of(desk, "gunnel", EVERY)
        including = [("_id", "planen"), ("_include", "CarePlan:goal"), ("_revinclude", "Task:based-on")]
        alone = reader.search(desk, parse_query("CarePlan", including, strict=True))
        assert parts.brought("CarePlan", NAMED, NAMING) == alone.included
        for question, filters in ((GOALS, []), (STORIES, [("questionnaire", STORY)])):
            query = parse_query(question.type, [("patient", "gunnel"), *filters], strict=True)
            found = parts.found(question)
            assert found == reader.search(desk, query).matches
            assert found


def test_what_is_taken_is_noted_and_what_nobody_takes_is_not(record: Counter, logged: Any) -> None:
    with record.reading(MARIA, NOW) as desk:
        parts = parts_of(desk, "gunnel", EVERY)
        parts.found(STORIES)
        parts.brought("CarePlan", NAMED)
    assert logged() == [
        ("search", "permitted", "relation", "gunnel", "QuestionnaireResponse/gunnel-viktigt@1 Goal/malet@1")
    ]
