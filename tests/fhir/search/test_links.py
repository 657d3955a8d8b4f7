"""A filter on other resources is read whole or refused: a chain that leads nowhere never becomes no filter at all."""

import pytest

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.links import MAX_LINKS
from patientkontrakt.fhir.search.query import Link, SearchQuery, parse_query
from patientkontrakt.fhir.search.values import Ref, Text, Token

FIND = ("patient", "gunnel")


def link(type: str, name: str, text: str = "x") -> Link:
    (found,) = parse_query(type, [(name, text)], strict=True).links
    return found


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "subject.nosuch",
        "subject:Patient.nosuch",
        "subject:Practitioner.name",
        "subject:Banana.name",
        "subject.",
        ".name",
        "status.name",
        "nosuch.name",
        "goal.goal.name",
        "instantiates-canonical.name",
        "subject:Patient.name:text.x",
        "patient.general-practitioner.organization.partof.name",
        "_has",
        "_has:Task",
        "_has:Task:focus",
        "_has:Task:focus:",
        "_has:Task:focus:nosuch",
        "_has:Task:status:code",
        "_has:Banana:focus:code",
        "_has:Encounter:appointment:status",  # an Appointment, never a CarePlan
        "_has:AuditEvent:entity:agent",  # the log is no search term
        "_has:Task:focus:_has:Goal:subject:status",
        "_has:Task:focus:owner.organization.partof.name",
    ],
)
def test_a_link_that_leads_nowhere_is_refused_and_named(name: str, strict: bool) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_query("CarePlan", [FIND, (name, "x")], strict=strict)
    assert {issue.expression for issue in refusal.value.issues} == {(f"http.{name}",)}


def test_a_reference_to_anything_needs_its_type() -> None:
    with pytest.raises(Malformed):
        parse_query("Task", [FIND, ("focus.status", "active")], strict=False)
    assert link("Task", "focus:CarePlan.status", "active").questions[0].type == "CarePlan"


def test_the_log_is_neither_searched_by_chains_nor_reached_by_them() -> None:
    for name in ("patient.name", "agent:Patient.name", "_has:Task:focus:status"):
        with pytest.raises(Malformed):
            parse_query("AuditEvent", [("patient", "Patient/gunnel"), (name, "x")], strict=False)


def test_a_question_has_few_links() -> None:
    with pytest.raises(Malformed) as refusal:
        parse_query("CarePlan", [("patient.name", "x")] * (MAX_LINKS + 1), strict=True)
    assert [issue.code for issue in refusal.value.issues] == ["too-costly"]


def test_a_value_at_the_far_end_is_read_as_its_parameter_reads_it() -> None:
    with pytest.raises(Malformed) as refusal:
        link("CarePlan", "patient.birthdate", "yesterday")
    assert refusal.value.issues[0].expression == ("http.patient.birthdate",)


def test_a_chain_asks_every_type_that_may_stand_there_and_has_the_parameter() -> None:
    found = link("CarePlan", "performer.name", "Eken")
    assert (found.param, found.reverse) == ("performer", False)
    assert {question.type for question in found.questions} == {
        "Practitioner",
        "Organization",
        "Patient",
        "HealthcareService",
        "RelatedPerson",
    }
    (clause,) = found.questions[0].clauses
    assert clause.values[0].value == Text("eken", "Eken")


def test_a_chain_may_name_its_type() -> None:
    (question,) = link("CarePlan", "subject:Patient.active", "true").questions
    assert (question.type, question.clauses[0].param) == ("Patient", "active")


def test_has_asks_those_that_refer_here() -> None:
    found = link("Patient", "_has:Task:patient:status", "draft,requested")
    assert (found.param, found.reverse, found.questions[0].type) == ("patient", True, "Task")
    (clause,) = found.questions[0].clauses
    assert [each.value for each in clause.values] == [Token(None, "draft"), Token(None, "requested")]


def test_links_stand_within_links() -> None:
    outer = link("Patient", "_has:CarePlan:patient:goal._has:Observation:focus:code", "y")
    (middle,) = outer.questions
    (inner,) = middle.links
    assert (middle.type, inner.param, inner.reverse) == ("CarePlan", "goal", False)
    (last,) = inner.questions[0].links
    assert (last.param, last.reverse, last.questions[0].type) == ("focus", True, "Observation")


def test_modifiers_hold_at_the_far_end() -> None:
    (question,) = link("CarePlan", "goal.lifecycle-status:not", "active").questions
    assert question.clauses[0].modifier == "not"
    (question,) = link("CarePlan", "_has:Task:focus:owner:Organization", "linden").questions
    assert question.clauses[0].values[0].value == Ref("Organization", "linden", None)


def test_a_link_alone_is_a_filter_beside_a_misspelt_one() -> None:
    query = parse_query("CarePlan", [("goal.lifecycle-status", "active"), ("colour", "x")], strict=False)
    assert [name for name, _ in query.ignored] == ["colour"]
    assert query == SearchQuery(
        "CarePlan", links=query.links, ignored=query.ignored, pairs=(("goal.lifecycle-status", "active"),)
    )
