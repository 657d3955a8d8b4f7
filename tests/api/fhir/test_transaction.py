"""Transaction Bundles at the base address, with and without a slash (FHIR R4 3.1.0.11)."""

from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal, plan

GOAL_URL = "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"


def transaction(*entries: Body) -> Body:
    return {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}


def post(resource: Body, full_url: str | None = None) -> Body:
    entry = {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"]}}
    return entry | ({"fullUrl": full_url} if full_url else {})


def test_s_144_one_bad_entry_stores_nothing_and_is_named(house: House, maria: Caller) -> None:
    before = house.versions()
    response = maria.post("", transaction(post(goal("gunnel")), post(plan("gunnel", status="nej"))))
    assert response.status_code == 422
    assert response.json["issue"][0]["expression"] == ["Bundle.entry[1].resource.status"]
    assert house.versions() == before


@pytest.mark.parametrize("type", ["transaction", "batch"])
def test_row_21_the_same_resource_twice_is_refused_and_both_entries_are_named(
    type: str, house: House, maria: Caller
) -> None:
    key = house.given(goal("gunnel"))
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    put = {"resource": body, "request": {"method": "PUT", "url": key, "ifMatch": 'W/"1"'}}
    response = maria.post("", {**transaction(post(goal("gunnel")), put, put), "type": type})
    assert response.status_code == 400
    [issue] = response.json["issue"]
    assert (issue["code"], issue["expression"]) == (
        "duplicate",
        ["Bundle.entry[1].request.url", "Bundle.entry[2].request.url"],
    )
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    "path", ["", "/"]
)  # E5: Medplum sends it without a slash; E6: fhir-kit-client with one
def test_e5_e6_entries_find_each_other_and_are_answered_in_order(
    path: str, house: House, maria: Caller
) -> None:
    sent = transaction(post(plan("gunnel", goal=[{"reference": GOAL_URL}])), post(goal("gunnel"), GOAL_URL))
    response = maria.post(path, sent)
    assert response.status_code == 200, response.text
    assert response.json["type"] == "transaction-response"
    made, aim = response.json["entry"]
    assert (made["response"]["status"], aim["response"]["status"]) == ("201 Created", "201 Created")
    assert made["resource"]["goal"] == [{"reference": aim["fullUrl"].removeprefix(f"{FHIR}/")}]
    assert made["response"]["location"] == f"{made['fullUrl']}/_history/1"
    assert made["response"]["etag"] == 'W/"1"'
    stored = maria.get(made["fullUrl"].removeprefix(FHIR))
    assert stored.json == made["resource"]


def test_an_update_in_it_needs_its_version_too(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel"))
    body = {**plan("gunnel", title="Ny"), "id": key.split("/")[1]}

    def put(**more: str) -> Any:
        return maria.post(
            "", transaction({"resource": body, "request": {"method": "PUT", "url": key, **more}})
        )

    assert put().status_code == 428
    assert put(ifMatch='W/"9"').status_code == 412
    done = put(ifMatch='W/"1"')
    assert done.status_code == 200
    assert done.json["entry"][0]["response"]["status"] == "200 OK"
    assert done.json["entry"][0]["response"]["etag"] == 'W/"2"'


def test_prefer_minimal_leaves_the_resources_out(house: House, maria: Caller) -> None:
    response = maria.post("", transaction(post(goal("gunnel"))), Prefer="return=minimal")
    [entry] = response.json["entry"]
    assert "resource" not in entry
    assert entry["response"]["etag"] == 'W/"1"'


def test_an_empty_transaction_does_nothing(house: House, maria: Caller) -> None:
    response = maria.post("", {"resourceType": "Bundle", "type": "transaction"})
    assert (response.status_code, "entry" in response.json) == (200, False)
