"""What a patient asks is answered once, by the unit she asked, and she reads it; other work items are done in a click."""

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff

ASKED = {"text": "Ska jag ta tabletten på kvällen?", "about": "plan"}


def asked(person: Person) -> str:
    made: str = person.done("POST", "/my/questions", ASKED)["id"]
    return made


def test_a_question_is_the_units_alone_to_answer(house: House) -> None:
    agreed(staff(house, "maria"), patient(house, "maja"), "maja")
    maja = patient(house, "maja")
    question, stood = asked(maja), house.versions()
    for who in ("petra", "dag", "ahmed"):
        real = staff(house, who).post(f"/questions/{question}/answer", {"text": "Nej."})
        ghost = staff(house, who).post(f"/questions/{'x' * 22}/answer", {"text": "Nej."})
        assert (real.status_code, real.get_data()) == (404, ghost.get_data()), who
        assert question not in {
            each["id"] for each in staff(house, who).done("GET", "/questions")["questions"]
        }
    assert maja.post(f"/questions/{question}/answer", {"text": "Nej."}).status_code == 403
    assert maja.get("/questions").status_code == 403
    assert staff(house, "maria").post(f"/questions/{question}/answer", {"text": " "}).status_code == 422
    assert house.versions() == stood


def test_a_question_is_answered_once_and_she_reads_it(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    question = asked(maja)
    waiting = next(e for e in maria.done("GET", "/questions")["questions"] if e["id"] == question)
    assert (waiting["patient"], waiting["text"], waiting["about"]) == ("maja", ASKED["text"], "plan")
    assert waiting["contract"] == plan
    assert waiting["answer_by"]
    assert maria.post(f"/work-items/{waiting['task']}/done").status_code == 422
    maria.done("POST", f"/questions/{question}/answer", {"text": "Ja, på kvällen."})
    assert question not in {each["id"] for each in maria.done("GET", "/questions")["questions"]}
    assert maria.post(f"/questions/{question}/answer", {"text": "Igen."}).status_code == 409
    hers = next(e for e in maja.done("GET", "/my/questions")["questions"] if e["id"] == question)
    assert [each["text"] for each in hers["answers"]] == ["Ja, på kvällen."]
    assert hers["answers"][0]["by"] == "PractitionerRole/maria"


def test_only_work_items_of_the_own_unit_are_done_here(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    rut.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "prata"})
    waiting = maria.done("GET", "/worklist")["waiting"]
    item = next(e for e in waiting if e["contract"] == plan and e["kind"] == "prata")["part"].partition("/")[
        2
    ]
    promise = maria.done("GET", f"/contracts/{plan}")["promises"]["care"][0]["id"]
    for who, task in (("petra", item), ("ahmed", item), ("maria", promise), ("maria", "x" * 22)):
        assert staff(house, who).post(f"/work-items/{task}/done").status_code == 404, (who, task)
    assert rut.post(f"/work-items/{item}/done").status_code == 403
    for _ in range(2):
        assert (
            maria.done("POST", f"/work-items/{item}/done", {"note": "Vi har pratat."})["status"]
            == "completed"
        )
    left = maria.done("GET", "/worklist")["waiting"]
    assert not [each for each in left if each["part"] == f"Task/{item}"]
