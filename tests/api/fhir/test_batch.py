"""Batch Bundles: each entry is answered as if it had come alone, and none reaches further (S-019, S-037, S-056, SM-83)."""

import base64
import json
from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal

GHOST = "nobodyisherenobodyish"
REPLACED = [{"op": "replace", "path": "/description/text", "value": "Ändrat"}]


def entry(method: str, url: str, resource: Body | None = None, **more: str) -> Body:
    given: Body = {"request": {"method": method, "url": url, **more}}
    return given | ({"resource": resource} if resource else {})


def batch(who: Caller, *entries: Body, **headers: str) -> list[Body]:
    """The entries of the answer."""
    response = who.post("", {"resourceType": "Bundle", "type": "batch", "entry": list(entries)}, **headers)
    assert response.status_code == 200, response.text
    assert response.json["type"] == "batch-response"
    told: list[Body] = response.json["entry"]
    assert len(told) == len(entries)
    return told


def statuses(told: list[Body]) -> list[int]:
    return [int(each["response"]["status"].split()[0]) for each in told]


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "{key}", 404), ("HEAD", "{key}", 404), ("GET", f"{FHIR}/{{key}}", 404), ("GET", "{key}/_history", 404),
        ("GET", "{key}/_history/1", 404), ("GET", "../fhir/{key}", 400), ("DELETE", "{key}", 405), ("GET", "//{key}", 400),
        ("GET", "http://169.254.169.254/latest", 400), ("GET", "file:///etc/passwd", 400), ("GET", "../oauth/jwks", 400),
        ("GET", "Nosuch/x", 404), ("GET", "metadata", 404), ("GET", "Goal/a/b/c/d", 404),
        ("GET", "Patient/gunnel/$everything", 404),
        ("GET", "", 400), ("GET", "Patient?identifier=194403129804", 400), ("GET", "{key}?_format=xml", 406),
        ("GET", "$export", 403), ("POST", "Goal/x", 400), ("BREW", "Goal/x", 400), ("PATCH", "{key}", 400),
    ],
)  # fmt: skip
def test_s_019_s_037_an_entry_reaches_no_further_than_a_request(
    method: str, url: str, status: int, house: House, petra: Caller
) -> None:
    key = house.given(goal("gunnel", "Gunnels hemlighet"))
    told = batch(petra, entry(method, url.format(key=key)), entry("GET", "Organization/linden"))
    assert statuses(told) == [status, 200]
    assert "resource" not in told[0]
    assert "hemlighet" not in json.dumps(told)
    if method != "HEAD":
        assert told[0]["response"]["outcome"]["resourceType"] == "OperationOutcome"


def test_s_019_a_search_in_it_finds_nothing_of_another(house: House, petra: Caller) -> None:
    house.given(goal("gunnel", "Gunnels hemlighet"))
    for url in ("Goal?patient=Patient/gunnel&_total=accurate", "Patient/gunnel/Goal?_total=accurate"):
        [told] = batch(petra, entry("GET", url))
        assert (told["resource"]["type"], told["resource"]["total"]) == ("searchset", 0)


def test_s_021_foreign_and_ghost_are_one_answer(house: House, petra: Caller) -> None:
    key = house.given(goal("gunnel"))
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    for method, resource in (("GET", None), ("PUT", body)):
        told = batch(petra, entry(method, key, resource))
        body = {**body, "id": GHOST}
        assert told == batch(petra, entry(method, f"Goal/{GHOST}", resource and body))


def test_s_056_an_entry_without_scope_is_refused_by_itself(house: House) -> None:
    before = house.versions()
    narrow = house.staff("maria", scope="user/CarePlan.rs")
    told = batch(narrow, entry("POST", "Goal", goal("gunnel")), entry("GET", "CarePlan?patient=gunnel"))
    assert statuses(told) == [403, 200]
    assert house.versions() == before


def test_a_batch_within_a_batch_and_a_reference_between_entries_lead_nowhere(
    house: House, maria: Caller
) -> None:
    inner = {"resourceType": "Bundle", "type": "batch", "entry": []}
    linked = {**goal("gunnel"), "subject": {"reference": "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"}}
    assert statuses(batch(maria, entry("POST", "", inner), entry("POST", "Goal", linked))) == [400, 422]


def test_a_bad_entry_stops_no_other(house: House, maria: Caller) -> None:
    bad = {**goal("gunnel"), "lifecycleStatus": "nosuch"}
    told = batch(maria, entry("POST", "Goal", bad), entry("POST", "Goal", goal("gunnel")))
    assert statuses(told) == [422, 201]
    assert maria.get(told[1]["response"]["location"].removeprefix(FHIR)).json == told[1]["resource"]


def test_each_entry_is_answered_as_if_it_had_come_alone(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    changed = {**goal("gunnel", "Ändrat"), "id": key.split("/")[1]}
    told = batch(
        maria,
        entry("GET", key, ifNoneMatch='W/"2"'),
        entry("GET", f"Goal?_id={key[5:]}"),
        entry("GET", f"{key}/_history/1"),
        entry("PUT", key, changed, ifMatch='W/"1"'),
        entry("HEAD", key),
    )
    assert statuses(told) == [304, 200, 200, 200, 200], "writes come before reads"
    assert told[3]["response"]["etag"] == 'W/"2"'
    assert told[1]["resource"]["entry"][0]["resource"] == told[3]["resource"] == maria.get(f"/{key}").json
    assert "resource" not in told[4]
    assert told[2]["resource"]["meta"]["versionId"] == "1"


def test_conditions_hold_in_each_entry(house: House, maria: Caller) -> None:
    named = goal("gunnel") | {"identifier": [{"system": "urn:x", "value": "batched"}]}
    told = batch(
        maria,
        entry("POST", "Goal", named, ifNoneExist="identifier=urn:x|batched"),
        entry("POST", "Goal", named, ifNoneExist="identifier=urn:x|batched"),
        entry("PUT", "Goal?identifier=urn:x|batched", named),
        entry("PUT", "Goal?identifier=urn:x|other", named, ifMatch='W/"1"'),
    )
    assert statuses(told) == [201, 200, 428, 404]
    assert told[0]["resource"]["id"] == told[1]["resource"]["id"]


@pytest.mark.parametrize("form", ["json", "fhirpath"])
def test_row_22_a_patch_in_it_honours_if_match(form: str, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    data = base64.b64encode(json.dumps(REPLACED).encode()).decode()
    described = {
        "type": "valueCode:replace",
        "path": "valueString:Goal.description.text",
        "value": "valueString:Ändrat",
    }
    parts: list[Any] = [
        {"name": name, said.split(":")[0]: said.split(":")[1]} for name, said in described.items()
    ]
    resource: Body = (
        {"resourceType": "Binary", "contentType": "application/json-patch+json", "data": data}
        if form == "json"
        else {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}
    )
    for condition, status in ({}, 428), ({"ifMatch": 'W/"7"'}, 412), ({"ifMatch": 'W/"1"'}, 200):
        [told] = batch(maria, entry("PATCH", key, resource, **condition))
        assert statuses([told]) == [status]
    assert told["resource"]["description"]["text"] == "Ändrat"
    [broken] = batch(maria, entry("PATCH", key, {**resource, "data": "?", "parameter": 7}, ifMatch='W/"2"'))
    assert statuses([broken]) == [400]


def test_prefer_minimal_leaves_what_is_written_out_and_what_is_read_in(house: House, maria: Caller) -> None:
    told = batch(
        maria,
        entry("POST", "Goal", goal("gunnel")),
        entry("GET", "Organization/linden"),
        Prefer="return=minimal",
    )
    assert ["resource" in each for each in told] == [False, True]
