"""The life of a contract over HTTP: utkast, skickad, överens; and who is refused on the way."""

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, staff


def test_an_utkast_is_hidden_from_the_patient_everywhere(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = opened(maria, "samir")
    assert samir.get("/my/plan").status_code == 404
    assert samir.fhir.get(f"/CarePlan/{plan}").status_code == 404
    assert samir.fhir.get(f"/CarePlan/{plan}/_history").status_code == 404
    assert samir.fhir.get("/CarePlan?_total=accurate").get_json()["total"] == 0
    assert samir.get(f"/contracts/{plan}").status_code == 404


def test_nothing_half_written_lies_in_fhir_before_publication(house: House) -> None:
    maria = staff(house, "maria")
    plan = opened(maria, "sara")
    assert maria.fhir.get(f"/Task?based-on=CarePlan/{plan}&_total=accurate").get_json()["total"] == 0
    assert maria.fhir.get(f"/CarePlan/{plan}/_history").get_json()["total"] == 1


def test_coordinator_writes_and_the_patient_says_yes(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = opened(maria, "gunnel")
    assert maria.done("GET", f"/contracts/{plan}")["phase"] == "utkast"
    given = maria.done("POST", f"/contracts/{plan}/publish")
    assert (given["utgava"], given["missing"]) == (1, [])
    seen = gunnel.done("GET", "/my/plan")
    assert (seen["phase"], seen["utgava"], seen["applies"]) == ("skickad", 1, None)
    assert [each["status"] for each in seen["promises"]["mine"]] == ["foreslagen"]
    answered = gunnel.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    assert answered["status"] == "active"
    agreed_plan = gunnel.done("GET", "/my/plan")
    assert (agreed_plan["phase"], agreed_plan["applies"], agreed_plan["status"]) == ("overens", 1, "active")
    every = agreed_plan["promises"]["mine"] + agreed_plan["promises"]["care"]
    assert {each["status"] for each in every} == {"overenskommen"}
    assert agreed_plan["people"]["PractitionerRole/maria"]["name"] == "Maria Lindqvist"
    assert agreed_plan["utgavor"][0]["method"] == "digitalt"


def test_every_resource_of_an_agreed_contract_is_readable_at_the_fhir_door(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    found = maja.fhir.get(f"/Provenance?target=CarePlan/{plan}").get_json()["entry"]
    deeds = {each["resource"]["activity"]["coding"][0]["code"] for each in found}
    assert deeds == {"utgiven", "overens"}
    assert maja.fhir.get(f"/CarePlan/{plan}").get_json()["status"] == "active"


def test_a_double_yes_is_one_yes(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    before = house.versions()
    assert sara.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})["status"] == "active"
    assert house.versions() == before
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "ersatt"})


def test_an_answer_to_another_utgava_is_refused_with_the_newest(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    edited = {"version": 0, "coordination": "Hemtjänsten är med."}
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", edited)
    assert maria.done("POST", f"/contracts/{plan}/publish")["utgava"] == 2
    refused = rut.post("/my/plan/answer", {"utgava": 1, "answer": "ja"})
    assert refused.status_code == 409
    assert "2" in refused.get_json()["detail"]
    assert rut.done("GET", "/my/plan")["applies"] is None
    assert rut.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})["status"] == "active"


def test_strangers_and_other_units_are_told_that_it_does_not_exist(house: House) -> None:
    plan = published(staff(house, "maria"), "noel")
    for person in (staff(house, "dag"), staff(house, "petra"), patient(house, "birger")):
        for method, path, body in (
            ("GET", "", None),
            ("PATCH", "/sections/samre", {"version": 0, "warnings": []}),
            ("POST", "/publish", None),
            ("POST", "/answer", {"utgava": 1, "answer": "ja", "method": "muntligt"}),
            ("POST", "/pause", None),
            ("POST", "/end", {"reason": "flyttat"}),
        ):
            ghost = person.send(method, f"/contracts/{'x' * 22}{path}", body)
            real = person.send(method, f"/contracts/{plan}{path}", body)
            assert real.status_code == ghost.status_code, (method, path)
            assert real.status_code in (403, 404), (method, path)
            assert real.get_data() == ghost.get_data(), (method, path)


def test_without_a_token_nothing_is_said(house: House) -> None:
    stranger = Person(house.stranger())
    for path in ("/my/plan", "/worklist", "/contracts/x", "/my/log", "/my/sharing"):
        refused = stranger.get(path)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
        assert refused.content_type == "application/problem+json"


def test_only_certain_roles_at_a_unit_with_a_relation_open_a_contract(house: House) -> None:
    body = {"patient": "rut"}
    assert staff(house, "karin").post("/contracts", body).status_code == 403
    assert staff(house, "dag").post("/contracts", body).status_code == 404
    assert staff(house, "lars").post("/contracts", body).status_code == 403
    assert patient(house, "rut").post("/contracts", body).status_code == 403


def test_a_yes_is_refused_while_the_gate_holds_and_every_fault_is_told(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "alva", viktigt=None, kontakter=None, tider=None)
    missing = maria.done("GET", f"/contracts/{plan}")["missing"]
    assert len(missing) == 3
    refused = maria.post(f"/contracts/{plan}/answer", {"utgava": 1, "answer": "ja", "method": "muntligt"})
    assert refused.status_code == 422
    assert len(refused.get_json()["errors"]) == 3
    assert maria.fhir.get(f"/CarePlan/{plan}").get_json()["status"] == "draft"
