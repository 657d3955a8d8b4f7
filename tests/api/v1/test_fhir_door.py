"""The rules of care hold at the FHIR door too: what only a command may do is refused there, and the command is named."""

import pytest

from patientkontrakt.care import codes
from patientkontrakt.fhir import systems
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, opened, patient, published, staff
from tests.api.v1.resources import Body, body_of, concept, contract_plan, put, tasks_of, text_of


@pytest.mark.parametrize("status", ["active", "on-hold"])
def test_a_contract_cannot_be_created_as_agreed(house: House, status: str) -> None:
    refused = staff(house, "maria").fhir.post("/CarePlan", contract_plan(status))
    assert refused.status_code == 422
    assert "/api/v1/contracts/{id}/answer" in text_of(refused)


def test_a_contract_in_a_bundle_cannot_be_created_as_agreed(house: House) -> None:
    entry = {"resource": contract_plan("active"), "request": {"method": "POST", "url": "CarePlan"}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
    refused = staff(house, "maria").fhir.post("", bundle)
    assert refused.status_code == 422
    assert "/api/v1/contracts/{id}/answer" in text_of(refused)


def test_an_update_cannot_make_a_contract_agreed(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    before = house.versions()
    refused = put(maria, body_of(maria, f"CarePlan/{plan}") | {"status": "active"})
    assert refused.status_code == 422
    assert "/api/v1/contracts/{id}/answer" in text_of(refused)
    assert house.versions() == before


def test_a_contract_cannot_stop_being_one_to_escape_its_rules(house: House) -> None:
    maria = staff(house, "maria")
    plan = opened(maria, "rut")
    body = body_of(maria, f"CarePlan/{plan}") | {"status": "active"}
    body["category"] = [{"text": "annan plan"}]
    assert put(maria, body).status_code == 422


def test_other_plans_are_free(house: House) -> None:
    body = contract_plan("active") | {"category": [{"text": "Rehabplan"}]}
    assert staff(house, "maria").fhir.post("/CarePlan", body).status_code == 201


def test_a_contract_made_through_fhir_is_an_utkast(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    made = maria.fhir.post("/CarePlan", contract_plan("draft"))
    assert made.status_code == 201
    assert rut.fhir.get(f"/CarePlan/{made.get_json()['id']}").status_code == 404


@pytest.mark.parametrize("deed", ["utgiven", "overens", "aterkallad"])
def test_utgavor_and_yeses_are_not_written_by_hand(house: House, deed: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    forged = {
        "resourceType": "Provenance",
        "target": [{"reference": f"CarePlan/{plan}/_history/1"}],
        "recorded": "2026-11-21T10:00:00Z",
        "activity": {"coding": [{"system": systems.ACTIVITY, "code": deed}]},
        "agent": [{"who": {"reference": "PractitionerRole/maria"}}],
    }
    refused = maria.fhir.post("/Provenance", forged)
    assert refused.status_code == 422
    assert "/api/v1/" in text_of(refused)


def test_the_answer_is_not_written_by_hand(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = published(maria, "sara")
    (asked,) = tasks_of(sara, plan, codes.SVAR)
    refused = put(sara, asked | {"status": "completed"})
    assert refused.status_code == 422
    assert "/api/v1/my/plan/answer" in text_of(refused)


def test_staff_write_in_their_own_name(house: House) -> None:
    body = contract_plan("draft") | {"author": {"reference": "PractitionerRole/johan"}}
    assert staff(house, "maria").fhir.post("/CarePlan", body).status_code == 422


def test_where_an_entry_was_made_is_not_the_writers_to_say(house: House) -> None:
    body = contract_plan("draft") | {"meta": {"source": "urn:oid:1.2.752.129.2.1.4.1#SE2321009991-E001"}}
    assert staff(house, "maria").fhir.post("/CarePlan", body).status_code == 422


def test_a_goal_in_the_patients_words_is_hers(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    goals = {"goals": [{"text": "Gå till torget", "by": "Patient/gunnel"}]}
    published(maria, "gunnel", mal=goals)
    goal_id = gunnel.done("GET", "/my/plan")["goals"][0]["id"]
    goal = body_of(maria, f"Goal/{goal_id}")
    assert put(maria, goal | {"description": {"text": "Promenera"}}).status_code == 422
    theirs = {
        "resourceType": "Goal",
        "lifecycleStatus": "proposed",
        "description": {"text": "Minska vikten"},
        "subject": {"reference": "Patient/gunnel"},
        "expressedBy": {"reference": "PractitionerRole/maria"},
    }
    assert gunnel.fhir.post("/Goal", theirs).status_code == 422


def test_a_goal_of_her_own_is_a_wish_until_it_is_in_the_plan(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    published(maria, "sara")
    wish = {
        "resourceType": "Goal",
        "lifecycleStatus": "proposed",
        "description": {"text": "Cykla igen"},
        "subject": {"reference": "Patient/sara"},
        "expressedBy": {"reference": "Patient/sara"},
    }
    assert sara.fhir.post("/Goal", wish).status_code == 201
    seen = sara.done("GET", "/my/plan")
    assert [each["text"] for each in seen["wishes"]] == ["Cykla igen"]
    assert seen["goals"] == []


def test_a_change_of_agreed_content_through_fhir_is_the_next_utgava(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    changed = put(maria, body_of(maria, f"CarePlan/{plan}") | {"title": "Ruts plan"})
    assert changed.status_code == 200
    seen = rut.done("GET", "/my/plan")
    assert (seen["utgava"], seen["applies"], seen["status"], seen["phase"]) == (2, 1, "active", "skickad")
    assert rut.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})["status"] == "active"
    assert rut.done("GET", "/my/plan")["applies"] == 2


def test_a_second_fixed_doctor_at_the_same_custodian_is_a_conflict(house: House) -> None:
    johan = staff(house, "johan")
    team = {
        "resourceType": "CareTeam",
        "status": "active",
        "category": [concept(codes.FAST_KONTAKT)],
        "subject": {"reference": "Patient/alva"},
        "period": {"start": "2026-01-01"},
        "participant": [
            {
                "role": [{"coding": [{"system": systems.FAST_KONTAKT_TYP, "code": "2"}]}],
                "member": {"reference": "PractitionerRole/johan"},
            }
        ],
        "telecom": [{"system": "phone", "value": "070-174 06 12"}],
    }
    assert johan.fhir.post("/CareTeam", team).status_code == 201
    assert johan.fhir.post("/CareTeam", team).status_code == 409
    earlier = team | {"period": {"start": "2025-01-01", "end": "2025-12-31"}}
    assert johan.fhir.post("/CareTeam", earlier).status_code == 201


def test_an_internal_note_is_never_the_patients(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    note = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(codes.INTERNAL_NOTE)],
        "subject": {"reference": "Patient/rut"},
        "sender": {"reference": "PractitionerRole/maria"},
        "payload": [{"contentString": "Ring dottern först."}],
    }
    made = maria.fhir.post("/Communication", note)
    assert made.status_code == 201
    assert rut.fhir.get(f"/Communication/{made.get_json()['id']}").status_code == 404
    assert maria.fhir.get(f"/Communication/{made.get_json()['id']}").status_code == 200


@pytest.mark.parametrize(
    "extension",
    [
        {"url": systems.ext("review-by"), "valueString": "snart"},
        {"url": systems.ext("ingen-tid"), "valueCode": "ja"},
        {"url": systems.ext("varning"), "valueString": "ont"},
        {"url": systems.ext("varning"), "extension": [{"url": "okand", "valueString": "x"}]},
    ],
)
def test_our_own_extensions_have_their_shape(house: House, extension: Body) -> None:
    body = contract_plan("draft") | {"extension": [extension]}
    assert staff(house, "maria").fhir.post("/CarePlan", body).status_code == 422


def test_dates_at_the_edge_of_the_calendar_can_be_stored_and_read(house: House) -> None:
    maria = staff(house, "maria")
    plan = opened(maria, "noel")
    body = body_of(maria, f"CarePlan/{plan}") | {"period": {"start": "0001-01-01", "end": "9999-12-31"}}
    assert put(maria, body).status_code == 200
    assert maria.get(f"/contracts/{plan}").status_code == 200
    assert maria.get("/worklist").status_code == 200
    maria.done("POST", f"/contracts/{plan}/publish")
    assert body_of(maria, f"CarePlan/{plan}")["period"] == body["period"]


def test_an_entry_may_say_that_it_was_made_at_the_writers_own_unit(house: House) -> None:
    own = contract_plan("draft") | {"meta": {"source": "urn:oid:1.2.752.129.2.1.4.1#SE2321009991-L001"}}
    assert staff(house, "maria").fhir.post("/CarePlan", own).status_code == 201


def test_several_changes_in_one_transaction_are_one_utgava(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    goals = {"goals": [{"text": "Sova bättre", "by": "PractitionerRole/maria"}]}
    plan = agreed(maria, samir, "samir", mal=goals)
    goal = samir.done("GET", "/my/plan")["goals"][0]["id"]
    changes = [
        body_of(maria, f"CarePlan/{plan}") | {"title": "Samirs plan"},
        body_of(maria, f"Goal/{goal}") | {"description": {"text": "Sova åtta timmar"}},
    ]
    entries = [
        {
            "resource": each,
            "request": {
                "method": "PUT",
                "url": f"{each['resourceType']}/{each['id']}",
                "ifMatch": f'W/"{each["meta"]["versionId"]}"',
            },
        }
        for each in changes
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert maria.fhir.post("", bundle).status_code == 200
    assert samir.done("GET", "/my/plan")["utgava"] == 2
    assert samir.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})["status"] == "active"
