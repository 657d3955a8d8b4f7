"""Conditions inside a transaction: ifNoneExist, ifMatch, ifNoneMatch, Type?…, conditional references, PATCH (S-034 to S-036)."""

from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal, plan

SYSTEM = "https://region.example/mal"
URN = "urn:uuid:0c1d7f6e-0000-4000-8000-00000000000"


def named(patient: str, value: str, text: str = "Gå till torget") -> Body:
    return goal(patient, text) | {"identifier": [{"system": SYSTEM, "value": value}]}


def asked(value: str) -> str:
    return f"identifier={SYSTEM}|{value}"


def entry(
    method: str, url: str, resource: Body | None = None, full_url: str | None = None, **more: str
) -> Body:
    given: Body = {"request": {"method": method, "url": url, **more}}
    return given | ({"resource": resource} if resource else {}) | ({"fullUrl": full_url} if full_url else {})


def send(who: Caller, *entries: Body) -> Any:
    return who.post("", {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)})


def statuses(response: Any) -> list[int]:
    assert response.status_code == 200, response.text
    return [int(each["response"]["status"].split()[0]) for each in response.json["entry"]]


def test_a_conditional_reference_and_a_condition_may_lead_through_references(
    house: House, maria: Caller
) -> None:
    aim = house.given(named("gunnel", "s-035-chain"))
    hers = house.given(plan("gunnel", goal=[{"reference": aim}]))
    through = f"Goal?_has:CarePlan:goal:_id={hers.split('/')[1]}"
    done = send(
        maria,
        entry("POST", "CarePlan", plan("gunnel", goal=[{"reference": through}])),
        entry("POST", "CarePlan", plan("gunnel"), ifNoneExist=f"goal.{asked('s-035-chain')}"),
    )
    assert statuses(done) == [201, 200]
    made, found = (
        each["response"]["location"].partition("/fhir/")[2].split("/_history")[0]
        for each in done.json["entry"]
    )
    assert maria.get(f"/{made}").json["goal"] == [{"reference": aim}]
    assert found == hers


def replaced(text: str) -> Body:
    parts = [
        {"name": "type", "valueCode": "replace"},
        {"name": "path", "valueString": "Goal.description.text"},
        {"name": "value", "valueString": text},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}


def test_s_034_if_none_exist_finds_nothing_of_another(house: House, petra: Caller) -> None:
    house.given(named("gunnel", "s-034"))
    told = [
        send(petra, entry("POST", "Goal", named("birger", value), ifNoneExist=asked(value)))
        for value in ("s-034", "s-034-x")
    ]
    assert [statuses(each) for each in told] == [[201], [201]]
    foreign, ghost = (
        send(petra, entry("POST", "Goal", named(whose, "s-034"), ifNoneExist=asked("s-034")))
        for whose in ("gunnel", "nobodyatall")
    )
    assert (foreign.status_code, foreign.text) == (422, ghost.text)


@pytest.mark.parametrize("reference", ["Goal?{}", "Goal?subject=Patient/gunnel", "Goal?_id={id}", "Patient?_id=gunnel",
                                       "Goal?_has:CarePlan:goal:status=active",
                                       "Goal?subject:Patient._id=gunnel&_has:CarePlan:goal:_id={plan}",
                                       "Goal?subject=Patient/nobodyatall", "Nosuch?_id=x", "AuditEvent?_id=x"])  # fmt: skip
def test_s_035_a_conditional_reference_to_anothers_is_as_to_nobodys(
    reference: str, house: House, petra: Caller
) -> None:
    key = house.given(named("gunnel", "s-035"))
    hers = house.given(plan("gunnel", goal=[{"reference": key}]))
    before = house.versions()
    text = reference.format(asked("s-035"), id=key.split("/")[1], plan=hers.split("/")[1])
    response = send(petra, entry("POST", "CarePlan", plan("birger", goal=[{"reference": text}])))
    assert response.status_code == 422, response.text
    [issue] = response.json["issue"]
    assert (issue["code"], issue["expression"]) == (
        "not-found",
        ["Bundle.entry[0].resource.goal[0].reference"],
    )
    assert house.versions() == before


def test_several_matches_of_a_reference_or_a_condition_are_told(house: House, maria: Caller) -> None:
    for _ in range(2):
        house.given(goal("gunnel"))
    before = house.versions()
    active = "lifecycle-status=active"
    linked = send(maria, entry("POST", "CarePlan", plan("gunnel", goal=[{"reference": f"Goal?{active}"}])))
    assert (linked.status_code, linked.json["issue"][0]["code"]) == (422, "multiple-matches")
    made = send(maria, entry("POST", "Goal", goal("gunnel"), ifNoneExist=active))
    assert (made.status_code, made.json["issue"][0]["code"]) == (412, "multiple-matches")
    assert house.versions() == before


def test_s_135_two_entries_about_one_resource_are_refused(house: House, maria: Caller) -> None:
    key = house.given(named("gunnel", "s-135"))
    before = house.versions()
    body = {**named("gunnel", "s-135"), "id": key.split("/")[1]}
    by_id = entry("PUT", key, body, ifMatch='W/"1"')
    by_condition = entry("PUT", f"Goal?{asked('s-135')}", body, ifMatch='W/"1"')
    once = entry("POST", "Goal", goal("gunnel"), ifNoneExist=asked("s-135-new"))
    for pair in (
        (by_id, by_condition),
        (once, once),
        (by_id, entry("PATCH", key, replaced("x"), ifMatch='W/"1"')),
    ):
        response = send(maria, *pair)
        assert (response.status_code, response.json["issue"][0]["code"]) == (400, "duplicate")
        assert len(response.json["issue"][0]["expression"]) == 2
    assert house.versions() == before


def test_row_22_23_if_match_is_honoured_in_every_entry(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    before = house.versions()
    for condition, status in ({}, 428), ({"ifMatch": 'W/"7"'}, 412):
        good = entry("POST", "Goal", goal("gunnel"))
        assert send(maria, good, entry("PATCH", key, replaced("Nytt"), **condition)).status_code == status
    assert house.versions() == before
    done = send(maria, entry("PATCH", key, replaced("Nytt"), ifMatch='W/"1"'))
    assert (statuses(done), done.json["entry"][0]["resource"]["description"]["text"]) == ([200], "Nytt")


def test_what_is_there_is_used_and_what_is_not_is_made(house: House, maria: Caller) -> None:
    there = house.given(named("gunnel", "there"))
    response = send(
        maria,
        entry("POST", "CarePlan", plan("gunnel", goal=[{"reference": f"{URN}1"}, {"reference": f"{URN}2"},
                                                       {"reference": f"Goal?{asked('there')}"}])),
        entry("POST", "Goal", named("gunnel", "there", "Annat"), f"{URN}1", ifNoneExist=asked("there")),
        entry("POST", "Goal", named("gunnel", "new"), f"{URN}2", ifNoneExist=asked("new")),
    )  # fmt: skip
    assert statuses(response) == [201, 200, 201]
    made, found, new = response.json["entry"]
    assert found["fullUrl"] == f"{FHIR}/{there}"
    assert found["resource"]["description"]["text"] == "Gå till torget"
    new_key = new["fullUrl"].removeprefix(f"{FHIR}/")
    assert made["resource"]["goal"] == [{"reference": each} for each in (there, new_key, there)]


def test_conditional_update_and_patch_change_the_one_that_matches(house: House, maria: Caller) -> None:
    first, second = house.given(named("gunnel", "tx-1")), house.given(named("gunnel", "tx-2"))
    response = send(
        maria,
        entry("PUT", f"Goal?{asked('tx-1')}", named("gunnel", "tx-1", "Ändrat"), ifMatch='W/"1"'),
        entry("PATCH", f"Goal?{asked('tx-2')}", replaced("Ändrat"), ifMatch='W/"1"'),
        entry("PUT", f"Goal?{asked('tx-3')}", named("gunnel", "tx-3")),
        entry("GET", first),
        entry("GET", f"{second}/_history/1"),
    )
    assert statuses(response) == [200, 200, 201, 200, 200]
    told = response.json["entry"]
    assert [each["fullUrl"] for each in told[:2]] == [f"{FHIR}/{first}", f"{FHIR}/{second}"]
    assert {each["resource"]["description"]["text"] for each in (told[0], told[1], told[3])} == {"Ändrat"}
    assert told[4]["resource"]["meta"]["versionId"] == "1"
    assert (
        send(maria, entry("PATCH", f"Goal?{asked('none')}", replaced("x"), ifMatch='W/"1"')).status_code
        == 404
    )


def test_if_none_match_in_an_entry(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    told = send(maria, entry("GET", key, ifNoneMatch='W/"1"'))
    assert statuses(told) == [304]
    assert "resource" not in told.json["entry"][0]
    body = {**goal("gunnel"), "id": key.split("/")[1]}
    assert send(maria, entry("PUT", key, body, ifNoneMatch="*")).status_code == 412
    assert send(maria, entry("POST", "Goal", goal("gunnel"), ifNoneMatch="*")).status_code == 400


def test_a_feed_brings_a_patient_once_with_what_is_hers(house: House) -> None:
    feed = house.system("demo-feed")
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "urn:x", "value": "tx-patient"}],
        "name": [{"text": "Ny"}],
    }
    visit = {
        "resourceType": "Encounter",
        "identifier": [{"system": "urn:x", "value": "tx-visit"}],
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": f"{URN}1"},
    }
    told = [
        send(
            feed,
            entry("POST", "Encounter", visit, ifNoneExist="identifier=urn:x|tx-visit"),
            entry("POST", "Patient", patient, f"{URN}1", ifNoneExist="identifier=urn:x|tx-patient"),
        )
        for _ in range(2)
    ]
    assert [statuses(each) for each in told] == [[201, 201], [200, 200]]
    first, again = ([each["fullUrl"] for each in response.json["entry"]] for response in told)
    assert first == again
    assert "resource" not in told[1].json["entry"][1], "a feed reads nothing"
