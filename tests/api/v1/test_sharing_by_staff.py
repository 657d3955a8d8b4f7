"""Sharing that staff record on the patient's word, and stop on it: the other unit's next request is refused."""

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, staff

YES = {"unit": "hemsjukvarden-ekby", "level": "hela", "method": "muntligt"}


def test_what_the_patient_cannot_have_said_is_not_recorded(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "sara"), "sara")
    stood = house.versions()
    for wrong in (
        {"method": "digitalt"},
        {"level": "allt"},
        {"unit": "eken"},
        {"unit": "finns-inte"},
        {"until": "2199-01-01"},
        {"until": "2020-01-01"},
    ):
        assert maria.post(f"/contracts/{plan}/sharing", YES | wrong).status_code == 422, wrong
    assert maria.post(f"/contracts/{plan}/sharing", {"unit": "hemsjukvarden-ekby"}).status_code == 422
    assert house.versions() == stood


def test_a_sharing_of_another_contracts_patient_is_not_there_to_stop(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "sara"), "sara")
    other = agreed(maria, patient(house, "rut"), "rut")
    hers = maria.done("POST", f"/contracts/{other}/sharing", YES)["id"]
    for consent in (hers, "x" * 22):
        refused = maria.post(f"/contracts/{plan}/sharing/{consent}/stop", {"method": "telefon"})
        assert refused.status_code == 404
    petra = staff(house, "petra")
    assert petra.post(f"/contracts/{other}/sharing/{hers}/stop", {"method": "telefon"}).status_code == 404


def test_a_reader_records_and_stops_nothing(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    plan = agreed(maria, patient(house, "rut"), "rut")
    made = maria.done("POST", f"/contracts/{plan}/sharing", YES)
    assert ahmed.post(f"/contracts/{plan}/sharing", YES | {"unit": "rydhalsan-vc"}).status_code == 403
    stopped = ahmed.post(f"/contracts/{plan}/sharing/{made['id']}/stop", {"method": "telefon"})
    assert stopped.status_code == 403


def test_what_she_said_is_recorded_as_she_said_it_and_opens_only_with_a_relation(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    made = maria.done("POST", f"/contracts/{plan}/sharing", YES)
    assert (made["method"], made["status"]) == ("muntligt", "active")
    maria.done("POST", f"/contracts/{plan}/sharing", YES | {"unit": "rydhalsan-vc", "method": "telefon"})
    seen = maria.done("GET", f"/contracts/{plan}/sharing")
    active = {each["unit"]: each for each in seen["sharing"] if each["status"] == "active"}
    assert active["hemsjukvarden-ekby"]["unit_name"] == "Hemsjukvården Ekby"
    assert "hemsjukvarden-ekby" in seen["effective"]
    assert "rydhalsan-vc" in active
    assert "rydhalsan-vc" not in seen["effective"]
    assert made["id"] in {each["id"] for each in rut.done("GET", "/my/sharing")["sharing"]}


def test_stopped_on_her_word_it_holds_at_once_also_when_the_contract_has_ended(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    plan = agreed(maria, patient(house, "gunnel"), "gunnel")
    made = maria.done("POST", f"/contracts/{plan}/sharing", YES)
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "flyttat"})
    assert ahmed.get(f"/contracts/{plan}").status_code == 200
    path = f"/contracts/{plan}/sharing/{made['id']}/stop"
    for _ in range(2):
        assert maria.done("POST", path, {"method": "telefon"})["status"] == "inactive"
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    kept = maria.fhir.get(f"/Consent/{made['id']}").get_json()
    said = next(each for each in kept["extension"] if each["url"].endswith("pk-stoppad"))
    assert {"url": "satt", "valueCode": "telefon"} in said["extension"]
