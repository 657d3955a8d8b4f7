"""Writes that would cross from one patient to another, or say more than their sender may: refused, nothing stored."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal, plan

GHOST = "nobodyisherenobodyish"


def issue_of(response: Any) -> Body:
    """The first issue, without its words' place."""
    assert response.json["resourceType"] == "OperationOutcome"
    found: Body = response.json["issue"][0]
    return found


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/gunnel"},
        {"reference": f"{FHIR}/Patient/gunnel"},
        {"reference": "https://elsewhere.example/fhir/Patient/gunnel"},
        {"reference": "Patient?identifier=x"},
        {"identifier": {"system": "urn:oid:1.2.752.129.2.1.3.1", "value": "194403129804"}},
        {"reference": "#p"},
    ],
)
def test_s_024_nothing_is_made_for_a_patient_one_may_not_know(
    subject: Body, house: House, petra: Caller
) -> None:
    before = house.versions()
    response = petra.post("/Goal", {**goal("gunnel"), "subject": subject})
    assert response.status_code == 422, response.text
    assert house.versions() == before


def test_s_024_a_foreign_patient_and_a_ghost_are_one_answer(
    house: House, petra: Caller, statements: Any
) -> None:
    told: list[Any] = []
    heard = [
        statements(lambda patient=patient: told.append(petra.post("/Goal", goal(patient))))
        for patient in ("gunnel", GHOST)
    ]
    assert [each.status_code for each in told] == [422, 422]
    assert told[0].text == told[1].text
    assert heard[0] == heard[1]


def test_s_025_a_foreign_goal_and_a_ghost_are_one_answer(house: House, petra: Caller) -> None:
    foreign = house.given(goal("gunnel"))
    told = [
        petra.post("/CarePlan", plan("birger", goal=[{"reference": reference}]))
        for reference in (foreign, f"Goal/{GHOST}")
    ]
    assert [each.status_code for each in told] == [422, 422]
    assert told[0].text == told[1].text
    assert issue_of(told[0])["expression"] == ["CarePlan.goal[0].reference"]


@pytest.mark.parametrize("type", ["Provenance", "AppointmentResponse"])
def test_s_025_what_belongs_to_its_target_tells_nothing_of_a_foreign_one(
    type: str, house: House, petra: Caller, statements: Any
) -> None:
    bodies = {
        "Provenance": lambda to: {
            "target": [{"reference": to}],
            "recorded": "2026-11-21T12:00:00+01:00",
            "agent": [{"who": {"reference": "Organization/rydhalsan-vc"}}],
        },
        "AppointmentResponse": lambda to: {
            "appointment": {"reference": to},
            "actor": {"reference": "PractitionerRole/petra"},
            "participantStatus": "accepted",
        },
    }
    appointment = {
        "resourceType": "Appointment",
        "status": "proposed",
        "participant": [{"actor": {"reference": "Patient/gunnel"}, "status": "accepted"}],
    }
    foreign = house.given(goal("gunnel") if type == "Provenance" else appointment)
    told: list[Any] = []
    heard = [
        statements(
            lambda to=to: told.append(petra.post(f"/{type}", {"resourceType": type, **bodies[type](to)}))
        )
        for to in (foreign, f"{foreign.split('/')[0]}/{GHOST}")
    ]
    assert [each.status_code for each in told] == [422, 422]
    assert told[0].text == told[1].text
    assert heard[0] == heard[1]


def test_s_025_nor_does_it_in_a_transaction(house: House, petra: Caller, statements: Any) -> None:
    foreign = house.given(goal("gunnel"))
    told: list[Any] = []
    for target in (foreign, f"Goal/{GHOST}"):
        provenance = {
            "resourceType": "Provenance",
            "target": [{"reference": target}],
            "recorded": "2026-11-21T12:00:00+01:00",
            "agent": [{"who": {"reference": "Organization/rydhalsan-vc"}}],
        }
        entries = [
            {"resource": body, "request": {"method": "POST", "url": body["resourceType"]}}
            for body in (goal("birger"), provenance)
        ]
        told.append(petra.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries}))
    assert [each.status_code for each in told] == [422, 422]
    assert told[0].text == told[1].text
    assert issue_of(told[0])["expression"] == ["Bundle.entry[1].resource.target[0].reference"]


def test_s_026_an_appointment_for_two_patients_is_refused(house: House, maria: Caller) -> None:
    participants = [
        {"actor": {"reference": f"Patient/{id}"}, "status": "accepted"} for id in ("gunnel", "birger")
    ]
    response = maria.post(
        "/Appointment", {"resourceType": "Appointment", "status": "proposed", "participant": participants}
    )
    assert response.status_code == 422
    assert issue_of(response)["expression"] == ["Appointment.participant.actor"]


def test_s_029_the_body_names_the_address(house: House, maria: Caller) -> None:
    key, other = house.given(goal("gunnel")), house.given(goal("gunnel"))
    for body in (
        goal("gunnel"),
        {**goal("gunnel"), "id": other.split("/")[1]},
        {**plan("gunnel"), "id": "x"},
    ):
        assert maria.put(f"/{key}", body, If_Match='W/"1"').status_code == 400


def test_s_030_id_version_time_and_labels_are_the_servers(house: House, maria: Caller) -> None:
    meta = {
        "versionId": "999",
        "lastUpdated": "1999-01-01T00:00:00Z",
        "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "N"}],
    }
    response = maria.post("/Goal", {**goal("gunnel"), "id": "mine", "meta": meta})
    assert response.status_code == 201
    assert response.json["id"] != "mine"
    assert response.json["meta"]["versionId"] == "1"
    assert response.json["meta"]["lastUpdated"] > "2026"
    assert "security" not in response.json["meta"]


@pytest.mark.parametrize("identifier", ["194403129804", "195111049812", "no-such"])
def test_s_031_a_condition_is_refused_where_it_would_not_be_heeded(
    identifier: str, house: House, petra: Caller
) -> None:
    before = house.versions()
    told = [
        petra.post("/Goal", goal("birger"), If_None_Match=f"identifier={identifier}"),
        petra.post(f"/Goal?identifier=no-{identifier[:3]}", goal("birger")),
        petra.put("/Goal/x?identifier=a", goal("birger")),
        petra.put("/Goal?identifier=a", goal("birger"), If_None_Match="*"),
    ]
    assert [each.status_code for each in told] == [400] * 4
    assert {issue_of(each)["code"] for each in told} == {"not-supported"}
    assert house.versions() == before


CONDITIONS: dict[str, Callable[[Caller, str], Any]] = {
    "create": lambda who, value: who.post("/Goal", goal("gunnel"), If_None_Exist=f"identifier=urn:x|{value}"),
    "update": lambda who, value: who.put(f"/Goal?identifier=urn:x|{value}", goal("gunnel"), If_Match='W/"1"'),
    "named": lambda who, value: who.put(f"/Goal?identifier={value}", {**goal("birger"), "id": "x"}),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_s_031_s_032_conditions_find_nothing_of_another_by_the_same_work(
    name: str, house: House, petra: Caller, statements: Any
) -> None:
    house.given(goal("gunnel") | {"identifier": [{"system": "urn:x", "value": "s-031"}]})
    told: list[Any] = []
    heard = [
        statements(lambda value=value: told.append(CONDITIONS[name](petra, value)))
        for value in ("s-031", "s-032")
    ]
    assert told[0].status_code in (404, 422)
    assert (told[0].status_code, told[0].text) == (told[1].status_code, told[1].text)
    assert heard[0] == heard[1]


def test_s_033_nothing_of_care_is_deleted(house: House, maria: Caller, logged: Any) -> None:
    key = house.given(goal("gunnel"))
    for path in (f"/{key}", "/Goal?identifier=x", "/Goal?patient=gunnel", f"/{key}/_history/1"):
        response = maria.send("DELETE", path)
        assert response.status_code == 405
        assert "DELETE" not in response.headers["Allow"]
        assert "entered-in-error" in response.text
    assert maria.get(f"/{key}").status_code == 200
    assert ("delete", "refused", "never") in {row[:3] for row in logged()}


@pytest.mark.parametrize(
    "entry",
    [
        {"resource": goal("birger"), "request": {"method": "POST", "url": "Goal", "ifNoneExist": "nosuch=x"}},
        {"resource": plan("birger", goal=[{"reference": "Goal?subject=Patient/gunnel"}]),
         "request": {"method": "POST", "url": "CarePlan"}},
        {"request": {"method": "GET", "url": "../oauth/jwks"}},
        {"request": {"method": "GET", "url": "file:///etc/passwd"}},
        {"request": {"method": "GET", "url": "http://169.254.169.254/latest"}},
        {"request": {"method": "GET", "url": "../fhir/Goal/x"}},
        {"request": {"method": "DELETE", "url": "Goal/x"}},
        {"request": {"method": "GET", "url": "Goal?patient=gunnel"}},
        {"resource": {"resourceType": "Bundle", "type": "collection"},
         "request": {"method": "POST", "url": "Bundle"}},
    ],
)  # fmt: skip
def test_s_034_s_037_a_transaction_reaches_no_further_than_a_request(
    entry: Body, house: House, petra: Caller
) -> None:
    before = house.versions()
    good = {"resource": goal("birger"), "request": {"method": "POST", "url": "Goal"}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [good, entry]}
    response = petra.post("", bundle)
    assert 400 <= response.status_code < 500, response.text
    assert response.json["resourceType"] == "OperationOutcome"
    assert house.versions() == before


def test_s_019_a_transaction_reads_foreign_and_ghost_alike(house: House, petra: Caller) -> None:
    foreign = house.given(goal("gunnel"))
    told = [
        petra.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [
            {"request": {"method": "GET", "url": url}}]})
        for url in (foreign, f"Goal/{GHOST}")
    ]  # fmt: skip
    assert [each.status_code for each in told] == [404, 404]
    assert told[0].text == told[1].text


def test_s_036_a_full_url_of_anothers_resource_leads_nowhere(house: House, petra: Caller) -> None:
    foreign = house.given(goal("gunnel"))
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": f"{FHIR}/{foreign}", "resource": goal("birger"), "request": {"method": "POST", "url": "Goal"}},
        {"resource": plan("birger", goal=[{"reference": f"{FHIR}/{foreign}"}]),
         "request": {"method": "POST", "url": "CarePlan"}},
    ]}  # fmt: skip
    assert petra.post("", bundle).status_code == 400


def test_who_may_read_but_not_write_is_told_so(house: House, gunnel: Caller) -> None:
    key = house.given(plan("gunnel"))
    response = gunnel.put(f"/{key}", {**plan("gunnel"), "id": key.split("/")[1]}, If_Match='W/"1"')
    assert response.status_code == 403
    assert issue_of(response)["code"] == "forbidden"


def test_a_subsetted_resource_is_not_put_back(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    part = maria.get(f"/{key}?_summary=true").json
    response = maria.put(f"/{key}", part, If_Match='W/"1"')
    assert response.status_code == 422
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'
