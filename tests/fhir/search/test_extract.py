"""A resource is found by all that it says, and one that cannot be read is refused with the place, never stored unfindable."""

from decimal import Decimal
from typing import Any

import pytest

from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.search.dates import MAX, MIN
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.values import LIMIT, DateRange, Quantity, Ref, Text, Token, Uri, Value
from patientkontrakt.fhir.text import parse

PLAN: dict[str, Any] = {
    "resourceType": "CarePlan",
    "status": "draft",
    "subject": {"reference": "Patient/gunnel"},
}


def values(param: str, type: str, **elements: Any) -> list[Value]:
    found = extract({"resourceType": type, **elements})
    return [indexed.value for indexed in found if indexed.param == param]


@pytest.mark.parametrize(
    ("elements", "place"),
    [
        ({"period": {"start": "igår"}}, "CarePlan.period"),
        ({"period": {"start": 2026}}, "CarePlan.period"),
        ({"period": "2026"}, "CarePlan.period"),
        ({"status": True}, "CarePlan.status"),
        ({"status": "a\x00b"}, "CarePlan.status"),
        ({"category": [{"coding": [{"code": "a"}]}, {"coding": {"code": "b"}}]}, "CarePlan.category[1]"),
        ({"goal": [{"reference": "mål ett"}]}, "CarePlan.goal[0]"),
        ({"goal": [{"reference": "ettid"}]}, "CarePlan.goal[0]"),
        (
            {"activity": [{}, {"detail": {"scheduledTiming": {"event": ["x"]}}}]},
            "CarePlan.activity[1].detail.scheduledTiming",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(elements: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refusal:
        extract(PLAN | elements)
    assert {path for issue in refusal.value.issues for path in issue.expression} == {place}


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        extract(PLAN | {"period": {"end": "x"}, "category": ["y"]})
    assert len(refusal.value.issues) == 2


def test_a_refusal_never_repeats_the_value() -> None:
    with pytest.raises(Invalid) as refusal:
        extract(PLAN | {"period": {"start": "194403129804"}})
    assert "194403129804" not in repr(refusal.value.issues)


@pytest.mark.parametrize("number", ["1E28", "-1e40", "1e-60"])
def test_a_number_too_large_or_fine_to_be_found_is_refused(number: str) -> None:
    raw = f'{{"resourceType":"Observation","valueQuantity":{{"value":{number}}}}}'
    with pytest.raises(Invalid):
        extract(parse(raw.encode()))


def test_every_coding_of_a_concept_is_a_way_to_find_it() -> None:
    concept = {
        "coding": [{"system": "urn:a", "code": "1"}, {"code": "2"}, {"display": "only"}],
        "text": "Plan",
    }
    assert values("category", "CarePlan", category=[concept]) == [Token("urn:a", "1"), Token("", "2")]


def test_codes_and_flags_have_no_system() -> None:
    assert values("status", "CarePlan", status="active") == [Token("", "active")]
    assert values("active", "Patient", active=False) == [Token("", "false")]


def test_an_identifier_without_a_value_is_no_way_to_find_it() -> None:
    assert values("identifier", "CarePlan", identifier=[{"system": "urn:a"}, {"value": "7"}]) == [
        Token("", "7")
    ]


def test_a_telephone_number_is_no_mail_address() -> None:
    telecom = [{"system": "phone", "value": "1", "use": "home"}, {"system": "email", "value": "a@b.example"}]
    assert values("phone", "Patient", telecom=telecom) == [Token("home", "1")]
    assert values("email", "Patient", telecom=telecom) == [Token("", "a@b.example")]
    assert len(values("telecom", "Patient", telecom=telecom)) == 2


@pytest.mark.parametrize("elements", [{}, {"deceasedBoolean": False}])
def test_the_living_are_found_as_living(elements: dict[str, Any]) -> None:
    assert values("deceased", "Patient", **elements) == [Token("", "false")]


@pytest.mark.parametrize("elements", [{"deceasedBoolean": True}, {"deceasedDateTime": "2026"}])
def test_the_dead_are_found_as_dead(elements: dict[str, Any]) -> None:
    assert values("deceased", "Patient", **elements) == [Token("", "true")]


def test_patient_takes_only_patients() -> None:
    actors = [
        {"actor": {"reference": reference}}
        for reference in ("Patient/gunnel", "PractitionerRole/maria", "Location/linden")
    ]
    assert values("patient", "Appointment", participant=actors) == [Ref("Patient", "gunnel", None)]
    assert values("location", "Appointment", participant=actors) == [Ref("Location", "linden", None)]
    assert len(values("actor", "Appointment", participant=actors)) == 3
    assert values("patient", "CarePlan", subject={"reference": "Group/x"}) == []


@pytest.mark.parametrize(
    "reference",
    [
        {"identifier": {"system": "urn:a", "value": "1"}},
        {"display": "Gunnel"},
        {"reference": "#inside"},
        {"reference": "#"},
    ],
)
def test_what_points_at_nothing_stored_is_no_reference(reference: dict[str, Any]) -> None:
    assert values("subject", "CarePlan", subject=reference) == []


def test_references_keep_their_version_and_address() -> None:
    assert values("target", "Provenance", target=[{"reference": "CarePlan/x/_history/3"}]) == [
        Ref("CarePlan", "x", None, "3")
    ]
    urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
    assert values("goal", "CarePlan", goal=[{"reference": urn}]) == [Ref(None, None, urn)]
    away = "https://other.example/fhir/Goal/g"
    assert values("goal", "CarePlan", goal=[{"reference": away}]) == [Ref("Goal", "g", away)]


def test_a_canonical_is_stored_without_its_version_beside_it() -> None:
    canonical = "https://q.example/Questionnaire/viktigt"
    found = values("questionnaire", "QuestionnaireResponse", questionnaire=f"{canonical}|1.2")
    assert found == [Ref(None, None, canonical, "1.2")]
    assert values("_profile", "CarePlan", meta={"profile": [f"{canonical}|1.2"]}) == [Uri(canonical)]


def test_an_open_end_of_a_period_is_open() -> None:
    day = DateRange.parse("2026-03-29")
    assert values("date", "CarePlan", period={"start": "2026-03-29"}) == [DateRange(day.lo, MAX)]
    assert values("date", "CarePlan", period={"end": "2026-03-29"}) == [DateRange(MIN, day.hi)]
    assert values("date", "CarePlan", period={"extension": []}) == []


def test_a_timing_is_its_outer_limits() -> None:
    timing = {
        "event": ["2026-05-01", "2026-04-01"],
        "repeat": {"boundsPeriod": {"start": "2026-04-10", "end": "2026-06"}},
    }
    outer = DateRange(DateRange.parse("2026-04-01").lo, DateRange.parse("2026-06").hi)
    assert values("occurrence", "ServiceRequest", occurrenceTiming=timing) == [outer]
    assert values("occurrence", "ServiceRequest", occurrenceTiming={"repeat": {"frequency": 1}}) == []


def test_a_name_is_found_by_each_of_its_parts() -> None:
    name = {
        "text": "Fru Öberg",
        "family": "Öberg",
        "given": ["Ingrid", "Maria"],
        "prefix": ["Fru"],
        "use": "official",
    }
    assert [text.exact for text in values("name", "Patient", name=[name]) if isinstance(text, Text)] == [
        "Fru Öberg",
        "Öberg",
        "Ingrid",
        "Maria",
        "Fru",
    ]


def test_an_empty_text_is_nothing_to_find() -> None:
    assert values("name", "Organization", name=" ") == []


def test_a_quantity_keeps_every_digit_that_was_written() -> None:
    written = "12345678901234567890.123"
    amount = parse(b'{"value":' + written.encode() + b"}")
    found = values("value-quantity", "Observation", valueQuantity=amount)
    assert found == [Quantity(Decimal(written), Decimal(written), None, None)]


def test_a_quantity_is_found_by_code_and_by_human_unit() -> None:
    amount = {"value": 5, "unit": "mmol per liter", "system": "urn:u", "code": "mmol/L"}
    five = Decimal(5)
    assert values("value-quantity", "Observation", valueQuantity=amount) == [
        Quantity(five, five, "urn:u", "mmol/L"),
        Quantity(five, five, None, "mmol per liter"),
    ]


def test_a_range_may_be_open() -> None:
    found = values("onset-age", "Condition", onsetRange={"low": {"value": 40, "code": "a"}})
    assert found == [Quantity(Decimal(40), LIMIT, None, "a")]
    assert values("onset-age", "Condition", onsetRange={"high": {"value": 40}}) == [
        Quantity(-LIMIT, Decimal(40), None, None)
    ]
    assert values("onset-age", "Condition", onsetRange={}) == []


def test_what_stands_twice_is_indexed_once_and_in_order() -> None:
    category = [{"coding": [{"system": "urn:a", "code": code}]} for code in ("2", "1", "2")]
    assert values("category", "CarePlan", category=category) == [Token("urn:a", "2"), Token("urn:a", "1")]
    assert extract(PLAN | {"category": category}) == extract(PLAN | {"category": category})


def test_columns_and_our_own_parameters_are_not_indexed() -> None:
    meta = {"lastUpdated": "2026-03-29T00:00:00Z"}
    found = extract(
        {"resourceType": "Provenance", "id": "x", "meta": meta, "target": [{"reference": "Patient/gunnel"}]}
    )
    assert {indexed.param for indexed in found} == {"target"}


def test_nulls_beside_primitive_extensions_are_passed_by() -> None:
    assert values("given", "Patient", name=[{"given": [None, "Rut"]}]) == [Text.of("Rut")]


def test_a_type_without_parameters_is_found_by_its_labels_alone() -> None:
    tag = {"system": "urn:a", "code": "b"}
    assert [indexed.param for indexed in extract({"resourceType": "Binary", "meta": {"tag": [tag]}})] == [
        "_tag"
    ]


def test_words_types_and_numbers_stand_beside_their_values() -> None:
    said = extract(
        PLAN
        | {
            "category": [
                {"text": "Samordnad plan", "coding": [{"code": "x", "display": "SIP"}]},
                {"text": " "},
            ],
            "identifier": [
                {"value": "1", "type": {"text": "Nummer", "coding": [{"system": "urn:t", "code": "MR"}, {}]}},
                {"value": "2"},
            ],
            "subject": {"identifier": {"system": "urn:p", "value": "7"}},
        }
    )
    beside = {(each.param, each.kind, each.value) for each in said if ":" in each.param}
    assert beside == {
        ("category:text", "string", Text.of("Samordnad plan")),
        ("category:text", "string", Text.of("SIP")),
        ("identifier:text", "string", Text.of("Nummer")),
        ("identifier:of-type", "token", Token("urn:t", "MR|1")),
        ("patient:identifier", "token", Token("urn:p", "7")),
        ("subject:identifier", "token", Token("urn:p", "7")),
    }
