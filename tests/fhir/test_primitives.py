"""Values of primitive types: JSON kinds, decimals, base64, dates (stack.md §2.2; security.md S-123, S-126, S-134)."""

import pytest

from patientkontrakt.fhir.text import Number, parse, render
from patientkontrakt.fhir.validate import validate
from tests.fhir import samples


def spoiled(sample, **changes):
    return {**sample(), **changes}


def faults(resource):
    """The places of the faults of a resource."""
    return [issue.expression[0] for issue in validate(resource)]


@pytest.mark.parametrize(
    ("value", "sound"),
    [("true", False), (1, False), ("", False), (True, True), (False, True)],
)
def test_a_boolean_is_a_json_boolean(value, sound):
    assert (validate(spoiled(samples.patient, active=value)) == []) is sound


@pytest.mark.parametrize(
    ("value", "sound"),
    [("3", False), (Number("3.0"), False), (True, False), (2**31, False), (0, False), (-1, False), (3, True)],
)
def test_a_positive_integer_is_a_json_integer(value, sound):
    telecom = [{"system": "phone", "value": "0", "rank": value}]
    assert (validate(spoiled(samples.patient, telecom=telecom)) == []) is sound


@pytest.mark.parametrize("value", ["1.5", True, [], None, {"a": 1}])
def test_a_decimal_is_a_json_number(value):
    assert "Observation.valueQuantity.value" in faults(
        spoiled(samples.observation, valueQuantity={"value": value, "unit": "kg"})
    )


@pytest.mark.parametrize(
    "number", ["1.10", "1E2", "0.0000001", "12345678901234567890.123", "-0.0", "10000000000000000000000.5"]
)
def test_a_decimal_survives_validation_to_the_digit(number):
    """S-134, stack.md §2.2: the models gave 1.1 for 1.10."""
    raw = render(samples.observation()).replace('"value":1.5', f'"value":{number}')
    resource = parse(raw.encode())
    assert validate(resource) == []
    assert render(resource) == raw


@pytest.mark.parametrize("data", ["!!!", "SGVq=", "SGV", "SGVq\u00e5", "data:text/plain;base64,SGVq"])
def test_what_is_not_base64_is_refused(data):
    """stack.md §2.2: "!!!" became an empty text."""
    content = [{"attachment": {"contentType": "text/plain", "data": data}}]
    assert faults(spoiled(samples.document, content=content)) == [
        "DocumentReference.content[0].attachment.data"
    ]


_BAD_DATES = [
    "", "x", "24", "2024-1", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-04-31", "20240102",
    "2024-1-2", "2024/01/02", "02-01-2024", "0000", "0000-01-01", "99999", "99999-01-01", "-2024", "2024-01-01T",
    "2024-01-01T10:00", "2024-01-01T10:00:00", "2024-01-01 10:00:00Z", "2024-01-01T24:00:00Z",
    "2024-01-01T10:60:00Z", "2024-01-01T10:00:61Z", "2024-01-01T10:00:60Z", "2024-01-01T10:00:00+1:00",
    "2024-01-01T10:00:00+15:00", "2024-01-01T10:00:00+14:30", "2024-01-01T10:00:00z", "2024-01-01t10:00:00Z",
    "2024-01-01T10:00:00,5Z", "2024-01-01T10:00:00.Z", "２０２４", "2024-01-01T10:00:00Z ", "9999-12-31T23:59:59-14:00",
]  # fmt: skip
_GOOD_DATES = [
    "2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31", "2024-01-01T10:00:00Z",
    "2024-01-01T10:00:00.123456789+02:00", "2024-01-01T00:00:00-14:00", "2016-12-31T23:59:60Z",
    "2017-01-01T00:59:60+01:00", "2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00+02:00",
]  # fmt: skip


@pytest.mark.parametrize("text", _BAD_DATES)
def test_s_126_a_date_that_is_none_is_refused(text):
    """S-126: a leap second only where one can be, never 24:00, never year 0."""
    assert "CarePlan.created" in faults(spoiled(samples.plan, created=text))


@pytest.mark.parametrize("text", _GOOD_DATES)
def test_a_date_that_is_one_is_let_through(text):
    assert validate(spoiled(samples.plan, created=text)) == []


def test_a_day_of_birth_has_no_time_and_an_instant_always_has():
    assert faults(spoiled(samples.patient, birthDate="1944-03-12T10:00:00Z")) == ["Patient.birthDate"]
    assert faults(spoiled(samples.patient, meta={"lastUpdated": "2026-11-21"})) == [
        "Patient.meta.lastUpdated"
    ]


@pytest.mark.parametrize("text", ["9:00:00", "24:00:00", "09:00", "09:00:60", "09:00:00Z"])
def test_a_time_of_day_that_is_none_is_refused(text):
    item = [{"linkId": "1", "answer": [{"valueTime": text}]}]
    assert faults(spoiled(samples.questionnaire_response, item=item)) == [
        "QuestionnaireResponse.item[0].answer[0].valueTime"
    ]
