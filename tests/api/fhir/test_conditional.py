"""Writes with conditions over HTTP: they find what the caller may see, and nothing else (S-031, S-032, S-148)."""

import pytest

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.cast import PATIENTS
from tests.records.region import goal, patient_body, plan

SYSTEM = "https://region.example/mal"


def named(patient: str, value: str, text: str = "Gå till torget") -> Body:
    """A goal with an identifier."""
    return goal(patient, text) | {"identifier": [{"system": SYSTEM, "value": value}]}


def asked(value: str) -> str:
    return f"identifier={SYSTEM}|{value}"


@pytest.mark.parametrize(
    "condition", ["", "nosuch=1", "_count=1", "_include=Goal:subject", "patient", "%ff=%ff", "a" * 6000]
)
def test_s_141_a_condition_that_filters_nothing_creates_nothing(
    condition: str, house: House, maria: Caller
) -> None:
    before = house.versions()
    for response in (
        maria.post("/Goal", goal("gunnel"), If_None_Exist=condition),
        maria.put(f"/Goal?{condition[:100]}", goal("gunnel")),
    ):
        assert response.status_code == 400, response.text
        assert response.json["resourceType"] == "OperationOutcome"
    assert house.versions() == before


def test_a_condition_that_would_not_be_heeded_is_refused(house: House, maria: Caller) -> None:
    key, before = house.given(goal("gunnel")), house.versions() + 1
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    told = [
        maria.post("/Goal", goal("gunnel"), If_None_Match="*"),
        maria.post("/Goal", goal("gunnel"), If_Match='W/"1"'),
        maria.put(f"/{key}", body, If_Match='W/"1"', If_None_Exist="_id=x"),
        maria.put(f"/{key}", body, If_Match='W/"1"', If_Unmodified_Since="Sat, 21 Nov 2026 12:00:00 GMT"),
        maria.put(f"/{key}", body, If_None_Match='W/"1"'),
        maria.put(f"/{key}?_id=x", body, If_Match='W/"1"'),
        maria.post("/Goal?identifier=x", goal("gunnel")),
    ]
    assert {response.status_code for response in told} == {400}
    assert house.versions() == before - 1


def test_s_031_a_condition_on_another_patients_resource_is_as_on_nobodys(house: House, petra: Caller) -> None:
    house.given(named("gunnel", "s-031"))
    told = [
        petra.post("/Goal", named("birger", each), If_None_Exist=asked(each)) for each in ("s-031", "s-031-x")
    ]
    assert [each.status_code for each in told] == [201, 201]
    assert all(
        "Gunnel" not in each.text and each.json["subject"]["reference"] == "Patient/birger" for each in told
    )
    foreign = petra.post("/Goal", named("gunnel", "s-031"), If_None_Exist=asked("s-031"))
    ghost = petra.post("/Goal", named("nobodyatall", "s-031"), If_None_Exist=asked("s-031"))
    assert (foreign.status_code, foreign.text) == (422, ghost.text)


def test_s_032_a_conditional_update_of_anothers_is_as_of_nobodys(house: House, petra: Caller) -> None:
    key = house.given(named("gunnel", "s-032"))
    told = [petra.put(f"/Goal?{asked(each)}", goal("birger")) for each in ("s-032", "s-032-x")]
    assert [each.status_code for each in told] == [201, 201]
    assert house.staff("maria").get(f"/{key}").headers["ETag"] == 'W/"1"'
    foreign, ghost = (
        petra.put(f"/Goal?{asked('s-032')}", goal(whose)) for whose in ("gunnel", "nobodyatall")
    )
    assert (foreign.status_code, foreign.text) == (422, ghost.text)


def test_s_031_a_chain_in_a_condition_leads_to_nothing_that_is_hidden(
    house: House, maria: Caller, petra: Caller
) -> None:
    """Gunnel's two plans name a goal each: one of Linden's, and one that her home care keeps to itself."""
    shown = house.given(named("gunnel", "s-031-shown"))
    hidden = house.given(named("gunnel", "s-031-hidden"), "hemsjukvarden-ekby")
    assert maria.get(f"/{hidden}").status_code == 404
    keys = {key: house.given(plan("gunnel", goal=[{"reference": key}])) for key in (shown, hidden)}
    asked_of = {
        key: f"goal.{asked(value)}" for key, value in ((shown, "s-031-shown"), (hidden, "s-031-hidden"))
    }
    before = house.versions()
    found = maria.post("/CarePlan", plan("gunnel"), If_None_Exist=asked_of[shown])
    assert (found.status_code, f"CarePlan/{found.json['id']}") == (200, keys[shown])
    back = maria.post(
        "/Goal", goal("gunnel"), If_None_Exist=f"_has:CarePlan:goal:_id={keys[shown].split('/')[1]}"
    )
    assert (back.status_code, f"Goal/{back.json['id']}") == (200, shown)
    assert house.versions() == before
    made = maria.post("/CarePlan", plan("gunnel"), If_None_Exist=asked_of[hidden])
    ghost = maria.post("/CarePlan", plan("gunnel"), If_None_Exist=f"goal.{asked('s-031-nowhere')}")
    assert (made.status_code, ghost.status_code) == (201, 201)
    assert petra.post("/CarePlan", plan("birger"), If_None_Exist=asked_of[shown]).status_code == 201


def test_s_012_a_number_behind_a_chain_stands_in_no_conditional_address(house: House, maria: Caller) -> None:
    number = PATIENTS["gunnel"].number
    for name in ("subject.identifier", "subject:Patient.identifier", "_has:CarePlan:goal:subject.identifier"):
        told = [
            maria.put(f"/Goal?{name}={number}", goal("gunnel")),
            maria.post("/Goal", goal("gunnel"), If_None_Exist=f"{name}={number}"),
        ]
        assert (told[0].status_code, number in told[0].text) == (400, False)
        assert told[1].status_code in (200, 201, 412), (
            "allowed in a header, which is in no log and no history"
        )


def test_s_052_a_chain_through_what_the_token_does_not_cover_meets_nothing(house: House) -> None:
    key = house.given(named("gunnel", "s-052"))
    house.given(plan("gunnel", goal=[{"reference": key}]))
    only_plans = house.staff("maria", scope="user/CarePlan.cruds")
    made = only_plans.post("/CarePlan", plan("gunnel"), If_None_Exist=f"goal.{asked('s-052')}")
    assert made.status_code == 201


def test_s_148_one_patient_has_one_resource_by_a_name(house: House, maria: Caller, petra: Caller) -> None:
    assert maria.post("/Goal", named("gunnel", "s-148")).status_code == 201
    again = maria.post("/Goal", named("gunnel", "s-148"))
    assert (again.status_code, again.json["issue"][0]["code"]) == (409, "duplicate")
    other = maria.post("/Goal", named("gunnel", "s-148-2"))
    renamed = {**named("gunnel", "s-148"), "id": other.json["id"]}
    assert maria.put(f"/Goal/{other.json['id']}", renamed, If_Match='W/"1"').status_code == 409
    assert petra.post("/Goal", named("birger", "s-148")).status_code == 201, (
        "another patient's is no obstacle"
    )


def test_a_conditional_create_finds_what_is_there(house: House, maria: Caller) -> None:
    first = maria.post("/Goal", named("gunnel", "once"), If_None_Exist=asked("once"))
    again = maria.post("/Goal", named("gunnel", "once", "Något annat"), If_None_Exist=asked("once"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.text == first.text
    assert (
        again.headers["Location"] == first.headers["Location"] == f"{FHIR}/Goal/{first.json['id']}/_history/1"
    )
    minimal = maria.post("/Goal", goal("gunnel"), If_None_Exist=asked("once"), Prefer="return=minimal")
    assert (minimal.status_code, minimal.data) == (200, b"")


def test_several_matches_are_told_and_change_nothing(house: House, maria: Caller) -> None:
    for _ in range(2):
        house.given(goal("gunnel", "Två lika"))
    before = house.versions()
    told = [
        maria.post("/Goal", goal("gunnel"), If_None_Exist="lifecycle-status=active"),
        maria.put("/Goal?lifecycle-status=active", goal("gunnel"), If_Match='W/"1"'),
    ]
    assert [(each.status_code, each.json["issue"][0]["code"]) for each in told] == [
        (412, "multiple-matches")
    ] * 2
    assert house.versions() == before


def test_a_conditional_update_needs_the_version_too(house: House, maria: Caller) -> None:
    made = maria.post("/Goal", named("gunnel", "versioned"))
    path, changed = f"/Goal?{asked('versioned')}", named("gunnel", "versioned", "Ändrat")
    assert maria.put(path, changed).status_code == 428
    assert maria.put(path, changed, If_Match='W/"7"').status_code == 412
    assert maria.put(path, {**changed, "id": "another"}, If_Match='W/"1"').status_code == 400
    done = maria.put(path, changed, If_Match='W/"1"')
    assert (done.status_code, done.json["id"], done.headers["ETag"]) == (200, made.json["id"], 'W/"2"')
    assert done.headers["Content-Location"] == f"{FHIR}/Goal/{made.json['id']}/_history/2"


def test_a_conditional_update_without_a_match_creates_under_an_id_of_ours(
    house: House, maria: Caller
) -> None:
    made = maria.put(f"/Goal?{asked('fresh')}", named("gunnel", "fresh"))
    assert (made.status_code, made.headers["Location"]) == (201, f"{FHIR}/Goal/{made.json['id']}/_history/1")
    assert maria.put(f"/Goal?{asked('none')}", {**goal("gunnel"), "id": "mine"}).status_code == 404
    assert maria.put(f"/Goal?{asked('none')}", goal("gunnel"), If_Match='W/"1"').status_code == 404


def test_if_none_match_any_creates_and_never_changes(house: House, maria: Caller) -> None:
    visit = {
        "resourceType": "Encounter",
        "id": "besok-inm",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/gunnel"},
    }
    feed = house.system("demo-feed")
    told = [feed.put("/Encounter/besok-inm", visit, If_None_Match="*").status_code for _ in range(2)]
    assert told == [201, 412]
    key = house.given(goal("gunnel"))
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    assert maria.put(f"/{key}", body, If_None_Match="*").status_code == 412
    assert maria.put("/Goal/ghost", {**goal("gunnel"), "id": "ghost"}, If_None_Match="*").status_code == 404
    foreign = house.given(goal("birger"), "rydhalsan-vc")
    hers = {**goal("birger"), "id": foreign.split("/")[1]}
    assert maria.put(f"/{foreign}", hers, If_None_Match="*").status_code == 404


def test_a_feed_finds_by_number_and_is_shown_nothing(house: House) -> None:
    feed, gunnel = house.system("demo-feed"), patient_body("gunnel")
    number = gunnel["identifier"][0]
    found = feed.post("/Patient", gunnel, If_None_Exist=f"identifier={number['system']}|{number['value']}")
    assert (found.status_code, found.data) == (200, b"")
    assert found.headers["Location"].startswith(f"{FHIR}/Patient/gunnel/")
    for path in ("/Patient?name=Gunnel", "/Patient?birthdate=gt1900"):
        assert feed.put(path, gunnel).status_code == 400
    for condition in ("name=Gunnel", "_has:Goal:subject:lifecycle-status=active", "organization.name=linden"):
        assert feed.post("/Patient", gunnel, If_None_Exist=condition).status_code == 400


def test_e4_what_the_caller_has_is_not_sent_again(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for tag in ('W/"1"', '"1"', "*", 'W/"7", W/"1"'):
        response = maria.get(f"/{key}", If_None_Match=tag)
        assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", 'W/"1"')
    assert maria.get(f"/{key}", If_None_Match='W/"2"').status_code == 200
