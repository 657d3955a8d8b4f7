"""Sections are versioned one by one, and what another door changed meanwhile is never overwritten."""

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, opened, patient, published, staff
from tests.api.v1.resources import body_of, promise, put


def test_two_who_save_the_same_section_do_not_overwrite_each_other(house: House) -> None:
    maria, johan = staff(house, "maria"), staff(house, "johan")
    plan = opened(maria, "gunnel")
    first = maria.done("PATCH", f"/contracts/{plan}/sections/samre", {"version": 0, "warnings": []})
    assert first["version"] == 1
    late = johan.patch(f"/contracts/{plan}/sections/samre", {"version": 0, "warnings": []})
    assert late.status_code == 412
    other = {"version": 0, "coordination": "Hemtjänsten"}
    assert johan.patch(f"/contracts/{plan}/sections/samordning", other).status_code == 200


def test_a_draft_is_shown_to_its_unit_and_changes_nothing_published(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = published(maria, "sara")
    before = maria.done("GET", f"/contracts/{plan}")["sections"]["samre"]
    assert (before["draft"], before["by"], before["at"], before["data"]) == (
        False,
        None,
        None,
        {"warnings": []},
    )
    warning = {"level": "rod", "sign": "Ont i bröstet", "act": "Ring 112 genast"}
    maria.done("PATCH", f"/contracts/{plan}/sections/samre", {"version": 0, "warnings": [warning]})
    assert maria.done("GET", f"/contracts/{plan}")["sections"]["samre"]["draft"] is True
    assert sara.done("GET", "/my/plan")["warnings"] == []
    maria.done("POST", f"/contracts/{plan}/publish")
    assert [each["sign"] for each in sara.done("GET", "/my/plan")["warnings"]] == ["Ont i bröstet"]


def test_what_another_door_changed_meanwhile_stops_the_publication(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", {"version": 0, "title": "Plan A"})
    assert put(maria, body_of(maria, f"CarePlan/{plan}") | {"title": "Plan B"}).status_code == 200
    refused = maria.post(f"/contracts/{plan}/publish")
    assert refused.status_code == 409
    assert [each["where"] for each in refused.get_json()["errors"]] == [["samordning.title"]]
    assert body_of(maria, f"CarePlan/{plan}")["title"] == "Plan B"
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", {"version": 1, "title": "Plan C"})
    assert maria.post(f"/contracts/{plan}/publish").status_code == 409, "she has not seen Plan B"
    maria.done("POST", f"/contracts/{plan}/sections/samordning/rebase", {"version": 2})
    assert maria.done("POST", f"/contracts/{plan}/publish")["utgava"] == 3


def test_an_edit_of_an_agreed_promise_makes_it_a_proposal_again_and_leaves_the_others(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    section = maria.done("GET", f"/contracts/{plan}")["sections"]["ansvar"]
    hers, theirs = section["data"]["promises"]
    edited = {"version": 0, "promises": [hers | {"text": "Jag går två rundor."}, theirs]}
    maria.done("PATCH", f"/contracts/{plan}/sections/ansvar", edited)
    maria.done("POST", f"/contracts/{plan}/publish")
    seen = maja.done("GET", "/my/plan")
    assert [each["status"] for each in seen["promises"]["mine"]] == ["motforslag"]
    assert [each["status"] for each in seen["promises"]["care"]] == ["overenskommen"]
    assert (seen["applies"], seen["utgava"], seen["status"]) == (1, 2, "active")


def test_a_contact_is_changed_at_once_and_the_plan_stays_agreed(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    contact = maria.done("GET", f"/contracts/{plan}")["sections"]["kontakter"]["data"]["contacts"][0]
    moved = contact | {"paths": [{"system": "phone", "value": "070-174 06 13"}]}
    maria.done("PATCH", f"/contracts/{plan}/sections/kontakter", {"version": 0, "contacts": [moved]})
    seen = samir.done("GET", "/my/plan")
    assert seen["contacts"][0]["paths"][0]["value"] == "070-174 06 13"
    assert (seen["phase"], seen["utgava"]) == ("overens", 1)


def test_an_utgava_that_says_nothing_new_is_not_given_out(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "noel")
    assert maria.post(f"/contracts/{plan}/publish").status_code == 422


def test_the_patients_own_story_is_not_rewritten_by_staff(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel", viktigt=None)
    story = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://patientkontrakt.example/fhir/Questionnaire/viktigt-for-mig",
        "status": "completed",
        "subject": {"reference": "Patient/gunnel"},
        "source": {"reference": "Patient/gunnel"},
        "author": {"reference": "Patient/gunnel"},
        "authored": "2026-11-21T12:00:00Z",
        "item": [{"linkId": "viktigt", "answer": [{"valueString": "Att inte vara ensam."}]}],
    }
    made = gunnel.fhir.post("/QuestionnaireResponse", story)
    assert made.status_code == 201
    assert gunnel.done("GET", "/my/plan")["story"]["text"] == "Att inte vara ensam."
    edit = {"version": 0, "text": "Något annat"}
    assert maria.patch(f"/contracts/{plan}/sections/viktigt", edit).status_code == 422
    body = body_of(maria, f"QuestionnaireResponse/{made.get_json()['id']}")
    body["item"][0]["answer"][0]["valueString"] = "Något annat"
    assert put(maria, body).status_code == 422


def test_an_id_from_elsewhere_is_not_taken(house: House) -> None:
    maria = staff(house, "maria")
    other = published(maria, "noel")
    taken = maria.done("GET", f"/contracts/{other}")["promises"]["care"][0]["id"]
    promises = [
        {"id": taken, "text": "Vi hör av oss.", "owner": "PractitionerRole/maria", "when": "varje vecka"}
    ]
    plan = published(maria, "alva", ansvar={"promises": promises})
    assert maria.done("GET", f"/contracts/{plan}")["promises"]["care"][0]["id"] != taken


def test_the_patients_own_promise_and_goal_are_taken_into_the_plan_as_hers(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    task = promise(plan, "Patient/maja", "Patient/maja", who="maja")
    assert maja.fhir.post("/Task", task).status_code == 201
    wish = {
        "resourceType": "Goal",
        "lifecycleStatus": "proposed",
        "description": {"text": "Spela fotboll igen"},
        "subject": {"reference": "Patient/maja"},
        "expressedBy": {"reference": "Patient/maja"},
    }
    assert maja.fhir.post("/Goal", wish).status_code == 201
    seen = maria.done("GET", f"/contracts/{plan}")
    (hers,), (goal,) = seen["proposals"], seen["wishes"]
    known = seen["sections"]["ansvar"]["data"]["promises"]
    taken = {name: hers[name] for name in ("id", "text", "owner", "when")}
    maria.done("PATCH", f"/contracts/{plan}/sections/ansvar", {"version": 0, "promises": [*known, taken]})
    goals = [{name: goal[name] for name in ("id", "text", "by")}]
    maria.done("PATCH", f"/contracts/{plan}/sections/mal", {"version": 0, "goals": goals})
    maria.done("POST", f"/contracts/{plan}/publish")
    agreed_to = maja.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    assert agreed_to["status"] == "active"
    now = maja.done("GET", "/my/plan")
    assert now["proposals"] == now["wishes"] == []
    (mine,) = [each for each in now["promises"]["mine"] if each["id"] == hers["id"]]
    assert (mine["requester"], mine["status"]) == ("Patient/maja", "overenskommen")
    assert [(each["text"], each["lifecycle"]) for each in now["goals"]] == [("Spela fotboll igen", "active")]
