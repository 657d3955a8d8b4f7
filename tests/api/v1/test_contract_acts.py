"""What care does around a contract: who takes part, levels, follow-ups, promises and proposals of more than one unit."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, staff

LEVEL: dict[str, Any] = {"value": 1}
GOALS = {"goals": [{"text": "Gå till torget"}]}


def first(person: Person, plan: str, side: str = "care") -> dict[str, Any]:
    found: dict[str, Any] = person.done("GET", f"/contracts/{plan}")["promises"][side][0]
    return found


def acts(plan: str, part: str = "finns-inte") -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every act around a contract, each with a body that is right in shape."""
    return [
        ("GET", f"/contracts/{plan}/participants", None),
        ("GET", f"/contracts/{plan}/sharing", None),
        (
            "POST",
            f"/contracts/{plan}/sharing",
            {"unit": "hemtjansten-ekby", "level": "hela", "method": "telefon"},
        ),
        ("POST", f"/contracts/{plan}/sharing/{part}/stop", {"method": "telefon"}),
        ("POST", f"/contracts/{plan}/goals/{part}/level", LEVEL),
        ("POST", f"/contracts/{plan}/followups", {"note": "Det går bra."}),
        ("POST", f"/contracts/{plan}/promises/{part}/status", {"status": "pagar"}),
        ("POST", f"/contracts/{plan}/promises/{part}/remind", {}),
        ("POST", f"/contracts/{plan}/promises/{part}/note", {"text": "Det går bra."}),
        ("POST", f"/contracts/{plan}/proposals", {"text": "Vi kommer på tisdagar."}),
        ("POST", f"/contracts/{plan}/invitations", {"unit": "hemtjansten-ekby", "reason": "samordning"}),
        ("POST", f"/contracts/{plan}/invitations/hemtjansten-ekby/remind", {}),
    ]


@pytest.mark.parametrize("who", ["petra", "dag", "ahmed"])
def test_a_unit_without_a_ground_meets_the_answer_of_what_is_not_there(house: House, who: str) -> None:
    plan = agreed(staff(house, "maria"), patient(house, "maja"), "maja")
    stranger, stood = staff(house, who), house.versions()
    for (method, path, body), (_, ghost, _) in zip(acts(plan), acts("x" * 22), strict=True):
        real, none = stranger.send(method, path, body), stranger.send(method, ghost, body)
        assert (real.status_code, real.get_data()) == (404, none.get_data()), path
    assert house.versions() == stood


def test_a_patients_token_does_none_of_it(house: House) -> None:
    maja = patient(house, "maja")
    plan = agreed(staff(house, "maria"), maja, "maja")
    stood = house.versions()
    for method, path, body in acts(plan):
        assert maja.send(method, path, body).status_code == 403, path
    assert house.versions() == stood


def test_a_token_that_does_not_cover_an_act_is_refused_before_anything_is_looked_up(house: House) -> None:
    reader = Person(house.staff("maria", "user/Patient.rs"))
    lists = [("GET", path, None) for path in ("/invitations", "/questions", "/work-items")]
    for method, path, body in [*acts("x" * 22), *lists]:
        refused = reader.send(method, path, body)
        assert refused.status_code == 403, path
        assert "insufficient_scope" in refused.headers["WWW-Authenticate"], path


def test_an_ended_contract_is_added_to_no_more(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "samir"), "samir")
    held = first(maria, plan)
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "flyttat"})
    for method, path, body in acts(plan, held["id"]):
        if method == "POST" and "/stop" not in path:
            assert maria.send(method, path, body).status_code == 422, path
    assert maria.get(f"/contracts/{plan}/participants").status_code == 200


def test_what_is_not_of_the_contract_does_not_exist(house: House) -> None:
    maria = staff(house, "maria")
    one = agreed(maria, patient(house, "gunnel"), "gunnel", mal=GOALS)
    other = agreed(maria, patient(house, "rut"), "rut", mal=GOALS)
    foreign = maria.done("GET", f"/contracts/{other}")
    goal, task = foreign["goals"][0]["id"], foreign["promises"]["care"][0]["id"]
    for path, body in (
        (f"/contracts/{one}/goals/{goal}/level", LEVEL),
        (f"/contracts/{one}/followups", {"goals": [{"id": goal, "value": 0}]}),
        (f"/contracts/{one}/promises/{task}/note", {"text": "Det går bra."}),
    ):
        assert maria.post(path, body).status_code == 404, path


def test_a_level_is_one_of_five(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "rut"), "rut", mal=GOALS)
    goal = maria.done("GET", f"/contracts/{plan}")["goals"][0]["id"]
    for value in (-3, 3, 0.5, "1", None):
        assert maria.post(f"/contracts/{plan}/goals/{goal}/level", {"value": value}).status_code == 422, value


def test_the_latest_level_is_shown_and_the_yes_still_holds(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goal = maria.done("GET", f"/contracts/{plan}")["goals"][0]["id"]
    for value in (-1, 0):
        made = maria.done(
            "POST", f"/contracts/{plan}/goals/{goal}/level", {"value": value, "text": "Bättre."}
        )
        assert (made["goal"], made["value"]) == (goal, value)
    seen = rut.done("GET", "/my/plan")
    assert (seen["phase"], seen["utgava"], seen["goals"][0]["level"]) == ("overens", 1, 0)


def test_a_follow_up_notes_levels_and_the_next_review_waits_for_the_next_utgava(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    goal = maria.done("GET", f"/contracts/{plan}")["goals"][0]["id"]
    body = {"goals": [{"id": goal, "value": 2}], "note": "Rut går till torget.", "next_review": "2199-01-07"}
    done = maria.done("POST", f"/contracts/{plan}/followups", body)
    assert (done["levels"][0]["value"], done["next_review"], done["waits"]) == (2, "2199-01-07", True)
    assert rut.done("GET", "/my/plan")["phase"] == "overens"
    maria.done("POST", f"/contracts/{plan}/publish")
    assert rut.done("GET", "/my/plan")["review_by"] == "2199-01-07"


def test_an_empty_follow_up_or_one_back_in_time_is_none(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "rut"), "rut")
    assert maria.post(f"/contracts/{plan}/followups", {}).status_code == 422
    assert maria.post(f"/contracts/{plan}/followups", {"next_review": "2020-01-01"}).status_code == 422
    hidden = opened(maria, "rut")
    assert maria.post(f"/contracts/{hidden}/followups", {"note": "Nej"}).status_code == 422


def test_care_does_not_say_how_the_patients_promise_goes(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "rut"), "rut")
    hers = first(maria, plan, "mine")
    for status in ("uppfylld", "bruten", "pagar"):
        refused = maria.post(f"/contracts/{plan}/promises/{hers['id']}/status", {"status": status})
        assert refused.status_code == 422, status


def test_no_promise_runs_before_the_patients_yes(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    refused = maria.post(f"/contracts/{plan}/promises/{first(maria, plan)['id']}/status", {"status": "pagar"})
    assert refused.status_code == 422


def test_a_promise_read_before_somebody_else_wrote_is_stale(house: House) -> None:
    maria = staff(house, "maria")
    plan = agreed(maria, patient(house, "rut"), "rut")
    held = first(maria, plan)
    path = f"/contracts/{plan}/promises/{held['id']}"
    maria.done("POST", f"{path}/note", {"text": "Vi har ringt."})
    stale = maria.post(f"{path}/status", {"status": "uppfylld", "version": held["version"]})
    assert stale.status_code == 412
    done = maria.done("POST", f"{path}/status", {"status": "uppfylld", "note": "Klart."})
    assert done["status"] == "uppfylld"
    told = first(maria, plan)["notes"]
    assert [each["text"] for each in told] == ["Vi har ringt.", "Klart."]


def test_a_reminder_shows_and_the_promise_stands(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    held = first(maria, plan)
    assert held["reminded_at"] is None
    done = maria.done("POST", f"/contracts/{plan}/promises/{held['id']}/remind", {})
    assert done["status"] == held["status"]
    assert rut.done("GET", "/my/plan")["promises"]["care"][0]["reminded_at"]
