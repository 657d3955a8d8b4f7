"""create and update over HTTP (FHIR R4 3.1.0.8, 3.1.0.4), and If-Match, which may not be left out."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.fhir.house import FHIR, Caller, House
from tests.records.region import goal, plan

VERSIONED = ("CarePlan", "CareTeam", "Goal", "Task", "Appointment", "Consent")


def observation(text: str = "x") -> dict[str, object]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": text},
        "subject": {"reference": "Patient/gunnel"},
    }


def test_s_143_an_update_without_if_match_is_told_what_is_missing(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel"))
    body = {**plan("gunnel", title="Ny"), "id": key.split("/")[1]}
    response = maria.put(f"/{key}", body)
    assert response.status_code == 428
    assert "If-Match" in response.text
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('W/"0"', 412), ('W/"2"', 412), ('W/"999999999"', 412), ("*", 400), ('W/"1", W/"2"', 400), ("1", 400),
        ("W/1", 400), ('w/"1"', 400), ('W/"x"', 400), ("", 400), ('W/"99999999999999999999"', 400),
    ],
)  # fmt: skip
def test_s_143_an_if_match_that_does_not_name_the_version_changes_nothing(
    header: str, status: int, house: House, maria: Caller
) -> None:
    key = house.given(plan("gunnel"))
    body = {**plan("gunnel", title="Ny"), "id": key.split("/")[1]}
    response = maria.put(f"/{key}", body, If_Match=header)
    assert response.status_code == status
    assert response.json["resourceType"] == "OperationOutcome"
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_a_conflict_tells_the_current_version(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel"))
    body = {**plan("gunnel", title="Ny"), "id": key.split("/")[1]}
    maria.put(f"/{key}", body, If_Match='W/"1"')
    response = maria.put(f"/{key}", body, If_Match='W/"1"')
    assert response.status_code == 412
    assert response.json["issue"][0]["code"] == "conflict"
    assert "2" in response.json["issue"][0]["details"]["text"]


def test_s_142_of_two_writers_with_one_version_one_wins(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel"))

    def write(n: int) -> int:
        body = {**plan("gunnel", title=f"Skribent {n}"), "id": key.split("/")[1]}
        return int(house.staff("maria").put(f"/{key}", body, If_Match='W/"1"').status_code)

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(write, range(4)))
    assert statuses == [200, 412, 412, 412]
    assert maria.get(f"/{key}/_history").json["total"] == 2


def test_what_is_created_is_told_where_it_is(house: House, maria: Caller) -> None:
    response = maria.post("/CarePlan", plan("gunnel"))
    assert response.status_code == 201
    id = response.json["id"]
    assert len(id) == 22
    assert id.isalnum()
    assert response.headers["Location"] == f"{FHIR}/CarePlan/{id}/_history/1"
    assert response.headers["ETag"] == 'W/"1"'
    assert response.headers["Last-Modified"]
    assert maria.get(f"/CarePlan/{id}").text == response.text


def test_what_is_updated_is_the_next_version(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel"))
    body = {**plan("gunnel", title="Ny titel"), "id": key.split("/")[1]}
    response = maria.put(f"/{key}", body, If_Match='"1"')
    assert (response.status_code, response.json["title"]) == (200, "Ny titel")
    assert response.headers["ETag"] == 'W/"2"'
    assert response.headers["Content-Location"] == f"{FHIR}/{key}/_history/2"
    assert maria.get(f"/{key}").text == response.text


def test_types_that_others_clients_write_freely_need_no_if_match(house: House, maria: Caller) -> None:
    made = maria.post("/Observation", observation())
    body = {**observation("y"), "id": made.json["id"]}
    assert maria.put(f"/Observation/{made.json['id']}", body).status_code == 200
    assert maria.put(f"/Observation/{made.json['id']}", body, If_Match='W/"1"').status_code == 412


def test_prefer_says_how_much_comes_back(house: House, maria: Caller) -> None:
    minimal = maria.post("/CarePlan", plan("gunnel"), Prefer="return=minimal")
    assert (minimal.status_code, minimal.data) == (201, b"")
    assert minimal.headers["Location"].startswith(f"{FHIR}/CarePlan/")
    outcome = maria.post("/CarePlan", plan("gunnel"), Prefer="handling=strict; return=OperationOutcome")
    assert (outcome.status_code, outcome.json["resourceType"]) == (201, "OperationOutcome")
    whole = maria.post("/CarePlan", plan("gunnel"), Prefer="return=representation")
    assert whole.json["resourceType"] == "CarePlan"


def test_e3_plain_json_is_json_too(house: House, maria: Caller) -> None:
    for content_type in (
        "application/json",
        "application/json; charset=UTF-8",
        "application/fhir+json; fhirVersion=4.0",
    ):
        response = maria.send(
            "POST", "/Goal", goal("gunnel"), {"Accept": "application/json"}, content_type=content_type
        )
        assert response.status_code == 201, response.text
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"


def test_references_to_our_own_address_are_kept_relative(house: House, maria: Caller) -> None:
    body = {**goal("gunnel"), "subject": {"reference": f"{FHIR}/Patient/gunnel"}}
    response = maria.post("/Goal", body)
    assert (response.status_code, response.json["subject"]) == (201, {"reference": "Patient/gunnel"})


def test_an_unknown_id_is_made_by_feeds_only(house: House, maria: Caller) -> None:
    visit = {
        "resourceType": "Encounter",
        "id": "besok-7",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/gunnel"},
    }
    assert maria.put("/Encounter/besok-7", visit).status_code == 404
    feed = house.system("demo-feed")
    made = feed.put("/Encounter/besok-7", visit)
    assert (made.status_code, made.headers["Location"]) == (201, f"{FHIR}/Encounter/besok-7/_history/1")
    assert feed.put("/Encounter/besok-7", visit).status_code == 200
    assert feed.get("/Encounter/besok-7").status_code == 403


def test_s_146_a_write_is_read_and_found_at_once(house: House, maria: Caller) -> None:
    id = maria.post("/Goal", goal("gunnel")).json["id"]
    assert maria.get(f"/Goal/{id}").status_code == 200
    assert maria.get(f"/Goal?_id={id}&_total=accurate").json["total"] == 1
