"""A question is read whole or refused: no misspelt, unsupported or unreadable filter is ever left out in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.fhir.search.values import DateRange, Quantity, Ref, Text, Token, Uri

BASE = "https://plan.example/fhir"
FIND = ("patient", "gunnel")  # a valid filter to stand beside others


def ask(type: str, *pairs: tuple[str, str], strict: bool = False) -> SearchQuery:
    return parse_query(type, pairs, strict, BASE)


def refused(type: str, *pairs: tuple[str, str], strict: bool = False) -> list[str]:
    with pytest.raises(Malformed) as refusal:
        ask(type, *pairs, strict=strict)
    return [issue.expression[0] if issue.expression else issue.code for issue in refusal.value.issues]


def only_value(type: str, name: str, text: str) -> object:
    (clause,) = ask(type, (name, text)).clauses
    (condition,) = clause.values
    return condition.value


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "_filter",
        "_text",
        "_content",
        "_list",
        "_query",
        "_type",
        "status:identifier",
        "status:text",
        "patient:in",
        "date:below",
        "category:of-type",
        "date:exact",
        "_id:missing",
        "_lastUpdated:missing",
        "status:NOT",
    ],
)
def test_what_is_not_supported_is_refused_and_never_ignored(name: str, strict: bool) -> None:
    assert refused("CarePlan", FIND, (name, "x"), strict=strict) == [f"http.{name}"]


@pytest.mark.parametrize(
    ("type", "name"), [("Patient", "phonetic"), ("Location", "near"), ("RelatedPerson", "phonetic")]
)
def test_what_is_left_out_of_the_table_is_refused(type: str, name: str) -> None:
    assert refused(type, ("identifier", "x"), (name, "x")) == [f"http.{name}"]


def test_an_unknown_parameter_is_refused_under_strict_handling() -> None:
    assert refused("CarePlan", FIND, ("pateint", "x"), ("colour", "x"), strict=True) == [
        "http.pateint",
        "http.colour",
    ]


def test_an_unknown_parameter_alone_is_refused_always() -> None:
    assert refused("CarePlan", ("pateint", "gunnel")) == ["http.pateint"]
    assert refused("CarePlan", ("pateint", "gunnel"), ("_count", "10"), ("_include", "CarePlan:goal")) == [
        "http.pateint"
    ]


def test_an_unknown_parameter_beside_a_filter_is_named_and_not_in_the_self_link() -> None:
    query = ask("CarePlan", FIND, ("colour", "x"))
    ((name, issue),) = query.ignored
    assert (name, issue.severity, issue.expression) == ("colour", "warning", ("http.colour",))
    assert query.pairs == (FIND,)


def test_a_clients_own_counting_parameter_does_no_harm() -> None:
    query = ask("CarePlan", ("_count", "0"), ("_totalMethod", "count"))
    assert (query.count, query.clauses, [name for name, _ in query.ignored]) == (0, (), ["_totalMethod"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("patient", ""),
        ("patient", ","),
        ("patient", "gunnel,"),
        ("patient", "Practitioner/maria"),
        ("patient:Group", "x"),
        ("subject:Practitioner", "x"),
        ("subject:Patient", "Group/x"),
        ("patient", "' OR 1=1--"),
        ("patient", "gun\x00nel"),
        ("status", "a\ud800"),
        ("status", "|"),
        ("status", "a|b|c"),
        ("date", "yesterday"),
        ("date", "ge"),
        ("date", "gte2026"),
        ("date", "2026-13-01"),
        ("date", "1 OR 1=1"),
        ("_lastUpdated", ");SELECT pg_sleep(5)--"),
        ("_id", ""),
        ("_id", "urn:a|x"),
        ("_id", "|x"),
        ("status:missing", "yes"),
        ("status:missing", "true,false"),
        ("category:in", ""),
        ("category:below", "734163000"),
        ("category:text", " "),
        ("identifier:of-type", "urn:a|x"),
        ("identifier:of-type", "urn:a||x"),
        ("identifier:of-type", "x"),
        ("_count", "-1"),
        ("_count", "1e3"),
        ("_count", "alla"),
        ("_count", ""),
        ("_count", "9" * 1000),
        ("_total", "exact"),
        ("_summary", "maybe"),
        ("_elements", "id,,status"),
        ("_elements", "id;status"),
        ("_sort", "subject"),
        ("_sort", "--date"),
        ("_sort", "colour"),
        ("_sort", ""),
        ("_sort", "date,status,_id,intent,category,identifier"),
        ("_sort", "date'--"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_parameter(name: str, text: str) -> None:
    assert refused("CarePlan", FIND, (name, text)) == [f"http.{name}"]


def test_every_fault_is_named_at_once() -> None:
    faults = refused(
        "CarePlan", ("date", "x"), ("_count", "x"), ("_has:Task:focus:kode", "x"), ("colour", "x")
    )
    assert faults == ["http.date", "http._count", "http._has:Task:focus:kode", "http.colour"]


@pytest.mark.parametrize("name", ["194403129804", "<script>", "a" * 1000, "patient\r\nX: y", "ålder"])
def test_a_refusal_repeats_neither_values_nor_strange_names(name: str) -> None:
    with pytest.raises(Malformed) as refusal:
        ask("CarePlan", (name, "19440312-9804"), ("date", "19440312-9804"))
    assert name not in repr(refusal.value.issues)
    assert "9804" not in repr(refusal.value.issues)


def test_hostile_sizes_are_refused() -> None:
    assert refused("CarePlan", *[FIND] * 41) == ["too-costly"]
    assert refused("CarePlan", ("status", "a" * 1001)) == ["http.status"]
    assert refused("CarePlan", ("status", ",".join("a" * 51))) == ["http.status"]


def test_values_are_alternatives_and_repeated_parameters_are_not() -> None:
    query = ask("CarePlan", ("status", "active,draft"), ("status", "draft"))
    assert [[condition.value for condition in clause.values] for clause in query.clauses] == [
        [Token(None, "active"), Token(None, "draft")],
        [Token(None, "draft")],
    ]


def test_each_kind_of_parameter_has_its_class_of_value() -> None:
    assert only_value("CarePlan", "category", "http://snomed.info/sct|734163000") == Token(
        "http://snomed.info/sct", "734163000"
    )
    assert only_value("CarePlan", "date", "ge2026-03-29") == DateRange.parse("2026-03-29")
    assert only_value("Patient", "family", r"Ek\,dahl") == Text("ek,dahl", "Ek,dahl")
    assert only_value("CarePlan", "instantiates-uri", "urn:x") == Uri("urn:x")
    assert only_value("Observation", "value-quantity", "5.4||mg") == Quantity.parse("5.4||mg")


@pytest.mark.parametrize("text", ["gunnel", "Patient/gunnel", f"{BASE}/Patient/gunnel"])
def test_a_patient_is_the_same_by_id_by_key_and_by_our_address(text: str) -> None:
    assert only_value("CarePlan", "patient", text) == Ref("Patient", "gunnel", None)


def test_an_id_alone_may_be_of_any_type_unless_one_is_said() -> None:
    assert only_value("CarePlan", "subject", "gunnel") == Ref(None, "gunnel", None)
    assert only_value("CarePlan", "subject:Patient", "gunnel") == Ref("Patient", "gunnel", None)


def test_the_patient_of_a_provenance_is_a_column_of_ours() -> None:
    (clause,) = ask("Provenance", FIND).clauses
    assert (clause.kind, clause.values[0].value) == ("special", Ref("Patient", "gunnel", None))


@pytest.mark.parametrize(
    "text", ["https://other.example/fhir/Patient/gunnel", "Patient/gunnel/_history/1", "Group/x"]
)
def test_the_patient_of_a_provenance_is_one_of_ours(text: str) -> None:
    assert refused("Provenance", ("patient", text)) == ["http.patient"]


def test_a_canonical_is_an_address_and_keeps_its_version() -> None:
    asked = only_value("QuestionnaireResponse", "questionnaire", f"{BASE}/Questionnaire/viktigt|1.2")
    assert asked == Ref(None, None, f"{BASE}/Questionnaire/viktigt", "1.2")
    assert refused("QuestionnaireResponse", ("questionnaire", "viktigt")) == ["http.questionnaire"]


@pytest.mark.parametrize("prefix", ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"])
def test_dates_and_quantities_take_every_prefix(prefix: str) -> None:
    dated = ask("CarePlan", ("date", f"{prefix}2026")).clauses[0].values[0]
    measured = ask("Observation", ("value-quantity", f"{prefix}5.4")).clauses[0].values[0]
    assert dated.prefix == measured.prefix == prefix
    assert measured.value == Quantity.parse("5.4", prefix)


def test_a_token_that_begins_like_a_prefix_is_a_token() -> None:
    assert only_value("CarePlan", "status", "ge2026") == Token(None, "ge2026")


def test_an_offset_whose_plus_became_a_space_is_understood() -> None:
    assert only_value("CarePlan", "date", "ge2026-03-29T10:00:00 02:00") == DateRange.parse(
        "2026-03-29T10:00:00+02:00"
    )


def test_missing_is_true_or_false() -> None:
    (clause,) = ask("CarePlan", ("date:missing", "true")).clauses
    assert (clause.modifier, clause.values[0].value) == ("missing", True)


def test_modifiers_are_kept() -> None:
    query = ask("Patient", ("family:exact", "Ek"), ("given:contains", "u"), ("gender:not", "male"))
    assert [clause.modifier for clause in query.clauses] == ["exact", "contains", "not"]


def test_count_is_capped_and_the_self_link_says_so() -> None:
    query = ask("CarePlan", FIND, ("_count", "1000"))
    assert (query.count, query.pairs[-1]) == (200, ("_count", "200"))
    assert ask("CarePlan", FIND, ("_count", "0")).count == 0
    assert ask("CarePlan", FIND).count is None


@pytest.mark.parametrize("name", ["_count", "_total", "_summary", "_elements"])
def test_what_can_be_said_once_is_refused_twice(name: str) -> None:
    text = {"_count": "1", "_total": "none", "_summary": "true", "_elements": "id"}[name]
    assert refused("CarePlan", FIND, (name, text), (name, text)) == [f"http.{name}"]


def test_how_to_show_the_answer_is_read() -> None:
    query = ask(
        "CarePlan",
        FIND,
        ("_total", "accurate"),
        ("_summary", "count"),
        ("_elements", "id,status,id"),
        ("_sort", "-date,_id"),
        ("_format", "json"),
        ("_pretty", "true"),
    )
    assert (query.total, query.summary, query.elements) == ("accurate", "count", ("id", "status"))
    assert query.sort == (("date", True), ("_id", False))
    assert len(query.pairs) == 7


def test_a_search_without_parameters_asks_for_everything() -> None:
    query = ask("CarePlan")
    assert (query.clauses, query.includes, query.pairs) == ((), (), ())


def outcome(type: str, pairs: list[tuple[str, str]], strict: bool) -> SearchQuery | Malformed:
    """What a search leads to; anything but an answer or a refusal is an error."""
    try:
        return parse_query(type, pairs, strict)
    except Malformed as refusal:
        return refusal


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=5), st.booleans())
def test_any_pairs_are_answered_or_refused(pairs: list[tuple[str, str]], strict: bool) -> None:
    found = outcome("CarePlan", pairs, strict)
    if isinstance(found, Malformed):
        assert found.issues
    else:
        assert len(found.pairs) + len(found.ignored) == len(pairs)


NAMES = st.sampled_from(
    ["patient", "status", "date", "category", "_id", "_count", "_sort", "_include", "identifier"]
)


@given(NAMES, st.text(alphabet=st.sampled_from("ge20-|,\\$:/*.aZ é'%"), max_size=20))
def test_any_text_of_a_known_parameter_is_answered_or_refused(name: str, text: str) -> None:
    found = outcome("CarePlan", [(name, text)], strict=True)
    if isinstance(found, Malformed):
        assert [issue.expression for issue in found.issues] == [(f"http.{name}",)]
    else:
        assert [accepted for accepted, _ in found.pairs] == [name]
