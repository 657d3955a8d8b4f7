"""Her own promises: ticked and unticked, rewritten as a proposal, and never those of care (K-1)."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, sections, staff, why_waits
from tests.api.v1.resources import body_of, put, text_of

DUTY = {"text": "Jag väger mig varje morgon.", "when": "varje dag"}


def test_a_promise_of_her_own_waits_for_cares_yes_and_has_a_day_to_come(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    assert samir.post("/my/promises", DUTY | {"due": "2020-01-01"}).status_code == 422
    made = samir.done("POST", "/my/promises", DUTY)
    assert made["status"] == "foreslagen"
    seen = samir.done("GET", "/my/plan")
    (proposal,) = [each for each in seen["proposals"] if each["id"] == made["id"]]
    assert (proposal["text"], proposal["side"], proposal["version"]) == (DUTY["text"], "mine", 1)
    assert (seen["phase"], seen["applies"]) == ("overens", 1)
    assert "forslag" in why_waits(maria, plan)
    rewritten = DUTY | {"text": "Jag väger mig på söndagar.", "version": 1}
    assert samir.done("PUT", f"/my/promises/{made['id']}", rewritten)["status"] == "foreslagen"
    assert samir.send("PUT", f"/my/promises/{made['id']}", rewritten).status_code == 412


def test_new_words_for_an_agreed_promise_are_a_counter_proposal_that_care_hears_of(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    mine = samir.done("GET", "/my/plan")["promises"]["mine"][0]
    new = {"text": "Jag går en runda.", "when": "på söndagar", "version": mine["version"]}
    assert samir.done("PUT", f"/my/promises/{mine['id']}", new)["status"] == "motforslag"
    seen = samir.done("GET", "/my/plan")
    assert (seen["utgava"], seen["applies"]) == (1, 1)
    assert "andrat-lofte" in why_waits(maria, plan)
    assert samir.post(f"/my/promises/{mine['id']}/done").status_code == 422
    maria.done("POST", f"/contracts/{plan}/publish")
    samir.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "ja"})
    assert samir.done("GET", "/my/plan")["promises"]["mine"][0]["status"] == "overenskommen"


def test_the_same_words_again_change_nothing(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    agreed(maria, samir, "samir")
    mine = samir.done("GET", "/my/plan")["promises"]["mine"][0]
    same = {"text": mine["text"], "when": mine["when"], "version": mine["version"]}
    told = samir.done("PUT", f"/my/promises/{mine['id']}", same)
    assert (told["version"], told["status"]) == (mine["version"], "overenskommen")


@pytest.mark.parametrize("act", ["done", "undo", "help", "PUT"])
def test_cares_promise_is_cares(house: House, act: str) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    theirs = gunnel.done("GET", "/my/plan")["promises"]["care"][0]
    path, method = f"/my/promises/{theirs['id']}", "POST"
    body: dict[str, Any] = {}
    if act == "PUT":
        method, body = "PUT", DUTY | {"version": theirs["version"]}
    else:
        path = f"{path}/{act}"
    assert gunnel.send(method, path, body).status_code == 422


def test_what_is_not_agreed_is_not_done_and_what_is_not_done_is_not_undone(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    published(maria, "gunnel")
    mine = gunnel.done("GET", "/my/plan")["promises"]["mine"][0]["id"]
    assert gunnel.post(f"/my/promises/{mine}/done").status_code == 422
    assert gunnel.post(f"/my/promises/{mine}/undo").status_code == 422


def test_done_is_said_once_and_undone_and_the_plan_stays_agreed(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    mine = gunnel.done("GET", "/my/plan")["promises"]["mine"][0]
    assert mine["done_at"] is None
    first = gunnel.done("POST", f"/my/promises/{mine['id']}/done")
    assert gunnel.done("POST", f"/my/promises/{mine['id']}/done") == first
    seen = gunnel.done("GET", "/my/plan")
    assert seen["promises"]["mine"][0]["status"] == "uppfylld"
    assert seen["promises"]["mine"][0]["done_at"] is not None
    assert (seen["phase"], seen["applies"]) == ("overens", 1)
    undone = gunnel.done("POST", f"/my/promises/{mine['id']}/undo")
    assert undone["status"] == "overenskommen"
    again = gunnel.done("GET", "/my/plan")["promises"]["mine"][0]
    assert again["done_at"] is None


def test_what_was_done_more_than_a_week_ago_stays_done(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    mine = gunnel.done("GET", "/my/plan")["promises"]["mine"][0]["id"]
    gunnel.done("POST", f"/my/promises/{mine}/done")
    task = body_of(gunnel, f"Task/{mine}")
    assert put(gunnel, task | {"executionPeriod": {"end": "2026-01-01"}}).status_code == 200
    refused = gunnel.post(f"/my/promises/{mine}/undo")
    assert refused.status_code == 422
    assert "sju dagar" in text_of(refused)


def test_help_with_what_she_does_is_a_question_to_her_fixed_contact(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    mine = rut.done("GET", "/my/plan")["promises"]["mine"][0]["id"]
    asked = rut.done("POST", f"/my/promises/{mine}/help", {"text": "Jag vågar inte gå ensam."})
    (question,) = [
        each for each in rut.done("GET", "/my/questions")["questions"] if each["id"] == asked["id"]
    ]
    assert (question["about"], question["part"]) == ("plan", mine)
    assert question["answer_by"] == asked["answer_by"]
    assert "hjalp" in why_waits(maria, plan)


def test_a_rhythm_stays_when_she_only_changes_the_words(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    promises = sections("rut")["ansvar"]["promises"]
    promises[0] |= {"when": None, "timing": {"frequency": 2, "unit": "wk"}}
    agreed(maria, rut, "rut", ansvar={"promises": promises})
    mine = rut.done("GET", "/my/plan")["promises"]["mine"][0]
    rut.done("PUT", f"/my/promises/{mine['id']}", {"text": "Jag simmar.", "version": mine["version"]})
    assert rut.done("GET", "/my/plan")["promises"]["mine"][0]["timing"]["frequency"] == 2
