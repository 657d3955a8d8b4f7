"""Her notes: what is for herself alone is read by nobody else, whatever door they come through."""

from typing import Any

import pytest

from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, staff
from tests.api.v1.resources import concept, text_of

SECRET = "Jag är rädd för att vara en börda."


def said(category: codes.Code, who: str, sender: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(category)],
        "subject": {"reference": f"Patient/{who}"},
        "sender": {"reference": sender},
        "payload": [{"contentString": "Ord"}],
        **more,
    }


def test_staff_neither_read_nor_write_her_notes(house: House) -> None:
    maria = staff(house, "maria")
    assert maria.get("/my/notes").status_code == 403
    assert maria.post("/my/notes", {"text": "x"}).status_code == 403
    assert maria.post("/my/notes/finns-inte/remove").status_code == 403


def test_a_token_that_does_not_cover_words_is_refused(house: House) -> None:
    nothing = Person(house.patient("gunnel", "patient/CarePlan.rs"))
    reads = Person(house.patient("gunnel", "patient/Communication.rs"))
    assert nothing.get("/my/notes").status_code == 403
    assert reads.get("/my/notes").status_code == 200
    assert reads.post("/my/notes", {"text": "x"}).status_code == 403


def test_anothers_note_and_none_sound_alike(house: House) -> None:
    sara, rut = patient(house, "sara"), patient(house, "rut")
    note = sara.done("POST", "/my/notes", {"text": "Min egen"})["id"]
    ghost, other = rut.post("/my/notes/finns-inte/remove"), rut.post(f"/my/notes/{note}/remove")
    assert (ghost.status_code, other.status_code) == (404, 404)
    assert ghost.get_json() == other.get_json()


def test_a_question_is_no_note_to_take_away(house: House) -> None:
    rut = patient(house, "rut")
    asked = rut.done("POST", "/my/questions", {"text": "När?", "about": "plan"})["id"]
    assert rut.post(f"/my/notes/{asked}/remove").status_code == 404


@pytest.mark.parametrize("body", [{}, {"text": "  "}, {"text": "x", "audience": "vem som helst"}])
def test_a_note_has_words_and_a_known_reader(house: House, body: dict[str, Any]) -> None:
    assert patient(house, "rut").post("/my/notes", body).status_code == 422


def test_a_note_for_herself_is_read_by_nobody_else_at_any_door(house: House) -> None:
    maria, gunnel, ahmed = staff(house, "maria"), patient(house, "gunnel"), staff(house, "ahmed")
    agreed(maria, gunnel, "gunnel")
    gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    note = gunnel.done("POST", "/my/notes", {"text": SECRET})
    assert note["audience"] == "egen"
    assert note["id"] in str(gunnel.done("GET", "/my/notes"))
    assert gunnel.fhir.get(f"/Communication/{note['id']}").status_code == 200
    feed = Person(house.system("demo-integrator"))
    for reader in (maria, ahmed, feed):
        for path in ("", "/_history", "/_history/1"):
            assert reader.fhir.get(f"/Communication/{note['id']}{path}").status_code == 404
        assert SECRET not in text_of(reader.fhir.get("/Communication?patient=gunnel"))
    assert SECRET not in text_of(maria.fhir.get("/Patient/gunnel/$everything"))
    assert house.rows("SELECT visibility FROM resource WHERE id = :id", id=note["id"]) == [("egen",)]


def test_a_note_for_all_is_read_by_who_keeps_the_plan_and_changed_by_nobody_else(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    agreed(maria, sara, "sara")
    note = sara.done("POST", "/my/notes", {"text": "Skolan börjar åtta.", "audience": "alla"})["id"]
    found = maria.fhir.get(f"/Communication/{note}").get_json()
    words = found | {"payload": [{"contentString": "Skolan börjar nio."}]}
    tag = {"If_Match": f'W/"{found["meta"]["versionId"]}"'}
    assert maria.fhir.put(f"/Communication/{note}", words, **tag).status_code == 422
    moved = found | {"category": [concept(codes.INTERNAL_NOTE)]}
    assert maria.fhir.put(f"/Communication/{note}", moved, **tag).status_code == 422


def test_a_note_taken_away_is_off_the_list_and_still_there(house: House) -> None:
    sara = patient(house, "sara")
    note = sara.done("POST", "/my/notes", {"text": "Fel dag"})["id"]
    sara.done("POST", f"/my/notes/{note}/remove")
    assert note not in str(sara.done("GET", "/my/notes"))
    assert sara.fhir.get(f"/Communication/{note}").get_json()["status"] == "entered-in-error"
    assert sara.post(f"/my/notes/{note}/remove").status_code == 404


def test_the_newest_note_comes_first(house: House) -> None:
    samir = patient(house, "samir")
    for text in ("först", "sedan"):
        samir.done("POST", "/my/notes", {"text": text})
    assert [each["text"] for each in samir.done("GET", "/my/notes")["notes"]][:2] == ["sedan", "först"]


@pytest.mark.parametrize("category", [codes.OWN_NOTE, codes.NOTE, codes.QUESTION])
def test_at_the_fhir_door_staff_never_speak_as_the_patient(house: House, category: codes.Code) -> None:
    words = said(category, "rut", "PractitionerRole/maria")
    assert staff(house, "maria").fhir.post("/Communication", words).status_code == 422


def test_at_the_fhir_door_only_care_answers_and_only_a_question(house: House) -> None:
    asked = {"reference": "Communication/finns-inte"}
    hers = said(codes.REPLY, "rut", "Patient/rut", inResponseTo=[asked])
    assert patient(house, "rut").fhir.post("/Communication", hers).status_code == 422
    loose = said(codes.REPLY, "rut", "PractitionerRole/maria")
    assert staff(house, "maria").fhir.post("/Communication", loose).status_code == 422


def test_a_note_for_herself_is_hers_through_the_fhir_door_too(house: House) -> None:
    rut, maria = patient(house, "rut"), staff(house, "maria")
    made = rut.fhir.post("/Communication", said(codes.OWN_NOTE, "rut", "Patient/rut"))
    assert made.status_code == 201
    assert maria.fhir.get(f"/Communication/{made.get_json()['id']}").status_code == 404
    assert made.get_json()["id"] in str(rut.done("GET", "/my/notes"))
