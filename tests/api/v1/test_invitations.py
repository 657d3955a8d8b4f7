"""Inviting another unit: the relation it records is the ground, shown to the patient; taking part is none."""

from typing import Any

from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, staff
from tests.api.v1.resources import body_of, concept, put, tasks_of, text_of

ASK = {"unit": "hemsjukvarden-ekby", "reason": "samordning", "text": "Kan ni ta omläggningarna?"}


def received(person: Person, plan: str) -> dict[str, Any]:
    found = person.done("GET", "/invitations")["received"]
    return next(each for each in found if each["contract"] == plan)


def unit_in(person: Person, plan: str, unit: str) -> dict[str, Any] | None:
    found = person.done("GET", f"/contracts/{plan}/participants")["participants"]
    return next((each for each in found if each["reference"] == f"Organization/{unit}"), None)


def relations(who: Person) -> list[tuple[str, str]]:
    entries = who.fhir.get("/EpisodeOfCare").get_json().get("entry", [])
    found = [each["resource"] for each in entries]
    return [(each["managingOrganization"]["reference"].partition("/")[2], each["status"]) for each in found]


def test_only_another_unit_is_invited_and_only_to_what_is_given_out(house: House) -> None:
    maria = staff(house, "maria")
    hidden = opened(maria, "maja")
    assert maria.post(f"/contracts/{hidden}/invitations", ASK).status_code == 422
    plan = agreed(maria, patient(house, "maja"), "maja")
    stood = house.versions()
    for unit in ("linden", "ekby-kommun.hsv", "finns-inte"):
        assert maria.post(f"/contracts/{plan}/invitations", ASK | {"unit": unit}).status_code == 422, unit
    assert maria.post(f"/contracts/{plan}/invitations", {"unit": "eken"}).status_code == 422
    assert maria.post(f"/contracts/{plan}/invitations/eken/remind").status_code == 404
    assert house.versions() == stood


def test_an_invitation_of_others_does_not_exist(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    plan = agreed(maria, patient(house, "maja"), "maja")
    sent = maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    theirs = received(ahmed, plan)["id"]
    for who, id in (("petra", theirs), ("maria", theirs), ("maria", sent["id"]), ("ahmed", sent["id"])):
        for act in ("accept", "decline"):
            real = staff(house, who).post(f"/invitations/{id}/{act}")
            ghost = staff(house, who).post(f"/invitations/{'x' * 22}/{act}")
            assert (real.status_code, real.get_data()) == (404, ghost.get_data()), (who, act)
    assert patient(house, "maja").get("/invitations").status_code == 403
    ahmed.done("POST", f"/invitations/{theirs}/decline")


def test_nobody_writes_an_invitation_at_the_fhir_door_nor_turns_another_task_into_one(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "maja"), "maja")
    kept = tasks_of(maria, plan)[0]
    forged = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "code": concept(codes.INBJUDAN),
        "partOf": [{"reference": f"Task/{kept['id']}"}],
        "basedOn": [{"reference": f"CarePlan/{plan}"}],
        "for": {"reference": "Patient/maja"},
    }
    refused = maria.fhir.post("/Task", forged)
    assert (refused.status_code, "/api/v1/invitations" in text_of(refused)) == (422, True)
    assert put(maria, kept | {"code": forged["code"]}).status_code == 422
    sent = maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    assert put(maria, body_of(maria, f"Task/{sent['id']}") | {"status": "accepted"}).status_code == 422
    ahmed = staff(house, "ahmed")
    theirs = body_of(ahmed, f"Task/{received(ahmed, plan)['id']}")
    assert put(ahmed, theirs | {"partOf": forged["partOf"]}).status_code == 422
    ahmed.done("POST", f"/invitations/{theirs['id']}/decline")


def test_an_invitation_records_a_relation_that_the_patient_sees_and_opens_nothing_else(house: House) -> None:
    maria, sara, ahmed = staff(house, "maria"), patient(house, "sara"), staff(house, "ahmed")
    plan = agreed(maria, sara, "sara")
    assert ahmed.fhir.get("/Patient/sara").status_code == 404
    sent = maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    assert (sent["status"], sent["unit_name"]) == ("inbjuden", "Hemsjukvården Ekby")
    assert ("hemsjukvarden-ekby", "active") in relations(sara)
    assert ahmed.fhir.get("/Patient/sara").status_code == 200
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    assert unit_in(maria, plan, "hemsjukvarden-ekby") is not None
    seen = sara.done("GET", "/my/plan")
    assert "Organization/hemsjukvarden-ekby" in seen["contributors"]
    assert (seen["phase"], len(seen["contacts"])) == ("overens", 1)
    assert any(each["reason"] == "Samordning av din vård" for each in sara.done("GET", "/my/log")["log"])
    ahmed.done("POST", f"/invitations/{received(ahmed, plan)['id']}/decline")


def test_within_one_custodian_the_relation_opens_the_contract_and_a_no_closes_it(house: House) -> None:
    maria, dag = staff(house, "maria"), staff(house, "dag")
    plan = agreed(maria, patient(house, "maja"), "maja")
    assert dag.get(f"/contracts/{plan}").status_code == 404
    maria.done("POST", f"/contracts/{plan}/invitations", ASK | {"unit": "eken"})
    assert dag.get(f"/contracts/{plan}").status_code == 200
    dag.done("POST", f"/invitations/{received(dag, plan)['id']}/decline")
    assert dag.get(f"/contracts/{plan}").status_code == 404


def test_a_unit_says_yes_once_and_is_in(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    plan = agreed(maria, patient(house, "gunnel"), "gunnel")
    maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    assert maria.post(f"/contracts/{plan}/invitations", ASK).status_code == 409
    maria.done("POST", f"/contracts/{plan}/invitations/hemsjukvarden-ekby/remind", {"text": "Hör av er."})
    told = received(ahmed, plan)
    assert told["reminded_at"]
    assert (told["patient_name"], told["by_unit"]) == ("Gunnel Andersson", "linden")
    assert ahmed.done("POST", f"/invitations/{told['id']}/accept")["status"] == "med"
    assert ahmed.post(f"/invitations/{told['id']}/decline").status_code == 409
    assert maria.post(f"/contracts/{plan}/invitations/hemsjukvarden-ekby/remind").status_code == 409
    found = unit_in(maria, plan, "hemsjukvarden-ekby")
    assert found is not None
    assert found["status"] == "med"
    assert found["invited_at"]


def test_who_declines_is_out_and_the_inviting_unit_is_told(house: House) -> None:
    maria, noel, ahmed = staff(house, "maria"), patient(house, "maja"), staff(house, "ahmed")
    plan = agreed(maria, noel, "maja")
    maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    ahmed.done("POST", f"/invitations/{received(ahmed, plan)['id']}/decline", {"text": "Vi har inte plats."})
    assert ("hemsjukvarden-ekby", "active") not in relations(noel)
    assert ahmed.fhir.get("/Patient/maja").status_code == 404
    assert unit_in(maria, plan, "hemsjukvarden-ekby") is None
    waiting = [each for each in maria.done("GET", "/worklist")["waiting"] if each["contract"] == plan]
    item = next(each for each in waiting if each["kind"] == "inbjudan-avbojd")
    assert maria.done("POST", f"/work-items/{item['part'].partition('/')[2]}/done")["status"] == "completed"
    maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    ahmed.done("POST", f"/invitations/{received(ahmed, plan)['id']}/decline")


def test_after_an_invitation_the_contract_is_published_as_before(house: House) -> None:
    maria, rut, ahmed = staff(house, "maria"), patient(house, "rut"), staff(house, "ahmed")
    plan = agreed(maria, rut, "rut")
    maria.done("POST", f"/contracts/{plan}/invitations", ASK)
    coordination = {"version": 0, "coordination": "Hemsjukvården lägger om benet."}
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", coordination)
    maria.done("POST", f"/contracts/{plan}/publish")
    rut.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    ahmed.done("POST", f"/invitations/{received(ahmed, plan)['id']}/accept")
    seen = ahmed.done("GET", f"/contracts/{plan}")
    assert "Organization/hemsjukvarden-ekby" in seen["contributors"]
    assert len(seen["contacts"]) == 1
    found = unit_in(maria, plan, "hemsjukvarden-ekby")
    assert found is not None
    assert found["last_read"]
