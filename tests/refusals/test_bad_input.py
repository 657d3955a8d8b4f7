"""Bad input: always 4xx with an OperationOutcome that says where, never 5xx, and the database as it was (security.md §3.7)."""

import json
from typing import Any

import pytest

from tests.api.fhir.house import Caller, House
from tests.records.region import goal
from tests.refusals.bad_bodies import DATES, MEMBERS, PLAN, SHAPES, TEXTS, refused, with_title


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_is_no_resource_is_refused_with_its_place(name: str, house: House, maria: Caller) -> None:
    text, place = TEXTS[name]
    before = house.versions()
    refused(maria.post("/CarePlan", text), place)
    assert house.versions() == before


@pytest.mark.parametrize("name", MEMBERS)
def test_a_resource_that_breaks_a_rule_is_refused_with_its_place(
    name: str, house: House, maria: Caller
) -> None:
    members, place = MEMBERS[name]
    body = {key: value for key, value in (PLAN | members).items() if value is not None}
    before = house.versions()
    response = maria.post("/CarePlan", body)
    refused(response, place)
    expressions = [each for issue in response.json["issue"] for each in issue.get("expression", [])]
    assert any(each.startswith(place) for each in expressions), response.text
    assert house.versions() == before


@pytest.mark.parametrize(
    ("type", "element"),
    [
        ("Goal", "subject"),
        ("Task", "for"),
        ("Appointment", "participant"),
        ("AppointmentResponse", "appointment"),
        ("Provenance", "target"),
        ("Consent", "patient"),
        ("Communication", "subject"),
        ("Binary", "securityContext"),
        ("Organization", "partOf"),
        ("CarePlan", "category"),
        ("CarePlan", "meta"),
        ("CarePlan", "extension"),
        ("Task", "code"),
    ],
)
def test_s_123_what_the_house_itself_looks_at_may_have_any_shape(
    type: str, element: str, house: House, maria: Caller
) -> None:
    """Alone and in a transaction, where whose a resource is is asked before the rest is judged."""
    before = house.versions()
    for shape in SHAPES:
        body = {"resourceType": type, element: shape}
        refused(maria.post(f"/{type}", body), "")
        entry = {"resource": body, "fullUrl": "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001",
                 "request": {"method": "POST", "url": type}}  # fmt: skip
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}), "")
        put = {"resource": {**body, "id": "x"}, "request": {"method": "PUT", "url": f"{type}/x"}}
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [put]}), "")
    assert house.versions() == before


def test_s_126_bad_dates_are_refused_where_they_stand(house: House, maria: Caller) -> None:
    before = house.versions()
    for date in DATES:
        for member in ({"created": date}, {"period": {"start": date}}):
            refused(maria.post("/CarePlan", PLAN | member), f"CarePlan.{next(iter(member))}")
    assert house.versions() == before


def test_s_131_too_much_is_refused_before_it_is_read(house: House, maria: Caller) -> None:
    before = house.versions()
    large = {
        "5 MB": with_title(json.dumps("a" * 5_000_000)),
        "blanks": " " * 1_000_001,
        "50,000 keys": json.dumps(PLAN | {f"k{n}": n for n in range(80_000)}),
    }
    for name, body in large.items():
        response = maria.post("/CarePlan", body)
        assert response.status_code == 413, name
        refused(response, "1000000")
    assert maria.post("", " " * 8_000_001).status_code == 413
    assert house.versions() == before


def test_s_131_many_keys_within_the_limit_are_refused_too(house: House, maria: Caller) -> None:
    refused(maria.post("/CarePlan", PLAN | {f"k{n}": n for n in range(50_000)}), "CarePlan")


def test_s_135_a_bundle_of_nonsense_is_refused_whole(house: House, maria: Caller) -> None:
    entry = {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}}
    before = house.versions()
    url = "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"
    bundles: list[list[Any]] = [
        [entry] * 501,
        [entry, {"resource": goal("gunnel")}],
        [entry, "x"],
        [entry, {**entry, "fullUrl": url}, {**entry, "fullUrl": url}],
        [entry, {**entry, "request": {"method": "POST", "url": "CarePlan"}}],
        [entry, {**entry, "request": {"method": "TRACE", "url": "Goal"}}],
        [entry, {**entry, "request": {"method": "POST", "url": "Nosuch"}}],
        [entry, {**entry, "resource": {**goal("gunnel"), "lifecycleStatus": "nej"}}],
    ]
    for entries in bundles:
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries}), "Bundle")
    for kind in ("collection", "history", 7, None):
        refused(maria.post("", {"resourceType": "Bundle", "type": kind, "entry": [entry]}), "Bundle")
    assert house.versions() == before


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/fhir+xml", None),
        ("application/xml", None),
        ("text/xml", None),
        ("text/plain", None),
        ("", None),
        ("multipart/form-data; boundary=x", None),
        ("application/x-www-form-urlencoded", None),
        ("application/json-patch+json", None),
        ("application/fhir+json; charset=latin-1", None),
        ("application/fhir+json; charset=utf-16", None),
        ("application/fhir+json; fhirVersion=5.0", None),
        ("application/fhir+json", "gzip"),
    ],
)
def test_s_112_s_136_only_plain_json_is_read(
    content_type: str, encoding: str | None, house: House, maria: Caller
) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><CarePlan>&a;</CarePlan>'
    headers = {"Content-Encoding": encoding} if encoding else {}
    response = maria.send("POST", "/CarePlan", bomb, headers, content_type=content_type)
    assert response.status_code == 415
    refused(response, "json")
