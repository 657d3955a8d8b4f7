"""A promise of another custodian's unit in the contract: proposed, taken up, accepted and kept by that unit itself."""

from typing import Any

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, staff

OWN = {"text": "Vi lägger om benet.", "when": "varje tisdag"}


def shared(house: House, who: str, **changes: Any) -> str:
    """A contract the patient has said yes to, and shares with Ahmed's unit."""
    plan = agreed(staff(house, "maria"), patient(house, who), who, **changes)
    patient(house, who).done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    return plan


def promise(person: Person, plan: str, id: str) -> dict[str, Any]:
    seen = person.done("GET", f"/contracts/{plan}")
    every = (*seen["promises"]["care"], *seen["promises"]["mine"], *seen["proposals"])
    return next(each for each in every if each["id"] == id)


def taken_up(house: House, plan: str, who: str, id: str) -> None:
    """Maria takes the proposal into the plan, and the patient says yes to the utgåva."""
    maria = staff(house, "maria")
    seen = maria.done("GET", f"/contracts/{plan}")
    section = seen["sections"]["ansvar"]
    proposal = next(each for each in seen["proposals"] if each["id"] == id)
    form = {name: proposal[name] for name in ("id", "text", "owner", "when", "timing", "due", "watched_by")}
    said = {"version": section["version"], "promises": [*section["data"]["promises"], form]}
    maria.done("PATCH", f"/contracts/{plan}/sections/ansvar", said)
    number = maria.done("POST", f"/contracts/{plan}/publish")["utgava"]
    patient(house, who).done("POST", "/my/plan/answer", {"utgava": number, "answer": "ja"})


def test_a_unit_promises_only_for_itself_and_reads_only_what_it_is_shown(house: House) -> None:
    plan, ahmed = shared(house, "gunnel"), staff(house, "ahmed")
    for owner in (
        "PractitionerRole/maria",
        "Organization/linden",
        "Patient/gunnel",
        "Organization/finns-inte",
    ):
        refused = ahmed.post(f"/contracts/{plan}/proposals", OWN | {"owner": owner})
        assert refused.status_code == 422, owner
    assert ahmed.post(f"/contracts/{plan}/proposals", OWN | {"due": "2020-01-01"}).status_code == 422
    assert (
        ahmed.post(f"/contracts/{plan}/invitations", {"unit": "eken", "reason": "remiss"}).status_code == 403
    )
    followed = ahmed.post(f"/contracts/{plan}/followups", {"note": "Det går bra."})
    assert followed.status_code == 403


def test_another_units_promise_is_not_for_a_reader_to_report(house: House) -> None:
    plan, ahmed = shared(house, "gunnel"), staff(house, "ahmed")
    theirs = ahmed.done("GET", f"/contracts/{plan}")["promises"]["care"][0]["id"]
    for act, body in (("status", {"status": "uppfylld"}), ("note", {"text": "Nej"}), ("remind", {})):
        assert ahmed.post(f"/contracts/{plan}/promises/{theirs}/{act}", body).status_code == 403, act


def test_ahmeds_proposal_is_kept_with_his_custodian_and_waits_beside_the_plan(house: House) -> None:
    plan, ahmed = shared(house, "gunnel"), staff(house, "ahmed")
    made = ahmed.done("POST", f"/contracts/{plan}/proposals", OWN)
    assert made["status"] == "foreslagen"
    row = house.rows("SELECT custodian, unit FROM resource WHERE type = 'Task' AND id = :id", id=made["id"])
    assert row == [("ekby-kommun.hsv", "hemsjukvarden-ekby")]
    seen = staff(house, "maria").done("GET", f"/contracts/{plan}")
    assert made["id"] in {each["id"] for each in seen["proposals"]}
    assert (seen["phase"], seen["utgava"]) == ("overens", 1)
    hers = patient(house, "gunnel").done("GET", "/my/plan")
    assert made["id"] in {each["id"] for each in hers["proposals"]}


def test_his_unit_accepts_and_keeps_its_own_promise_after_her_yes(house: House) -> None:
    plan, ahmed = shared(house, "gunnel"), staff(house, "ahmed")
    id = ahmed.done("POST", f"/contracts/{plan}/proposals", OWN)["id"]
    path = f"/contracts/{plan}/promises/{id}"
    assert ahmed.post(f"{path}/status", {"status": "pagar"}).status_code == 422
    taken_up(house, plan, "gunnel", id)
    assert promise(ahmed, plan, id)["status"] == "foreslagen"
    assert ahmed.done("POST", f"{path}/status", {"status": "overenskommen"})["status"] == "overenskommen"
    assert (
        ahmed.done("POST", f"{path}/status", {"status": "uppfylld", "note": "Läkt."})["status"] == "uppfylld"
    )
    seen = patient(house, "gunnel").done("GET", "/my/plan")
    assert (seen["phase"], seen["utgava"]) == ("overens", 2)


def test_a_promise_that_maria_wrote_for_his_unit_is_his_to_accept(house: House) -> None:
    ahmed = staff(house, "ahmed")
    ansvar = {
        "promises": [
            {"text": "Jag går en runda.", "owner": "Patient/gunnel", "when": "varje dag"},
            {"text": "Vi ringer dig.", "owner": "PractitionerRole/maria", "when": "varje vecka"},
            {
                "text": "Vi lägger om benet.",
                "owner": "Organization/hemsjukvarden-ekby",
                "when": "varje vecka",
            },
        ]
    }
    plan = shared(house, "gunnel", ansvar=ansvar)
    his = ahmed.done("GET", f"/contracts/{plan}")["promises"]["care"][1]
    assert his["status"] == "foreslagen"
    path = f"/contracts/{plan}/promises/{his['id']}"
    staff(house, "maria").done("POST", f"{path}/remind", {})
    staff(house, "maria").done("POST", f"{path}/remind", {})
    items = [each for each in ahmed.done("GET", "/work-items")["items"] if each["contract"] == plan]
    assert [(each["kind"], each["focus"]) for each in items] == [("paminnelse", f"Task/{his['id']}")]
    listed = staff(house, "maria").done("GET", "/worklist")["waiting"]
    assert "paminnelse" not in {each["kind"] for each in listed}
    assert staff(house, "maria").post(f"/work-items/{items[0]['id']}/done").status_code in (403, 404)
    assert ahmed.done("POST", f"{path}/status", {"status": "pagar"})["status"] == "pagar"
    ahmed.done("POST", f"/work-items/{items[0]['id']}/done", {"note": "Klart."})
    assert items[0]["id"] not in {each["id"] for each in ahmed.done("GET", "/work-items")["items"]}


def test_the_patient_takes_back_her_yes_also_when_his_unit_has_accepted(house: House) -> None:
    plan, ahmed, gunnel = shared(house, "gunnel"), staff(house, "ahmed"), patient(house, "gunnel")
    id = ahmed.done("POST", f"/contracts/{plan}/proposals", OWN)["id"]
    taken_up(house, plan, "gunnel", id)
    ahmed.done("POST", f"/contracts/{plan}/promises/{id}/status", {"status": "pagar"})
    taken = gunnel.done("POST", "/my/plan/withdraw")
    assert taken["applies"] == 1
    assert promise(ahmed, plan, id)["status"] == "foreslagen"


def test_his_level_of_her_goal_is_shown_to_her(house: House) -> None:
    plan = shared(house, "gunnel", mal={"goals": [{"text": "Gå till torget"}]})
    ahmed, gunnel = staff(house, "ahmed"), patient(house, "gunnel")
    goal = ahmed.done("GET", f"/contracts/{plan}")["goals"][0]["id"]
    ahmed.done("POST", f"/contracts/{plan}/goals/{goal}/level", {"value": -1})
    assert gunnel.done("GET", "/my/plan")["goals"][0]["level"] == -1
    assert staff(house, "maria").done("GET", f"/contracts/{plan}")["goals"][0]["level"] in (-1, None)
