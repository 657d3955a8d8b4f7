"""Her questions: about what is hers, to somebody she knows, and always with somebody in care who has them to answer."""

from typing import Any

import pytest

from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff
from tests.api.v1.resources import concept


def waiting(person: Person, question: str, who: str) -> list[dict[str, Any]]:
    """The work items that a question has given."""
    found = person.fhir.get(f"/Task?patient={who}").get_json().get("entry", [])
    tasks = [each["resource"] for each in found]
    return [each for each in tasks if each.get("focus", {}).get("reference") == f"Communication/{question}"]


def test_staff_do_not_ask_as_the_patient(house: House) -> None:
    maria = staff(house, "maria")
    assert maria.post("/my/questions", {"text": "När?", "about": "plan"}).status_code == 403
    assert maria.get("/my/questions").status_code == 403


def test_a_token_that_does_not_cover_words_asks_nothing(house: House) -> None:
    reads = Person(house.patient("gunnel", "patient/*.rs"))
    assert reads.post("/my/questions", {"text": "När?", "about": "plan"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"about": "plan"},
        {"text": "När?"},
        {"text": "När?", "about": "vädret"},
        {"text": "När?", "about": "plan", "part": "inte ett id"},
        {"text": "När?", "about": "plan", "to": "Patient/sara"},
        {"text": "När?", "about": "plan", "to": "PractitionerRole/petra"},
    ],
)
def test_a_question_has_words_a_subject_and_somebody_she_knows(house: House, body: dict[str, Any]) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    assert gunnel.post("/my/questions", body).status_code == 422


@pytest.mark.parametrize("about", ["plan", "tid", "kontakt", "delning", "logg"])
def test_what_is_not_hers_and_what_is_not_there_sound_alike(house: House, about: str) -> None:
    maria, sara, rut = staff(house, "maria"), patient(house, "sara"), patient(house, "rut")
    times = {"times": [{"what": "Blodprov", "start": "2031-11-30T08:10:00+01:00"}]}
    agreed(maria, sara, "sara", tider=times)
    plan = sara.done("GET", "/my/plan")
    shared = sara.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})["id"]
    log = sara.done("GET", "/my/log")["log"][0]["id"]
    part = {
        "plan": plan["id"],
        "tid": plan["times"][0]["id"],
        "kontakt": plan["contacts"][0]["id"],
        "delning": shared,
        "logg": log,
    }[about]
    assert sara.post("/my/questions", {"text": "När?", "about": about, "part": part}).status_code == 201
    other = rut.post("/my/questions", {"text": "När?", "about": about, "part": part})
    ghost = rut.post("/my/questions", {"text": "När?", "about": about, "part": "finns-inte"})
    assert (ghost.status_code, other.status_code) == (404, 404)
    assert ghost.get_json() == other.get_json()


def test_a_question_gives_work_that_the_patient_does_not_see(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    asked = maja.done("POST", "/my/questions", {"text": "Får jag simma?", "about": "plan", "part": plan})
    (task,) = waiting(maria, asked["id"], "maja")
    assert task["restriction"]["period"]["end"] == asked["answer_by"]
    assert task["owner"]["reference"] == "PractitionerRole/maria"
    assert "Får jag simma?" in task["description"]
    assert waiting(maja, asked["id"], "maja") == []
    (mine,) = maja.done("GET", "/my/questions")["questions"]
    assert (mine["text"], mine["about"], mine["part"]) == ("Får jag simma?", "plan", plan)
    assert (mine["answers"], mine["answer_by"]) == ([], asked["answer_by"])


def test_she_reads_the_answer_and_who_gave_it(house: House) -> None:
    maria, hassan = staff(house, "maria"), patient(house, "hassan")
    published(maria, "hassan")
    asked = hassan.done("POST", "/my/questions", {"text": "När ringer ni?", "about": "plan"})["id"]
    maria.done("POST", f"/questions/{asked}/answer", {"text": "På måndag."})
    seen = hassan.done("GET", "/my/questions")
    (answer,) = seen["questions"][0]["answers"]
    assert (answer["text"], answer["by"]) == ("På måndag.", "PractitionerRole/maria")
    assert seen["people"]["PractitionerRole/maria"]["name"] == "Maria Lindqvist"
    (task,) = waiting(maria, asked, "hassan")
    assert task["status"] == "completed"


def test_a_row_of_the_log_she_does_not_recognise_goes_to_the_unit_that_read(house: House) -> None:
    maria, gunnel, ahmed = staff(house, "maria"), patient(house, "gunnel"), staff(house, "ahmed")
    plan = agreed(maria, gunnel, "gunnel")
    gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    assert ahmed.fhir.get(f"/CarePlan/{plan}").status_code == 200
    rows = gunnel.done("GET", "/my/log")["log"]
    row = next(each for each in rows if each["name"] == "Ahmed Yusuf")
    assert row["place"] == "Hemsjukvården Ekby, Kyrkogatan 8, Ekby"
    question = {"text": "Vem är det här?", "about": "logg", "part": row["id"]}
    asked = gunnel.done("POST", "/my/questions", question)
    plain = gunnel.done("POST", "/my/questions", {"text": "När?", "about": "plan"})
    assert asked["answer_by"] > plain["answer_by"]
    (task,) = waiting(ahmed, asked["id"], "gunnel")
    assert task["owner"]["reference"] == "Organization/hemsjukvarden-ekby"
    assert ahmed.fhir.get(f"/Communication/{asked['id']}").status_code == 200


def test_a_unit_without_a_relation_has_no_way_to_read_a_question_so_her_own_unit_gets_it(
    house: House,
) -> None:
    maria, rut, dag = staff(house, "maria"), patient(house, "rut"), staff(house, "dag")
    plan = agreed(maria, rut, "rut")
    assert dag.fhir.get(f"/CarePlan/{plan}").status_code == 404
    row = next(each for each in rut.done("GET", "/my/log")["log"] if each["name"] == "Dag Sund")
    asked = rut.done("POST", "/my/questions", {"text": "Varför?", "about": "logg", "part": row["id"]})
    assert len(waiting(maria, asked["id"], "rut")) == 1


def test_she_asks_somebody_who_takes_part(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    agreed(maria, samir, "samir")
    question = {"text": "Hej", "about": "kontakt", "to": "PractitionerRole/maria"}
    asked = samir.done("POST", "/my/questions", question)["id"]
    sent = samir.fhir.get(f"/Communication/{asked}").get_json()
    assert sent["recipient"] == [{"reference": "PractitionerRole/maria"}]


def test_she_may_ask_about_a_plan_that_has_ended(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "patienten-vill-inte"})
    assert rut.post("/my/questions", {"text": "Varför?", "about": "plan"}).status_code == 201


def test_a_question_through_the_fhir_door_gives_the_same_work(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    body = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(codes.QUESTION)],
        "subject": {"reference": "Patient/sara"},
        "sender": {"reference": "Patient/sara"},
        "about": [{"reference": f"CarePlan/{plan}"}],
        "payload": [{"contentString": "Får jag flyga?"}],
    }
    made = sara.fhir.post("/Communication", body)
    assert made.status_code == 201
    assert len(waiting(maria, made.get_json()["id"], "sara")) == 1
    assert made.get_json()["id"] in str(sara.done("GET", "/my/questions"))
    empty = body | {"payload": [{"contentReference": {"reference": f"CarePlan/{plan}"}}]}
    assert sara.fhir.post("/Communication", empty).status_code == 422
