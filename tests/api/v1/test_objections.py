"""R-3: what the patient says is wrong stands beside the entry, for her and for staff, and nobody takes it away."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.care.entries.objecting import object_to
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff

GOALS = {"goals": [{"text": "Gå till torget"}]}
SAID = {"text": "Jag har aldrig sagt det."}


def goal_of(person: Person, plan: str) -> str:
    return f"Goal/{person.done('GET', f'/contracts/{plan}')['goals'][0]['id']}"


def communication(person: Person, id: str) -> dict[str, Any]:
    found: dict[str, Any] = person.fhir.get(f"/Communication/{id}").get_json()
    return found


@pytest.mark.parametrize("who", ["birger", "sara"])
def test_r_3_another_patient_meets_what_is_not_there(house: House, who: str) -> None:
    maria = staff(house, "maria")
    part = goal_of(maria, published(maria, "maja", mal=GOALS))
    other, stood = patient(house, who), house.versions()
    for body in ({"part": part, **SAID}, {"part": "Goal/finns-inte", **SAID}):
        assert other.post("/my/objections", body).status_code == 404
    assert house.versions() == stood


def test_r_3_staff_do_not_object_for_her(house: House) -> None:
    maria = staff(house, "maria")
    part = goal_of(maria, published(maria, "maja", mal=GOALS))
    assert maria.post("/my/objections", {"part": part, **SAID}).status_code == 403
    assert maria.get("/my/objections").status_code == 403


def test_r_3_a_hidden_entry_is_not_there_to_object_to(house: House) -> None:
    """Work items and internal notes are staff's: their ids tell her nothing."""
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja", mal=GOALS)
    maja.done("POST", "/my/questions", {"text": "När?", "about": "plan"})
    item = maria.done("GET", "/work-items")["items"][0]["id"]
    assert maja.post("/my/objections", {"part": f"Task/{item}", **SAID}).status_code == 404
    assert maja.post("/my/objections", {"part": f"CarePlan/{plan}", **SAID}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [{"part": "Goal/x"}, {"text": "Nej"}, {"part": "Patient/maja", **SAID}, {"part": "Goal/x", "text": " "}],
)
def test_r_3_an_objection_names_an_entry_and_has_words(house: House, body: dict[str, Any]) -> None:
    assert patient(house, "maja").post("/my/objections", body).status_code == 422


def test_r_3_nobody_takes_an_objection_away_at_the_fhir_door(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    part = goal_of(maria, published(maria, "maja", mal=GOALS))
    made = maja.done("POST", "/my/objections", {"part": part, **SAID})["id"]
    body = communication(maria, made)
    for changed in ({"status": "entered-in-error"}, {"payload": [{"contentString": "Det stämmer."}]}):
        answer = maria.fhir.put(f"/Communication/{made}", body | changed, If_Match='W/"1"')
        assert answer.status_code == 422, answer.get_data(as_text=True)
    assert maria.fhir.send("DELETE", f"/Communication/{made}").status_code == 405
    fresh = {name: each for name, each in body.items() if name not in ("id", "meta")}
    assert maja.fhir.post("/Communication", fresh).status_code == 422
    assert maja.done("GET", "/my/objections")["objections"][0]["text"] == SAID["text"]


def test_r_3_a_correction_does_not_reach_an_objection(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja", mal=GOALS)
    made = maja.done("POST", "/my/objections", {"part": goal_of(maria, plan), **SAID})["id"]
    body = {"part": f"Communication/{made}", "version": 1, "reason": "Fel."}
    assert maria.post(f"/contracts/{plan}/corrections", body).status_code == 422


def test_r_3_it_stands_beside_the_entry_for_her_and_for_staff(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    read = rut.done("GET", "/my/plan")["goals"][0]["version"]
    made = rut.done("POST", "/my/objections", {"part": part, **SAID})
    for seen in (
        rut.done("GET", "/my/plan"),
        maria.done("GET", f"/contracts/{plan}"),
        rut.done("GET", "/my/objections"),
        maria.done("GET", f"/contracts/{plan}/objections"),
    ):
        told = next(each for each in seen["objections"] if each["id"] == made["id"])
        assert (told["part"], told["text"], told["version"]) == (part, SAID["text"], read)
    plain = rut.done("GET", "/my/plan")
    assert (plain["phase"], plain["utgava"]) == ("overens", 1)


def test_r_3_care_has_it_to_answer_and_she_reads_the_answer(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    made = rut.done("POST", "/my/objections", {"part": goal_of(maria, plan), **SAID})["id"]

    def waits() -> list[dict[str, Any]]:
        found = maria.done("GET", "/worklist")["waiting"]
        return [each for each in found if each["contract"] == plan and each["kind"] == "invandning"]

    assert len(waits()) == 1
    said = maria.done("POST", f"/contracts/{plan}/objections/{made}/answer", {"text": "Vi ändrar det."})
    assert [each["text"] for each in said["answers"]] == ["Vi ändrar det."]
    assert waits() == []
    seen = rut.done("GET", "/my/objections")
    told = next(each for each in seen["objections"] if each["id"] == made)["answers"][0]
    assert told["text"] == "Vi ändrar det."
    assert seen["people"][told["by"]]["name"] == "Maria Lindqvist"


@pytest.mark.parametrize("who", ["petra", "dag", "ahmed"])
def test_r_3_a_unit_without_a_ground_answers_nothing(house: House, who: str) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja", mal=GOALS)
    made = maja.done("POST", "/my/objections", {"part": goal_of(maria, plan), **SAID})["id"]
    stranger = staff(house, who)
    assert stranger.get(f"/contracts/{plan}/objections").status_code == 404
    path = f"/contracts/{plan}/objections/{made}/answer"
    assert stranger.post(path, {"text": "Nej."}).status_code == 404


def test_r_3_an_objection_of_another_contract_is_not_there(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    hers = agreed(maria, gunnel, "gunnel", mal=GOALS)
    made = gunnel.done("POST", "/my/objections", {"part": goal_of(maria, hers), **SAID})["id"]
    other = published(maria, "maja", mal=GOALS)
    path = f"/contracts/{other}/objections/{made}/answer"
    assert maria.post(path, {"text": "Nej."}).status_code == 404


def test_r_3_a_guardian_objects_for_the_child_in_her_own_name(house: House) -> None:
    maria = staff(house, "maria")
    part = goal_of(maria, published(maria, "alva", mal=GOALS))
    sara = cast.guardian("sara", "alva")
    with house.counter.writing(sara, clock.now()) as desk:
        said = object_to(desk, part, SAID["text"])
    assert (said.part, said.by) == (part, sara.who)
