"""Tokens, references, texts and quantities are read as FHIR R4 3.1.1.4 says, and nothing else is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.search.escapes import escape
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import LIMIT, Quantity, Ref, Text, Token, Uri, normal, number

BASE = "https://plan.example/fhir"
DECIMALS = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize("text", ["", "|", "a|b|c"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Token.parse(text)


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("active", Token(None, "active")),
        ("|active", Token("", "active")),
        ("http://snomed.info/sct|734163000", Token("http://snomed.info/sct", "734163000")),
        ("http://snomed.info/sct|", Token("http://snomed.info/sct", None)),
        (r"a\|b", Token(None, "a|b")),
        (r"s\,t|c\$d", Token("s,t", "c$d")),
    ],
)
def test_tokens_say_what_they_leave_open(text: str, token: Token) -> None:
    assert Token.parse(text) == token


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_system_and_code_can_be_asked_for(system: str, code: str) -> None:
    assert Token.parse(f"{escape(system)}|{escape(code)}") == Token(system, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "å",
        "a b",
        "Patient/",
        "/x",
        "patient/x",
        "Patient/x/y",
        "Patient/x/_history/",
        "Patient/" + "x" * 65,
        "' OR 1=1--",
    ],
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Ref.parse(text)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("gunnel", Ref(None, "gunnel", None)),
        ("Patient/gunnel", Ref("Patient", "gunnel", None)),
        ("CarePlan/x/_history/3", Ref("CarePlan", "x", None, "3")),
        (f"{BASE}/Patient/gunnel", Ref("Patient", "gunnel", None)),
        (f"{BASE}/CarePlan/x/_history/3", Ref("CarePlan", "x", None, "3")),
        (
            "https://other.example/fhir/Patient/gunnel",
            Ref("Patient", "gunnel", "https://other.example/fhir/Patient/gunnel"),
        ),
        (
            "https://other.example/CarePlan/x/_history/2",
            Ref("CarePlan", "x", "https://other.example/CarePlan/x", "2"),
        ),
        (
            "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
            Ref(None, None, "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"),
        ),
    ],
)
def test_references_are_told_apart_by_form(text: str, reference: Ref) -> None:
    assert Ref.parse(text, BASE) == reference


def test_an_address_that_only_begins_like_ours_is_elsewhere() -> None:
    asked = Ref.parse("https://plan.example/fhir.evil/Patient/gunnel", BASE)
    assert asked.url == "https://plan.example/fhir.evil/Patient/gunnel"


def test_a_canonical_is_found_by_address_and_version() -> None:
    asked = Ref.parse("https://q.example/Questionnaire/viktigt|1.2")
    assert (asked.url, asked.version) == ("https://q.example/Questionnaire/viktigt", "1.2")


@pytest.mark.parametrize(
    ("written", "found_by"),
    [
        ("Öberg", "oberg"),
        ("ÅSA", "åsa"),
        ("José", "JOSE"),
        ("  Gunnel \t Maria ", "gunnel maria"),
        ("Strauß", "STRAUSS"),
    ],
)
def test_texts_are_found_without_case_accents_and_spaces(written: str, found_by: str) -> None:
    assert normal(written) == normal(found_by)


@given(st.text())
def test_a_normal_text_is_normal_already(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_the_exact_text_is_kept(text: str) -> None:
    assert Text.of(text).exact == text


@pytest.mark.parametrize("text", ["", "   ", "\u0301"])
def test_a_text_with_nothing_to_find_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Text.parse(text)


def test_a_uri_is_kept_character_by_character() -> None:
    assert Uri.parse("http://X.example/A") == Uri("http://X.example/A")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "5,4",
        "NaN",
        "Infinity",
        "1e999999999",
        "1e-999999999",
        "9" * 100_000,
        "1e28",
        "1_000",
        "٣",
        "5.4|mg",
        "5.4|s|c|d",
    ],
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Quantity.parse(text)


@pytest.mark.parametrize(
    ("text", "lo", "hi"),
    [
        ("5.4", "5.35", "5.45"),
        ("5.40", "5.395", "5.405"),
        ("100", "99.5", "100.5"),
        ("-3", "-3.5", "-2.5"),
        ("5.40e-3", "0.005395", "0.005405"),
        ("12345678901234567890.123", "12345678901234567890.1225", "12345678901234567890.1235"),
    ],
)
def test_an_equal_quantity_is_all_that_rounds_to_it(text: str, lo: str, hi: str) -> None:
    assert Quantity.parse(text) == Quantity(Decimal(lo), Decimal(hi), None, None)


@pytest.mark.parametrize("prefix", ["gt", "lt", "ge", "le", "sa", "eb"])
def test_a_compared_quantity_is_exact(prefix: str) -> None:
    assert Quantity.parse("5.40", prefix) == Quantity(Decimal("5.4"), Decimal("5.4"), None, None)


def test_about_is_a_tenth_to_either_side() -> None:
    assert Quantity.parse("-100", "ap") == Quantity(Decimal(-110), Decimal(-90), None, None)


def test_a_unit_may_be_given_with_and_without_its_system() -> None:
    assert Quantity.parse("5||mg", "ge") == Quantity(Decimal(5), Decimal(5), None, "mg")
    assert Quantity.parse("5|http://unitsofmeasure.org|mg", "ge").system == "http://unitsofmeasure.org"


@given(DECIMALS)
def test_a_number_lies_in_the_middle_of_what_equals_it(value: Decimal) -> None:
    asked = Quantity.parse(format(value, "f"))
    assert asked.hi - value == value - asked.lo > 0


@given(DECIMALS)
def test_numbers_keep_every_digit(value: Decimal) -> None:
    assert number(format(value, "f")) == value
    assert abs(value) < LIMIT
