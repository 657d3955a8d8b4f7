"""What care has written down about herself: hers to read, with the number masked, and what a plan says around its words."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff
from tests.api.v1.resources import concept


def level(goal: str, who: str, value: int, at: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": concept(codes.GOAL_LEVEL),
        "subject": {"reference": f"Patient/{who}"},
        "focus": [{"reference": f"Goal/{goal}"}],
        "effectiveDateTime": at,
        "valueInteger": value,
        **more,
    }


def test_a_profile_is_the_patients_own(house: House) -> None:
    assert staff(house, "maria").get("/my/profile").status_code == 403
    assert Person(house.patient("gunnel", "patient/CarePlan.rs")).get("/my/profile").status_code == 403
    assert patient(house, "noel").get("/my/profile").status_code == 404


def test_the_number_is_masked_in_the_profile(house: House) -> None:
    told = patient(house, "hassan").done("GET", "/my/profile")
    assert (told["name"], told["born"], told["number"]) == ("Hassan Karimi", "1960-02-17", "19600217-XXXX")
    assert (told["language"], told["interpreter"]) == ("ar", True)
    assert (told["phones"], told["address"]) == (["070-174 06 94"], "Storgatan 22, Ekby")
    assert told["listed_unit"] == {
        "id": "linden",
        "name": "Vårdcentralen Linden",
        "phone": "0980-31 92 10",
        "address": "Storgatan 4, Ekby",
    }
    assert patient(house, "samir").done("GET", "/my/profile")["number"] == "19830965-XXXX"


def test_a_plan_tells_whose_it_is_and_when_it_was_given_out_by_whom(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel")
    for reader, path in ((gunnel, "/my/plan"), (maria, f"/contracts/{plan}")):
        seen = reader.done("GET", path)
        assert (seen["patient_name"], seen["born"]) == ("Gunnel Andersson", "1944-03-12")
        assert seen["changed_by"] == "PractitionerRole/maria"
        assert seen["changed_at"] == seen["utgavor"][0]["at"]
        assert seen["people"]["PractitionerRole/maria"]["address"] == "Storgatan 4, Ekby"


def test_the_latest_level_that_stands_is_shown_with_the_words_of_its_step(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    steps = [{"value": -1, "text": "Går runt huset"}, {"value": 0, "text": "Går till torget"}]
    agreed(maria, sara, "sara", mal={"goals": [{"text": "Torget", "steps": steps}]})
    (goal,) = sara.done("GET", "/my/plan")["goals"]
    assert (goal["level"], goal["level_at"], goal["now"]) == (None, None, None)
    for each in (
        level(goal["id"], "sara", -1, "2026-11-20T10:00:00+01:00"),
        level(goal["id"], "sara", -2, "2026-11-10T10:00:00+01:00"),
        level(goal["id"], "sara", 2, "2026-11-21T10:00:00+01:00", status="entered-in-error"),
        level(goal["id"], "sara", 7, "2026-11-21T10:00:00+01:00"),
    ):
        assert maria.fhir.post("/Observation", each).status_code == 201
    (goal,) = sara.done("GET", "/my/plan")["goals"]
    assert (goal["level"], goal["now"]) == (-1, "Går runt huset")
    assert goal["level_at"] == "2026-11-20T09:00:00+00:00"


def test_a_reminder_is_told_with_the_promise(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    promise = rut.done("GET", "/my/plan")["promises"]["care"][0]
    assert (promise["reminded_at"], promise["side"]) == (None, "care")
    maria.done("POST", f"/contracts/{plan}/promises/{promise['id']}/remind", {"text": "Hur går det?"})
    promise = rut.done("GET", "/my/plan")["promises"]["care"][0]
    assert promise["reminded_at"][:10] == clock.now().date().isoformat()


def test_a_token_that_covers_the_plan_alone_is_shown_the_plan_alone(house: House) -> None:
    published(staff(house, "maria"), "maja")
    seen = Person(house.patient("maja", "patient/CarePlan.rs")).done("GET", "/my/plan")
    assert (seen["patient_name"], seen["born"], seen["story"], seen["goals"]) == (None, None, None, [])
    assert [each["kind"] for each in seen["reach_now"]] == ["1177", "112"]
