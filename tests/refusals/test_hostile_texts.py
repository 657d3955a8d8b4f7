"""Texts made to hang a pattern, swell an index or change a number, in every field and every parameter (security.md §3.7)."""

import pytest

from patientkontrakt.fhir.search.parameters import COMMON, PARAMETERS
from patientkontrakt.fhir.text import Number, render
from tests.api.fhir.house import Body, Caller, House
from tests.fhir import samples
from tests.records.region import goal, plan

# What a pattern that backtracks never comes to the end of: that these tests end is what they prove.
STORMS = {
    "a": "a" * 100_000 + "!",
    "angles": "<" * 50_000,
    "brackets": "(" * 50_000,
    "spaces": " " * 50_000 + "x",
    "quotes": '\\"' * 25_000,
    "dates": "2026-11-22T" + "0" * 50_000,
    "addresses": "http://" + "a." * 25_000,
    "numbers": "1" * 50_000 + ".x",
    "pipes": "|" * 4_000,
    "entities": "&#" * 25_000,
}  # fmt: skip
# of the sample observation: what points at nothing of this house is left out
KEPT = ("resourceType", "status", "category", "code", "subject", "effectiveDateTime", "valueQuantity")


def fields(text: str) -> list[Body]:
    """A plan for each kind of field, with the text there."""
    div = f"<div xmlns='http://www.w3.org/1999/xhtml'>{text}</div>"
    return [
        plan("gunnel", title=text),
        plan("gunnel", description=text, note=[{"text": text}]),
        plan("gunnel", created=text),
        plan("gunnel", period={"start": text}),
        plan("gunnel", status=text),
        plan("gunnel", id=text),
        plan("gunnel", language=text),
        plan("gunnel", instantiatesUri=[text], instantiatesCanonical=[text]),
        plan("gunnel", goal=[{"reference": text}]),
        plan("gunnel", subject={"reference": f"Patient/{text}"}),
        plan("gunnel", identifier=[{"system": text, "value": text}]),
        plan("gunnel", category=[{"coding": [{"system": text, "code": text}], "text": text}]),
        plan("gunnel", extension=[{"url": text, "valueString": text}]),
        plan("gunnel", meta={"versionId": text, "lastUpdated": text, "profile": [text]}),
        plan("gunnel", text={"status": "generated", "div": div}),
        {**samples.patient(), "name": [{"family": text}], "birthDate": text},
    ]


@pytest.mark.parametrize("storm", STORMS)
def test_s_133_no_text_in_any_field_takes_the_service_with_it(
    storm: str, house: House, maria: Caller
) -> None:
    for body in fields(STORMS[storm]):
        answer = maria.post(f"/{body['resourceType']}", body)
        assert answer.status_code in (201, 400, 403, 413, 422), answer.text[:300]
        if answer.status_code == 201:
            key = answer.headers["Location"].split("/fhir", 1)[1].split("/_history")[0]
            assert maria.get(key).status_code == 200


@pytest.mark.parametrize("storm", STORMS)
def test_s_133_no_text_in_any_parameter_takes_the_service_with_it(
    storm: str, house: House, maria: Caller
) -> None:
    text = STORMS[storm][-4_500:]
    others = (
        "_sort",
        "_include",
        "_elements",
        "_summary",
        "_count",
        "_has:Goal:patient:description",
        "_page",
    )
    for name in (
        *COMMON,
        *PARAMETERS["CarePlan"],
        *others,
        "identifier:of-type",
        "category:text",
        "patient.name",
    ):
        answer = maria.search("CarePlan", {name: text})
        assert answer.status_code in (200, 400), (name, answer.text[:300])
    assert maria.search("CarePlan", {text: "x"}).status_code == 400
    refused = maria.search("CarePlan", {"title": STORMS[storm] * 2})
    assert refused.status_code in (400, 413)


@pytest.mark.parametrize("name", ["identifier", "code", "status", "category", "date", "value-quantity"])
def test_s_113_a_quote_in_a_value_stays_a_quote(name: str, house: House, maria: Caller) -> None:
    """Nothing is found, or it is no such value; and the tables are where they were."""
    before = house.rows("SELECT count(*) FROM resource")
    for value in (
        "' OR 1=1--",
        "'); DROP TABLE resource;--",
        "x' UNION SELECT body FROM resource--",
        "%",
        "_",
    ):
        answer = maria.search("Observation", {name: value})
        assert answer.status_code in (200, 400), answer.text
        if answer.status_code == 200:
            assert "entry" not in answer.json
    assert house.rows("SELECT count(*) FROM resource") == before


@pytest.mark.parametrize(
    ("status", "place"),
    [
        ({"status": "Active"}, "CarePlan.status"),
        ({"status": " active"}, "CarePlan.status"),
        ({"status": "active "}, "CarePlan.status"),
        ({"status": "aktiv"}, "CarePlan.status"),
        ({"intent": "PLAN"}, "CarePlan.intent"),
        ({"activity": [{"detail": {"status": "Completed"}}]}, "CarePlan.activity[0].detail.status"),
    ],
)
def test_s_125_a_code_is_that_code_and_not_one_that_looks_like_it(
    status: Body, place: str, house: House, maria: Caller
) -> None:
    before = house.versions()
    refused = maria.post("/CarePlan", plan("gunnel") | status)
    assert refused.status_code == 422
    assert place in {each for issue in refused.json["issue"] for each in issue["expression"]}
    assert house.versions() == before


def test_s_132_the_same_name_twice_is_refused_however_it_is_spelt(house: House, maria: Caller) -> None:
    before = house.versions()
    whole = render(goal("gunnel"))[:-1]
    for twice in ("description", r"descriptio\u006e", "lifecycleStatus", "resourceType", "subject"):
        answer = maria.post("/Goal", f'{whole},"{twice}":"x"}}')
        assert answer.status_code == 400, twice
    assert house.versions() == before


@pytest.mark.parametrize("digits", ["1.50", "0.1", "1e-7", "12345678901234567890.123"])
def test_s_134_a_number_is_found_by_the_digits_it_was_written_with(
    digits: str, house: House, maria: Caller
) -> None:
    body = samples.observation() | {"subject": {"reference": "Patient/gunnel"}}
    body |= {
        "valueQuantity": {"value": Number(digits), "system": "http://unitsofmeasure.org", "code": "mmol"}
    }
    made = maria.post("/Observation", render({name: body[name] for name in KEPT if name in body}))
    assert made.status_code == 201, made.text
    assert f'"value":{digits},' in made.text
    key = {"_id": made.json["id"]}
    found = maria.search("Observation", key | {"value-quantity": f"{digits}|http://unitsofmeasure.org|mmol"})
    assert found.status_code == 200, found.text
    assert [each["resource"]["id"] for each in found.json.get("entry", [])] == [made.json["id"]]
    other = maria.search("Observation", key | {"value-quantity": f"gt{digits}"})
    assert "entry" not in other.json
