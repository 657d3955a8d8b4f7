"""No answer without its log row: each read, hit, write and refusal has one, and with the log away nothing is served."""

from typing import Any

from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan


def test_with_the_log_unwritable_nothing_is_served_and_nothing_stored(house_of_its_own: House) -> None:
    """S-155"""
    house = house_of_its_own
    maria, petra = house.staff("maria"), house.staff("petra")
    key = house.given(goal("gunnel", "Hemligt mål"))
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    before = house.versions()
    house.change("ALTER TABLE access_log RENAME TO access_log_away")
    for response in (
        maria.get(f"/{key}"),
        maria.send("HEAD", f"/{key}"),
        maria.get(f"/{key}/_history/1"),
        maria.get(f"/{key}/_history"),
        maria.get("/Goal?patient=gunnel"),
        maria.search("Goal", {"patient": "gunnel"}),
        maria.get("/Goal?patient=gunnel&_summary=count"),
        maria.get("/Patient/gunnel/Goal"),
        maria.get("/Patient/gunnel/$everything"),
        maria.post("/Goal", goal("gunnel")),
        maria.put(f"/{key}", body, If_Match='W/"1"'),
        maria.send("DELETE", f"/{key}"),
        maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [
            {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}}]}),
        petra.get(f"/{key}"),
        petra.get("/Goal/nobody"),
    ):  # fmt: skip
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        assert "Hemligt mål" not in response.text
    house.change("ALTER TABLE access_log_away RENAME TO access_log")
    assert house.versions() == before
    assert maria.get(f"/{key}").status_code == 200


def test_each_refusal_has_its_row(house: House, petra: Caller, logged: Any) -> None:
    key = house.given(goal("gunnel"))
    petra.get(f"/{key}")
    petra.get(f"/{key}/_history/1")
    petra.get("/Goal/nobody")
    petra.put(f"/{key}", {**goal("gunnel"), "id": key.split("/")[1]}, If_Match='W/"1"')
    petra.post("/Goal", goal("gunnel"))
    told = [row[:4] for row in logged()][1:]  # the first row is the import's
    assert told == [
        ("read", "refused", "no_ground", "gunnel"),
        ("vread", "refused", "no_ground", "gunnel"),
        ("read", "refused", "not_there", None),
        ("update", "refused", "no_ground", "gunnel"),
        ("create", "refused", "reference", "gunnel"),
    ]


def test_whose_data_decided_an_answer_about_others_is_in_her_log(
    house: House, maria: Caller, logged: Any
) -> None:
    house.given(plan("gunnel"), "linden")
    asked = "/Organization?_has:EpisodeOfCare:organization:patient"
    found = maria.get(f"{asked}=gunnel").json
    assert [entry["resource"]["id"] for entry in found["entry"]] == ["linden"]
    assert "entry" not in maria.get(f"{asked}=birger").json
    maria.get("/CarePlan?patient:Patient._id=gunnel")
    told = [(action, reason, patient) for action, _, reason, patient, _ in logged()][1:]
    assert told == [
        ("search", "reference_data", None),
        ("search", "asked_within", "gunnel"),
        ("search", "no_hits", "birger"),
        ("search", "relation", "gunnel"),
    ]


def test_each_access_has_its_row(house: House, maria: Caller, logged: Any) -> None:
    first, second = house.given(plan("gunnel")), house.given(plan("gunnel"))
    maria.get(f"/{first}")
    maria.get(f"/{first}/_history/1")
    maria.get(f"/{first}/_history")
    maria.get(f"/CarePlan?_id={first.split('/')[1]},{second.split('/')[1]}")
    maria.get("/CarePlan?patient=gunnel&status=entered-in-error")
    made = maria.post("/Goal", goal("gunnel")).json["id"]
    maria.put(f"/Goal/{made}", {**goal("gunnel", "Ny"), "id": made}, If_Match='W/"1"')
    told = [(action, outcome, patient, items) for action, outcome, _, patient, items in logged()][2:]
    assert told == [
        ("read", "permitted", "gunnel", f"{first}@1"),
        ("vread", "permitted", "gunnel", f"{first}@1"),
        ("history", "permitted", "gunnel", f"{first}@1"),
        ("search", "permitted", "gunnel", f"{first}@1 {second}@1"),
        ("search", "permitted", "gunnel", ""),
        ("create", "permitted", "gunnel", f"Goal/{made}@1"),
        ("update", "permitted", "gunnel", f"Goal/{made}@2"),
    ]


def test_a_write_that_came_to_nothing_is_told_as_failed(house: House, maria: Caller, logged: Any) -> None:
    maria.post("/Goal", {**goal("gunnel"), "lifecycleStatus": "nej"})
    assert [row[:3] for row in logged()] == [("request", "failed", "Invalid")]


def test_the_row_knows_the_request_the_answer_names(house: House, maria: Caller) -> None:
    answered = maria.get("/Patient/gunnel").headers["X-Request-Id"]
    [(who, unit, client)] = house.rows(
        "SELECT who, unit, client FROM access_log WHERE request_id = :id", id=answered
    )
    assert (who, unit, client) == ("PractitionerRole/maria", "linden", "demo-staff-app")


def test_sm84_a_put_that_makes_something_is_logged_as_a_create(house: House, logged: Any) -> None:
    feed = house.system("demo-feed")
    body = {"resourceType": "Patient", "id": "from-the-feed", "name": [{"text": "Sture Test"}]}
    assert feed.put("/Patient/from-the-feed", body).status_code == 201
    assert (
        feed.put("/Patient/from-the-feed", body | {"gender": "male"}, **{"If-Match": 'W/"1"'}).status_code
        == 200
    )
    key = "Patient/from-the-feed"
    assert [(action, outcome, patient, items) for action, outcome, _, patient, items in logged()] == [
        ("create", "permitted", "from-the-feed", f"{key}@1"),
        ("update", "permitted", "from-the-feed", f"{key}@2"),
    ]
