"""Reaching a patient: an exact number and a reason; and finding those one has a relation with."""

from tests.api.fhir.house import House
from tests.api.v1.people import patient, staff

HASSAN = "196002179817"


def test_an_exact_number_gives_a_relation_and_the_patient_sees_it(house: House) -> None:
    petra, hassan = staff(house, "petra"), patient(house, "hassan")
    assert petra.fhir.get("/Patient/hassan").status_code == 404
    made = petra.done("POST", "/relations", {"number": HASSAN, "reason": "besok"})
    assert (made["patient"], made["new_patient"]) == ("hassan", False)
    assert petra.fhir.get("/Patient/hassan").status_code == 200
    again = petra.done("POST", "/relations", {"number": HASSAN, "reason": "besok"})
    assert again["id"] == made["id"]
    rows = hassan.done("GET", "/my/log")["log"]
    assert any(row["action"] == "Antecknade en vårdrelation" and row["unit"] for row in rows)


def test_an_unknown_person_needs_a_name(house: House) -> None:
    petra = staff(house, "petra")
    act = {"number": "198507099805", "reason": "remiss"}
    assert petra.post("/relations", act).status_code == 422
    made = petra.done("POST", "/relations", act | {"name": {"given": "Test", "family": "Person"}})
    assert made["new_patient"] is True
    assert petra.fhir.get(f"/Patient/{made['patient']}").get_json()["birthDate"] == "1985-07-09"


def test_a_number_that_is_none_is_refused_without_being_repeated(house: House) -> None:
    refused = staff(house, "petra").post("/relations", {"number": "190008289805", "reason": "besok"})
    assert refused.status_code == 422
    assert "190008289805" not in refused.get_data(as_text=True)


def test_a_relation_is_for_staff_who_work_with_patients(house: House) -> None:
    act = {"number": HASSAN, "reason": "besok"}
    for person in (patient(house, "birger"), staff(house, "lars"), staff(house, "astrid")):
        assert person.post("/relations", act).status_code == 403


def test_both_number_and_id_or_neither_is_refused(house: House) -> None:
    maria = staff(house, "maria")
    assert maria.post("/relations", {"reason": "besok"}).status_code == 422
    assert (
        maria.post("/relations", {"reason": "besok", "number": HASSAN, "patient": "rut"}).status_code == 422
    )
    assert maria.post("/relations", {"reason": "besok", "patient": "finns-inte"}).status_code == 404


def test_one_finds_only_patients_one_has_a_relation_with(house: House) -> None:
    maria = staff(house, "maria")
    by_number = maria.done("POST", "/patients/search", {"number": "19440312-9804"})
    assert [each["id"] for each in by_number["patients"]] == ["gunnel"]
    assert "194403129804" not in str(by_number)
    assert maria.done("POST", "/patients/search", {"number": "195111049812"})["patients"] == []
    assert maria.done("POST", "/patients/search", {"name": "Holm"})["patients"] == []
    assert maria.post("/patients/search", {}).status_code == 422


def test_a_number_in_an_address_is_refused(house: House) -> None:
    assert staff(house, "maria").get("/contracts/194403129804").status_code == 400


def test_a_reason_is_told_for_a_patient_one_has_a_relation_with(house: House) -> None:
    maria = staff(house, "maria")
    assert maria.post("/reasons", {"patient": "birger", "reason": "vardar-i-dag"}).status_code == 404
    assert maria.done("POST", "/reasons", {"patient": "gunnel", "reason": "vardar-i-dag"})["until"]
