"""Her answer to a time: as far as the time lets her, for herself, and care hears of a no."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, staff

BLOOD_TEST: dict[str, Any] = {
    "what": "Blodprov",
    "start": "2031-11-30T08:10:00+01:00",
    "who": ["PractitionerRole/maria"],
    "form": "besok",
    "allows": ["avboka", "omboka"],
}


def with_time(house: House, who: str, **changes: Any) -> dict[str, Any]:
    """A time in an agreed contract of `who`, as she sees it."""
    agreed(staff(house, "maria"), patient(house, who), who, tider={"times": [{**BLOOD_TEST, **changes}]})
    shown: dict[str, Any] = patient(house, who).done("GET", "/my/plan")["times"][0]
    return shown


def test_staff_do_not_answer_a_time_as_the_patient(house: House) -> None:
    time = with_time(house, "sara")
    assert staff(house, "maria").post(f"/my/times/{time['id']}/answer", {"answer": "ja"}).status_code == 403


def test_a_token_that_only_reads_answers_nothing(house: House) -> None:
    time = with_time(house, "sara")
    reads = Person(house.patient("sara", "patient/*.rs"))
    assert reads.post(f"/my/times/{time['id']}/answer", {"answer": "ja"}).status_code == 403


def test_anothers_time_a_hidden_one_and_none_sound_alike(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    other = with_time(house, "sara")["id"]
    hidden = opened(maria, "rut", tider={"times": [BLOOD_TEST]})
    ghost = rut.post("/my/times/finns-inte/answer", {"answer": "ja"})
    foreign = rut.post(f"/my/times/{other}/answer", {"answer": "ja"})
    plan = rut.post(f"/my/times/{hidden}/answer", {"answer": "ja"})
    assert {each.status_code for each in (ghost, foreign, plan)} == {404}
    assert ghost.get_json() == foreign.get_json() == plan.get_json()


@pytest.mark.parametrize("body", [{}, {"answer": "kanske"}, {"answer": "ja", "version": "1"}])
def test_an_answer_is_one_of_three(house: House, body: dict[str, Any]) -> None:
    time = with_time(house, "sara")
    assert patient(house, "sara").post(f"/my/times/{time['id']}/answer", body).status_code == 422


@pytest.mark.parametrize(
    ("allows", "answer", "status"),
    [
        ([], "nej", "declined"),
        (["omboka"], "nej", "declined"),
        (["avboka"], "annan-tid", "tentative"),
        (["meddela"], "annan-tid", "tentative"),
    ],
)
def test_what_the_time_does_not_allow_is_refused_at_both_doors(
    house: House, allows: list[str], answer: str, status: str
) -> None:
    samir, time = patient(house, "samir"), with_time(house, "samir", allows=allows)
    assert samir.post(f"/my/times/{time['id']}/answer", {"answer": answer}).status_code == 422
    response = {
        "resourceType": "AppointmentResponse",
        "appointment": {"reference": f"Appointment/{time['id']}"},
        "actor": {"reference": "Patient/samir"},
        "participantStatus": status,
    }
    assert samir.fhir.post("/AppointmentResponse", response).status_code == 422
    assert samir.done("GET", "/my/plan")["times"][0]["answer"] == "needs-action"


@pytest.mark.parametrize("changes", [{"start": None}, {"start": "2020-01-01T08:00:00+01:00"}])
def test_a_time_that_is_missing_or_has_passed_is_not_answered(house: House, changes: dict[str, Any]) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja", tider={"times": [{**BLOOD_TEST, **changes}]})
    (time,) = maja.done("GET", "/my/plan")["times"]
    assert maja.post(f"/my/times/{time['id']}/answer", {"answer": "ja"}).status_code == 422


def test_a_time_of_an_ended_plan_is_not_answered(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut", tider={"times": [BLOOD_TEST]})
    (time,) = rut.done("GET", "/my/plan")["times"]
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "patienten-vill-inte"})
    assert rut.post(f"/my/times/{time['id']}/answer", {"answer": "ja"}).status_code == 422


def test_a_time_that_was_moved_meanwhile_is_read_again(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    time = with_time(house, "gunnel")
    plan = gunnel.done("GET", "/my/plan")["id"]
    later = BLOOD_TEST | {"id": time["id"], "start": "2031-12-01T08:10:00+01:00"}
    maria.done("PATCH", f"/contracts/{plan}/sections/tider", {"version": 0, "times": [later]})
    answer = {"answer": "ja", "version": time["version"]}
    assert gunnel.post(f"/my/times/{time['id']}/answer", answer).status_code == 412


def test_yes_makes_the_time_agreed(house: House) -> None:
    gunnel, time = patient(house, "gunnel"), with_time(house, "gunnel", allows=[])
    told = gunnel.done("POST", f"/my/times/{time['id']}/answer", {"answer": "ja", "version": time["version"]})
    seen = gunnel.done("GET", "/my/plan")["times"][0]
    assert (seen["answer"], seen["version"]) == ("accepted", told["version"])
    assert seen["agreed"] is not None
    assert told["question"] is None


def test_no_is_work_for_care(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    time = with_time(house, "gunnel")
    told = gunnel.done(
        "POST", f"/my/times/{time['id']}/answer", {"answer": "nej", "text": "Jag är bortrest."}
    )
    assert told["answer_by"] is not None
    assert gunnel.done("GET", "/my/plan")["times"][0]["answer"] == "declined"
    waits = [each for each in maria.done("GET", "/worklist")["waiting"] if each["kind"] == "avbokad"]
    assert "Jag är bortrest." in str(waits)


def test_another_time_is_a_question_too(house: House) -> None:
    sara, time = patient(house, "sara"), with_time(house, "sara")
    told = sara.done(
        "POST", f"/my/times/{time['id']}/answer", {"answer": "annan-tid", "text": "Efter klockan tre"}
    )
    assert sara.done("GET", "/my/plan")["times"][0]["answer"] == "tentative"
    question = sara.done("GET", "/my/questions")["questions"][0]
    assert (question["id"], question["about"], question["part"]) == (told["question"], "tid", time["id"])
    assert question["text"] == "Efter klockan tre"


def test_a_time_tells_where_it_is(house: House) -> None:
    assert with_time(house, "rut")["place"] == {"name": "Vårdcentralen Linden", "street": "Storgatan 4, Ekby"}
    assert with_time(house, "rut", form="telefon")["place"] is None
