"""Her own words in the plan: nobody writes them for her, and a goal for herself is read by nobody else."""

from typing import Any

import pytest

from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff, why_waits
from tests.api.v1.resources import body_of, concept, put, text_of

WISH = {
    "text": "Kunna gå till torget själv",
    "now": "Jag orkar halva vägen",
    "first_step": "En runda om dagen",
}
DUTY = {"text": "Jag väger mig varje morgon.", "when": "varje dag"}
ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("PUT", "/my/story", {"text": "Torget", "version": 0}),
    ("POST", "/my/goals", WISH),
    ("PUT", "/my/goals/finns-inte", WISH | {"version": 1}),
    ("POST", "/my/goals/finns-inte/end", {}),
    ("POST", "/my/promises", DUTY),
    ("PUT", "/my/promises/finns-inte", DUTY | {"version": 1}),
    ("POST", "/my/promises/finns-inte/done", {}),
    ("POST", "/my/promises/finns-inte/undo", {}),
    ("POST", "/my/promises/finns-inte/help", {}),
)
ON_SOMETHING = [each for each in ACTS if "finns-inte" in each[1]]


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_staff_never_write_the_patients_own_words(
    house: House, method: str, path: str, body: dict[str, Any]
) -> None:
    assert staff(house, "maria").send(method, path, body).status_code == 403


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_a_token_that_only_reads_writes_nothing(
    house: House, method: str, path: str, body: dict[str, Any]
) -> None:
    refused = Person(house.patient("gunnel", "patient/*.rs")).send(method, path, body)
    assert refused.status_code == 403
    assert "insufficient_scope" in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_who_is_too_young_to_read_her_plan_writes_nothing_in_it(
    house: House, method: str, path: str, body: dict[str, Any]
) -> None:
    published(staff(house, "maria"), "noel")
    assert patient(house, "noel").send(method, path, body).status_code == 403


@pytest.mark.parametrize(("method", "path", "body"), ON_SOMETHING)
def test_what_is_not_there_and_what_is_anothers_sound_alike(
    house: House, method: str, path: str, body: dict[str, Any]
) -> None:
    maria, hassan, sara = staff(house, "maria"), patient(house, "hassan"), patient(house, "sara")
    agreed(maria, sara, "sara")
    mine = sara.done("POST", "/my/goals", WISH)["id"]
    duty = sara.done("GET", "/my/plan")["promises"]["mine"][0]["id"]
    theirs = mine if "goals" in path else duty
    ghost = hassan.send(method, path, body)
    other = hassan.send(method, path.replace("finns-inte", theirs), body)
    assert (ghost.status_code, other.status_code) == (404, 404)
    assert ghost.get_json() == other.get_json()


def test_without_a_plan_given_out_there_is_nothing_to_write_in(house: House) -> None:
    for method, path, body in ACTS[:1] + ACTS[1:2] + ACTS[4:5]:
        assert patient(house, "birger").send(method, path, body).status_code == 404


def test_an_ended_plan_is_read_and_not_changed(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = published(maria, "samir")
    goal = samir.done("POST", "/my/goals", WISH)
    duty = samir.done("GET", "/my/plan")["promises"]["mine"][0]
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "patienten-vill-inte"})
    for method, path, body in (
        ("PUT", "/my/story", {"text": "Torget", "version": 0}),
        ("POST", "/my/goals", WISH),
        ("POST", "/my/promises", DUTY),
        ("PUT", f"/my/promises/{duty['id']}", DUTY | {"version": duty["version"]}),
        ("POST", f"/my/promises/{duty['id']}/done", {}),
        ("POST", f"/my/promises/{duty['id']}/help", {}),
    ):
        refused = samir.send(method, path, body)
        assert refused.status_code == 422, path
        assert "avslutad" in text_of(refused)
    assert goal["id"] in str(samir.done("GET", "/my/plan")["wishes"])


def test_a_wish_waits_beside_the_plan_and_un_agrees_nothing(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    made = sara.done("POST", "/my/goals", WISH)
    seen = sara.done("GET", "/my/plan")
    (wish,) = [each for each in seen["wishes"] if each["id"] == made["id"]]
    assert {name: wish[name] for name in WISH} == WISH
    assert (wish["audience"], wish["own"], wish["version"]) == ("alla", True, 1)
    assert (seen["phase"], seen["applies"]) == ("overens", 1)
    assert made["id"] in str(maria.done("GET", f"/contracts/{plan}")["wishes"])


def test_a_goal_for_herself_is_seen_by_nobody_else_at_any_door(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    hers = sara.done("POST", "/my/goals", WISH | {"audience": "egen"})["id"]
    (wish,) = [each for each in sara.done("GET", "/my/plan")["wishes"] if each["id"] == hers]
    assert wish["audience"] == "egen"
    assert sara.fhir.get(f"/Goal/{hers}").status_code == 200
    assert hers not in str(maria.done("GET", f"/contracts/{plan}"))
    for path in (f"/Goal/{hers}", f"/Goal/{hers}/_history", f"/Goal/{hers}/_history/1"):
        assert maria.fhir.get(path).status_code == 404, path
    assert hers not in text_of(maria.fhir.get("/Goal?patient=sara"))
    assert hers not in text_of(maria.fhir.get("/Patient/sara/$everything"))
    adopted = {"version": 0, "goals": [{"id": hers, "text": "Nu är det vårt"}]}
    maria.done("PATCH", f"/contracts/{plan}/sections/mal", adopted)
    maria.done("POST", f"/contracts/{plan}/publish")
    assert sara.fhir.get(f"/Goal/{hers}").get_json()["description"]["text"] == WISH["text"]


def test_she_shows_a_goal_she_has_kept_to_herself_and_takes_it_back(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    agreed(maria, sara, "sara")
    hers = sara.done("POST", "/my/goals", WISH | {"audience": "egen"})
    shown = sara.done("PUT", f"/my/goals/{hers['id']}", WISH | {"version": hers["version"]})
    assert maria.fhir.get(f"/Goal/{hers['id']}").status_code == 200
    assert maria.fhir.get(f"/Goal/{hers['id']}/_history/1").status_code == 404
    again = WISH | {"audience": "egen", "version": shown["version"]}
    sara.done("PUT", f"/my/goals/{hers['id']}", again)
    assert maria.fhir.get(f"/Goal/{hers['id']}").status_code == 404


def test_only_the_patient_keeps_a_goal_to_herself_at_the_fhir_door(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja")
    goal = {
        "resourceType": "Goal",
        "lifecycleStatus": "proposed",
        "category": [concept(codes.OWN_GOAL)],
        "description": {"text": "Klara skolan"},
        "subject": {"reference": "Patient/maja"},
    }
    assert maria.fhir.post("/Goal", goal).status_code == 422
    hers = maja.fhir.post("/Goal", goal | {"expressedBy": {"reference": "Patient/maja"}}).get_json()
    assert maria.fhir.get(f"/Goal/{hers['id']}").status_code == 404
    assert put(maja, {name: value for name, value in hers.items() if name != "category"}).status_code == 422


def test_a_goal_changed_meanwhile_is_not_overwritten(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja")
    made = maja.done("POST", "/my/goals", WISH)
    maja.done("PUT", f"/my/goals/{made['id']}", WISH | {"text": "Torget", "version": 1})
    assert maja.send("PUT", f"/my/goals/{made['id']}", WISH | {"version": 1}).status_code == 412
    assert body_of(maja, f"Goal/{made['id']}")["description"]["text"] == "Torget"


def test_cares_goal_is_not_hers_to_change_or_end(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    published(maria, "rut", mal={"goals": [{"text": "Inga fall i hemmet"}]})
    (goal,) = rut.done("GET", "/my/plan")["goals"]
    changed = WISH | {"version": goal["version"]}
    assert rut.send("PUT", f"/my/goals/{goal['id']}", changed).status_code == 422
    assert rut.post(f"/my/goals/{goal['id']}/end").status_code == 422


def test_new_words_for_her_goal_in_the_plan_are_a_proposal_that_care_hears_of(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    goals = {"goals": [{"text": "Baka till helgen", "by": "Patient/rut"}]}
    plan = agreed(maria, rut, "rut", mal=goals)
    (goal,) = rut.done("GET", "/my/plan")["goals"]
    new = {"text": "Baka varje dag", "version": goal["version"]}
    assert rut.send("PUT", f"/my/goals/{goal['id']}", new | {"audience": "egen"}).status_code == 422
    rut.done("PUT", f"/my/goals/{goal['id']}", new)
    seen = rut.done("GET", "/my/plan")
    assert (seen["utgava"], seen["applies"]) == (1, 1)
    assert "andrat-mal" in why_waits(maria, plan)
    assert maria.done("POST", f"/contracts/{plan}/publish")["utgava"] == 2


def test_she_stops_striving_for_a_goal_once(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    published(maria, "rut")
    made = rut.done("POST", "/my/goals", WISH)["id"]
    rut.done("POST", f"/my/goals/{made}/end", {"why": "Jag orkar inte"})
    body = body_of(rut, f"Goal/{made}")
    assert (body["lifecycleStatus"], body["statusReason"]) == ("cancelled", "Jag orkar inte")
    assert made not in str(rut.done("GET", "/my/plan")["wishes"])
    assert rut.post(f"/my/goals/{made}/end").status_code == 422


def test_a_goal_for_herself_stays_hers_alone_when_she_ends_it(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    published(maria, "sara")
    hers = sara.done("POST", "/my/goals", WISH | {"audience": "egen"})["id"]
    sara.done("POST", f"/my/goals/{hers}/end", {"why": "Det blev för svårt"})
    assert maria.fhir.get(f"/Goal/{hers}").status_code == 404
    assert maria.fhir.get(f"/Goal/{hers}/_history").status_code == 404
    assert body_of(sara, f"Goal/{hers}")["lifecycleStatus"] == "cancelled"
