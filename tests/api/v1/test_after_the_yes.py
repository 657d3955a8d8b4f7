"""After the yes: changing one's mind, wanting to talk, pausing and ending."""

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, staff, staff_about


def test_taking_back_the_only_yes_pauses_the_contract(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    taken = gunnel.done("POST", "/my/plan/withdraw")
    assert (taken["status"], taken["applies"]) == ("on-hold", None)
    seen = gunnel.done("GET", "/my/plan")
    assert seen["phase"] == "skickad"
    assert {each["status"] for each in seen["promises"]["mine"]} == {"foreslagen"}
    assert gunnel.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})["status"] == "active"


def test_taking_back_a_later_yes_brings_the_earlier_utgava_back(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    edit = {"version": 0, "coordination": "Skolan är med."}
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", edit)
    maria.done("POST", f"/contracts/{plan}/publish")
    sara.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    taken = sara.done("POST", "/my/plan/withdraw")
    assert (taken["status"], taken["applies"]) == ("active", 1)
    assert {each["status"] for each in sara.done("GET", "/my/plan")["promises"]["care"]} == {"overenskommen"}


def test_without_a_yes_there_is_none_to_take_back(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    published(maria, "rut")
    assert rut.post("/my/plan/withdraw").status_code == 422


def test_wanting_a_change_takes_words_and_gives_care_a_task_the_patient_does_not_see(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    assert maja.post("/my/plan/answer", {"utgava": 1, "answer": "andra"}).status_code == 422
    answered = maja.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "andra", "text": "Mer tid"})
    assert answered["in_touch_by"] is not None
    assert maja.done("GET", "/my/plan")["phase"] == "vill-andra"
    (task,) = [each for each in maria.done("GET", "/worklist")["waiting"] if each["kind"] == "andra"]
    assert "Mer tid" in task["text"]
    assert maja.fhir.get(f"/{task['part']}").status_code == 404
    assert maja.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})["status"] == "active"
    assert plan == maja.done("GET", "/my/plan")["id"]


def test_staff_write_down_a_yes_with_its_method_but_never_a_digital_one(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "noel")
    answer = {"utgava": 1, "answer": "ja"}
    assert maria.post(f"/contracts/{plan}/answer", answer).status_code == 422
    assert maria.post(f"/contracts/{plan}/answer", answer | {"method": "digitalt"}).status_code == 422
    assert (
        maria.done("POST", f"/contracts/{plan}/answer", answer | {"method": "telefon"})["status"] == "active"
    )
    assert maria.done("GET", f"/contracts/{plan}")["utgavor"][0]["method"] == "telefon"


def test_a_paused_contract_goes_on(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    assert maria.done("POST", f"/contracts/{plan}/pause")["status"] == "on-hold"
    assert samir.done("GET", "/my/plan")["phase"] == "pausad"
    assert maria.done("POST", f"/contracts/{plan}/resume")["status"] == "active"


def test_a_draft_is_neither_paused_nor_completed(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "alva")
    assert maria.post(f"/contracts/{plan}/pause").status_code == 422
    assert maria.done("POST", f"/contracts/{plan}/end", {"reason": "flyttat"})["status"] == "revoked"


def test_ending_asks_how_it_went_with_every_goal(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    goals = {"goals": [{"text": "Baka till helgen", "by": "Patient/rut"}]}
    plan = agreed(maria, rut, "rut", mal=goals)
    assert maria.post(f"/contracts/{plan}/end", {"reason": "mal-uppnadda"}).status_code == 422
    (goal,) = rut.done("GET", "/my/plan")["goals"]
    ended = {"reason": "mal-uppnadda", "outcomes": {goal["id"]: "achieved"}}
    assert maria.done("POST", f"/contracts/{plan}/end", ended)["status"] == "completed"
    assert maria.fhir.get(f"/Goal/{goal['id']}").get_json()["lifecycleStatus"] == "completed"


@pytest.mark.parametrize("act", ["publish", "pause", "resume"])
def test_an_ended_contract_stays_ended(house: House, act: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "alva")
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "patienten-vill-inte"})
    assert maria.post(f"/contracts/{plan}/{act}").status_code == 422


def test_staff_with_a_patient_in_context_never_answer_as_the_patient(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    published(maria, "sara")
    with_context = staff_about(house, "maria", "sara")
    assert with_context.post("/my/plan/answer", {"utgava": 1, "answer": "ja"}).status_code == 403
    assert with_context.post("/my/sharing", {"unit": "hemsjukvarden-ekby"}).status_code == 403
    refused = with_context.get("/my/plan")
    assert (refused.status_code, refused.json["errors"][0]["en"]) == (
        403,
        "You cannot do this, whomever it concerns.",
    )
    assert with_context.get("/my/log").status_code in (403, 404)
    assert sara.done("GET", "/my/plan")["applies"] is None
