"""R-1, R-2: what is wrong is marked with who, when and why, told, never counted, and never erased."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, sections, staff

GOALS = {"goals": [{"text": "Gå till torget"}, {"text": "Sova bättre"}]}
WHY = "Hamnade i fel patients plan."
TIME = {
    "no_time_needed": True,
    "times": [
        {"what": "Provtagning", "start": "2199-01-07T09:00:00+01:00", "who": ["PractitionerRole/maria"]}
    ],
}
Body = dict[str, Any]


def plan_of(person: Person, plan: str) -> Body:
    found: Body = person.done("GET", f"/contracts/{plan}")
    return found


def mark(kind: str, entry: Body, **more: Any) -> Body:
    return {"part": f"{kind}/{entry['id']}", "version": entry["version"], "reason": WHY, **more}


def correct(person: Person, plan: str, body: Body) -> Any:
    return person.post(f"/contracts/{plan}/corrections", body)


@pytest.mark.parametrize("who", ["petra", "dag", "ahmed"])
def test_r_2_a_unit_without_a_ground_meets_what_is_not_there(house: House, who: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body, stood = mark("Goal", plan_of(maria, plan)["goals"][0]), house.versions()
    real, ghost = correct(staff(house, who), plan, body), correct(staff(house, who), "x" * 22, body)
    assert (real.status_code, real.get_data()) == (404, ghost.get_data())
    assert house.versions() == stood


def test_r_2_a_patient_marks_nothing(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body = mark("Goal", plan_of(maria, plan)["goals"][0])
    assert correct(patient(house, "maja"), plan, body).status_code == 403


def test_r_2_a_mark_says_why(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body = mark("Goal", plan_of(maria, plan)["goals"][0])
    for wrong in (body | {"reason": " "}, {name: each for name, each in body.items() if name != "reason"}):
        assert correct(maria, plan, wrong).status_code == 422


def test_r_2_what_has_changed_since_it_was_read_is_read_again(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body = mark("Goal", plan_of(maria, plan)["goals"][0])
    assert correct(maria, plan, body | {"version": 99}).status_code == 412


def test_r_2_what_is_not_of_the_contract_does_not_exist(house: House) -> None:
    maria = staff(house, "maria")
    one, other = published(maria, "gunnel", mal=GOALS), published(maria, "maja", mal=GOALS)
    body = mark("Goal", plan_of(maria, other)["goals"][0])
    assert correct(maria, one, body).status_code == 404
    assert correct(maria, one, body | {"part": f"CarePlan/{one}"}).status_code == 404


def test_r_2_her_own_words_are_hers(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    maja.done("POST", "/my/goals", {"text": "Åka buss själv"})
    maja.done("POST", "/my/notes", {"text": "Jag mår bra.", "audience": "alla"})
    wish = plan_of(maria, plan)["wishes"][0]
    note = maja.done("GET", "/my/notes")["notes"][0] | {"version": 1}
    for body in (mark("Goal", wish), mark("Communication", note)):
        assert correct(maria, plan, body).status_code == 422
    story = plan_of(maria, plan)["story"] | {"version": 1}
    assert correct(maria, plan, mark("QuestionnaireResponse", story)).status_code == 404


def test_r_2_twice_is_refused(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", tider=TIME)
    body = mark("Appointment", plan_of(maria, plan)["times"][0])
    assert correct(maria, plan, body).status_code == 201
    again = correct(maria, plan, body | {"version": body["version"] + 1})
    assert again.status_code in (404, 422)


def test_r_2_delete_stays_refused_and_every_version_stays(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    goal = plan_of(maria, plan)["goals"][0]
    assert correct(maria, plan, mark("Goal", goal)).status_code == 201
    assert maria.fhir.send("DELETE", f"/Goal/{goal['id']}").status_code == 405
    history = maria.fhir.get(f"/Goal/{goal['id']}/_history").get_json()["entry"]
    told = [each["resource"]["lifecycleStatus"] for each in history]
    assert told[0] == "entered-in-error"
    assert set(told[1:]) == {"accepted"} or "entered-in-error" not in told[1:]
    assert history[-1]["resource"]["description"]["text"] == "Gå till torget"


def test_r_1_r_2_an_agreed_goal_leaves_with_the_next_utgava_and_is_told(house: House) -> None:
    """D4: what a yes was given to changes by a publication; the last agreed one applies meanwhile."""
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goal = plan_of(maria, plan)["goals"][0]
    done = maria.done("POST", f"/contracts/{plan}/corrections", mark("Goal", goal, text="Gå runt kvarteret."))
    assert done["by"] == "PractitionerRole/maria"
    for seen in (plan_of(maria, plan), rut.done("GET", "/my/plan")):
        assert [each["text"] for each in seen["goals"]] == ["Sova bättre"]
        assert (seen["utgava"], seen["applies"], seen["asked"]["utgava"]) == (2, 1, 2)
        (told,) = seen["corrections"]
        assert (told["part"], told["said"]) == (f"Goal/{goal['id']}", "Gå till torget")
        assert (told["reason"], told["text"]) == (WHY, "Gå runt kvarteret.")
        assert seen["people"][told["by"]]["name"] == "Maria Lindqvist"
    rut.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    assert rut.done("GET", "/my/plan")["phase"] == "overens"


def test_r_2_a_wrong_goal_stays_out_when_the_plan_is_written_again(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goal = plan_of(maria, plan)["goals"][0]
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Goal", goal))
    rut.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    version = plan_of(maria, plan)["sections"]["tider"]["version"]
    maria.done("PATCH", f"/contracts/{plan}/sections/tider", TIME | {"version": version})
    seen = rut.done("GET", "/my/plan")
    assert (seen["phase"], seen["utgava"]) == ("overens", 2)
    body = maria.fhir.get(f"/Goal/{goal['id']}").get_json()
    assert body["lifecycleStatus"] == "entered-in-error"


def test_r_2_a_promise_that_is_wrong_counts_no_more(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    late = {"text": "Vi ringer.", "owner": "PractitionerRole/maria", "due": "2020-01-07"}
    both = sections("rut")["ansvar"]["promises"]
    plan = agreed(maria, rut, "rut", ansvar={"promises": [*both, late]})
    held = next(each for each in plan_of(maria, plan)["promises"]["care"] if each["late"])
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Task", held))
    seen = plan_of(maria, plan)
    assert [each["late"] for each in seen["promises"]["care"]] == [False]
    assert all(each["id"] != held["id"] for each in seen["proposals"])
    assert seen["corrections"][0]["said"] == "Vi ringer."


def test_r_2_a_time_or_a_contact_needs_no_new_utgava(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", tider=TIME)
    time, contact = plan_of(maria, plan)["times"][0], plan_of(maria, plan)["contacts"][0]
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Appointment", time))
    version = int(maria.fhir.get(f"/CareTeam/{contact['id']}").get_json()["meta"]["versionId"])
    maria.done("POST", f"/contracts/{plan}/corrections", mark("CareTeam", contact | {"version": version}))
    seen = rut.done("GET", "/my/plan")
    assert (seen["utgava"], seen["phase"], seen["times"], seen["contacts"]) == (1, "overens", [], [])
    assert {each["part"].split("/")[0] for each in seen["corrections"]} == {"Appointment", "CareTeam"}


def test_r_2_a_time_without_a_start_is_told_as_wrong_too(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", tider={"times": [{"what": "Röntgen", "latest": "2199-01-07"}]})
    maria.done(
        "POST", f"/contracts/{plan}/corrections", mark("Appointment", plan_of(maria, plan)["times"][0])
    )
    seen = rut.done("GET", "/my/plan")
    assert (seen["times"], seen["corrections"][0]["said"]) == ([], "Röntgen")


def test_r_2_a_follow_up_note_can_be_wrong(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    note = maria.done("POST", f"/contracts/{plan}/followups", {"note": "Det går bra för Birger."})["note"]
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Communication", {"id": note, "version": 1}))
    assert rut.done("GET", "/my/plan")["corrections"][0]["said"] == "Det går bra för Birger."


def test_r_2_an_ended_contract_is_corrected_without_a_new_utgava(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goals = plan_of(maria, plan)["goals"]
    outcomes = {each["id"]: "achieved" for each in goals}
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "mal-uppnadda", "outcomes": outcomes})
    goal = plan_of(maria, plan)["goals"][0]
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Goal", goal))
    seen = plan_of(maria, plan)
    assert (seen["utgava"], seen["status"], len(seen["corrections"])) == (1, "completed", 1)


def test_r_1_a_mark_made_at_the_fhir_door_is_told_too(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goal = plan_of(maria, plan)["goals"][0]
    body = maria.fhir.get(f"/Goal/{goal['id']}").get_json() | {"lifecycleStatus": "entered-in-error"}
    version = body["meta"]["versionId"]
    assert maria.fhir.put(f"/Goal/{goal['id']}", body, If_Match=f'W/"{version}"').status_code == 200
    seen = rut.done("GET", "/my/plan")
    assert (seen["utgava"], [each["text"] for each in seen["goals"]]) == (2, ["Sova bättre"])
    assert (seen["corrections"][0]["said"], seen["corrections"][0]["by"]) == (
        "Gå till torget",
        "PractitionerRole/maria",
    )


def test_r_1_nobody_writes_or_changes_such_an_act_at_the_fhir_door(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut", mal=GOALS)
    maria.done("POST", f"/contracts/{plan}/corrections", mark("Goal", plan_of(maria, plan)["goals"][0]))
    found = maria.fhir.get(f"/Provenance?target=CarePlan/{plan}").get_json()["entry"]
    act = next(
        each["resource"] for each in found if each["resource"]["activity"]["coding"][0]["code"] == "rattad"
    )
    fresh = {name: each for name, each in act.items() if name not in ("id", "meta")}
    assert maria.fhir.post("/Provenance", fresh).status_code == 422
    changed = act | {"reason": [{"text": "Annat."}]}
    assert maria.fhir.put(f"/Provenance/{act['id']}", changed, If_Match='W/"1"').status_code == 422
