"""What matches what, by FHIR R4 3.1.1.4.6: each prefix on dates and numbers, each form of token and reference."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.search.dates import MAX, MIN
from patientkontrakt.fhir.search.matching import date_matches, holds, matches, widened
from patientkontrakt.fhir.search.query import Clause, parse_query
from patientkontrakt.fhir.search.values import DateRange, Quantity, Ref, Text, Token, Uri, Value

NOW = DateRange.parse("2026-11-21T22:50:00Z").lo
MOMENTS = st.integers(-(10**13), 10**13)
SPANS = st.tuples(MOMENTS, st.integers(1, 10**11)).map(lambda pair: DateRange(pair[0], pair[0] + pair[1]))


def clause(type: str, name: str, text: str) -> Clause:
    return parse_query(type, [(name, text)], strict=True).clauses[0]


def finds(type: str, name: str, text: str, *stored: Value) -> bool:
    return holds(clause(type, name, text), stored, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-29",
        "eq2026-03",
        "ne2026-03-30",
        "gt2026-03-28",
        "lt2026-03-30",
        "ge2026-03-29",
        "le2026-03-29",
        "sa2026-03-28",
        "eb2026-03-30",
        "ap2026-03-29",
    ],
)
def test_a_stored_day_answers_each_prefix(text: str) -> None:
    assert finds("Goal", "start-date", text, DateRange.parse("2026-03-29"))


@pytest.mark.parametrize(
    "text",
    [
        "ne2026-03-29",
        "gt2026-03-29",
        "lt2026-03-29",
        "ge2026-03-30",
        "le2026-03-28",
        "sa2026-03-29",
        "eb2026-03-29",
        "ap2020",
    ],
)
def test_a_stored_day_does_not_answer_other_questions(text: str) -> None:
    assert not finds("Goal", "start-date", text, DateRange.parse("2026-03-29"))


@pytest.mark.parametrize("text", ["gt2026", "ge2030", "lt2026-03-30", "sa2026-03-28"])
def test_a_period_without_end_goes_on(text: str) -> None:
    stored = DateRange(DateRange.parse("2026-03-29").lo, MAX)
    assert finds("CarePlan", "date", text, stored)


@pytest.mark.parametrize("text", ["2026", "lt2026-03-29", "eb2100"])
def test_a_period_without_end_never_ends(text: str) -> None:
    stored = DateRange(DateRange.parse("2026-03-29").lo, MAX)
    assert not finds("CarePlan", "date", text, stored)


@given(SPANS, SPANS)
def test_every_span_is_equal_or_not(stored: DateRange, asked: DateRange) -> None:
    assert date_matches("eq", stored, asked, NOW) != date_matches("ne", stored, asked, NOW)


@given(SPANS, SPANS)
def test_every_span_is_before_at_or_after(stored: DateRange, asked: DateRange) -> None:
    answers = {prefix for prefix in ("lt", "eq", "gt") if date_matches(prefix, stored, asked, NOW)}
    assert answers


@given(SPANS, SPANS)
def test_ge_and_le_are_gt_and_lt_or_equal(stored: DateRange, asked: DateRange) -> None:
    for wide, narrow in (("ge", "gt"), ("le", "lt")):
        expected = date_matches(narrow, stored, asked, NOW) or date_matches("eq", stored, asked, NOW)
        assert date_matches(wide, stored, asked, NOW) == expected


@given(SPANS, SPANS)
def test_what_starts_after_is_greater_and_what_ended_before_is_less(
    stored: DateRange, asked: DateRange
) -> None:
    assert not date_matches("sa", stored, asked, NOW) or date_matches("gt", stored, asked, NOW)
    assert not date_matches("eb", stored, asked, NOW) or date_matches("lt", stored, asked, NOW)


@given(SPANS)
def test_about_widens_by_a_tenth_of_the_way_to_now(asked: DateRange) -> None:
    wide = widened(asked, NOW)
    assert wide.lo <= asked.lo < asked.hi <= wide.hi
    assert asked.lo - wide.lo == wide.hi - asked.hi <= abs(asked.lo - NOW) // 10


def test_about_today_is_today() -> None:
    today = DateRange.parse("2026-11-21")
    assert widened(today, NOW) == today


def test_an_unbounded_span_answers_every_date_it_overlaps() -> None:
    always = DateRange(MIN, MAX)
    assert all(
        date_matches(prefix, always, DateRange.parse("2026"), NOW)
        for prefix in ("gt", "lt", "ge", "le", "ap")
    )
    assert not date_matches("eq", always, DateRange.parse("2026"), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "5.4",
        "5",
        "gt5.4",
        "ge5.42",
        "le5.42",
        "eb5.43",
        "ap5",
        "5.4||mmol/L",
        "5.4|http://unitsofmeasure.org|mmol/L",
    ],
)
def test_a_stored_number_answers_each_prefix(text: str) -> None:
    stored = Quantity(Decimal("5.42"), Decimal("5.42"), "http://unitsofmeasure.org", "mmol/L")
    assert finds("Observation", "value-quantity", text, stored)


@pytest.mark.parametrize(
    "text", ["5.40", "ne5.4", "lt5.42", "sa5.42", "ap9", "5.4||mg", "5.4|urn:other|mmol/L"]
)
def test_a_stored_number_does_not_answer_other_questions(text: str) -> None:
    stored = Quantity(Decimal("5.42"), Decimal("5.42"), "http://unitsofmeasure.org", "mmol/L")
    assert not finds("Observation", "value-quantity", text, stored)


@pytest.mark.parametrize("text", ["active", "urn:a|active", "urn:a|", "x,active"])
def test_a_stored_code_answers_each_form(text: str) -> None:
    assert finds("CarePlan", "category", text, Token("urn:a", "active"))


@pytest.mark.parametrize("text", ["|active", "urn:b|", "Active"])
def test_a_stored_code_does_not_answer_to_others(text: str) -> None:
    assert not finds("CarePlan", "category", text, Token("urn:a", "active"))


def test_a_code_element_has_no_system_but_answers_to_fhirs_own() -> None:
    assert finds("CarePlan", "status", "|active", Token("", "active"))
    assert finds("CarePlan", "status", "http://hl7.org/fhir/request-status|active", Token("", "active"))
    assert not finds("CarePlan", "status", "urn:other|active", Token("", "active"))


@pytest.mark.parametrize("text", ["Patient/gunnel", "gunnel"])
def test_a_reference_here_answers_to_its_key(text: str) -> None:
    assert finds("CarePlan", "subject", text, Ref("Patient", "gunnel", None))


@pytest.mark.parametrize("text", ["Group/gunnel", "Patient/birger", "Patient/gunnel/_history/1"])
def test_a_reference_here_does_not_answer_to_others(text: str) -> None:
    assert not finds("CarePlan", "subject", text, Ref("Patient", "gunnel", None))


def test_a_patient_of_another_server_is_not_ours() -> None:
    elsewhere = Ref.of("https://other.example/fhir/Patient/gunnel")
    assert not finds("CarePlan", "subject", "Patient/gunnel", elsewhere)
    assert finds("CarePlan", "subject", "https://other.example/fhir/Patient/gunnel", elsewhere)


def test_a_version_matters_only_when_asked_for() -> None:
    stored = Ref.of("CarePlan/x/_history/3")
    assert finds("Provenance", "target", "CarePlan/x", stored)
    assert finds("Provenance", "target", "CarePlan/x/_history/3", stored)
    assert not finds("Provenance", "target", "CarePlan/x/_history/4", stored)


@pytest.mark.parametrize(
    ("name", "text"),
    [("family", "öb"), ("family", "OBERG"), ("family:contains", "BER"), ("family:exact", "Öberg")],
)
def test_a_name_answers_from_its_beginning(name: str, text: str) -> None:
    assert finds("Patient", name, text, Text.of("Öberg"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("family", "berg"),
        ("family:exact", "öberg"),
        ("family:exact", "Öber"),
        ("family", "%"),
        ("family:contains", "_"),
    ],
)
def test_a_name_does_not_answer_to_others(name: str, text: str) -> None:
    assert not finds("Patient", name, text, Text.of("Öberg"))


def test_a_uri_answers_whole() -> None:
    assert finds("CarePlan", "instantiates-uri", "urn:x:plan", Uri("urn:x:plan"))
    assert not finds("CarePlan", "instantiates-uri", "urn:x", Uri("urn:x:plan"))


def test_not_holds_when_no_stored_value_is_among_the_asked() -> None:
    assert finds("CarePlan", "status:not", "draft,revoked", Token("", "active"))
    assert finds("CarePlan", "status:not", "draft")
    assert not finds("CarePlan", "category:not", "a", Token("s", "a"), Token("s", "b"))


def test_missing_asks_whether_there_is_any_value() -> None:
    assert finds("CarePlan", "date:missing", "true")
    assert not finds("CarePlan", "date:missing", "false")
    assert finds("CarePlan", "date:missing", "false", DateRange.parse("2026"))
    assert not finds("CarePlan", "date:missing", "true", DateRange.parse("2026"))


def test_values_of_different_classes_never_match() -> None:
    assert not matches("eq", Token("", "x"), Uri("x"), NOW)


@pytest.mark.parametrize(
    ("modifier", "stored", "asked", "expected"),
    [
        ("below", "http://x.example/ab", "http://x.example/a", False),
        ("below", "http://x.example", "http://x.example/a", False),
        ("below", "http://x.example/a", "http://x.example/a", True),
        ("below", "http://x.example/a/b/c", "http://x.example/a", True),
        ("below", "http://x.example/a/b", "http://x.example/a/", True),
        ("above", "http://x.example/a", "http://x.example/ab", False),
        ("above", "http://x.example/a/b", "http://x.example/a", False),
        ("above", "http://x.example/a", "http://x.example/a/b", True),
        ("above", "http://x.example/", "http://x.example/a/b", True),
        ("above", "http://x.example", "http://x.example/a/b", True),
        ("above", "urn:a", "urn:a", True),
        ("above", "urn", "urn:a", False),
        (None, "http://x.example/a", "http://x.example/a/", False),
    ],
)
def test_addresses_lie_under_one_another(
    modifier: str | None, stored: str, asked: str, expected: bool
) -> None:
    assert matches("eq", Uri(stored), Uri(asked), 0, modifier) is expected
