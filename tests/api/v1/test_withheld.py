"""P-5, P-6: what is withheld from the patient is seen by neither her nor her guardian, by any path, until it is shown again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.care.contract import queries
from patientkontrakt.care.work_items import open_items
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.everything import everything
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff

SECRET = "Brodern är hotfull"
GOALS = {"goals": [{"text": SECRET}, {"text": "Sova bättre"}]}
Body = dict[str, Any]


def in_days(days: int) -> str:
    return (clock.today(clock.now()) + timedelta(days=days)).isoformat()


def order(part: str, **more: Any) -> Body:
    said = {"reason": "Risk för våld mot den som berättat.", "reviewer": "PractitionerRole/johan"}
    return {"part": part, "review_by": in_days(30)} | said | more


def goal_of(person: Person, plan: str) -> str:
    return f"Goal/{person.done('GET', f'/contracts/{plan}')['goals'][0]['id']}"


@pytest.mark.parametrize("who", ["petra", "dag", "ahmed"])
def test_p_5_a_unit_without_a_ground_withholds_nothing(house: House, who: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    part, stood = goal_of(maria, plan), house.versions()
    for path in ("withhold", "withhold/end"):
        body = order(part) if path == "withhold" else {"part": part}
        real = staff(house, who).post(f"/contracts/{plan}/{path}", body)
        ghost = staff(house, who).post(f"/contracts/{'x' * 22}/{path}", body)
        assert (real.status_code, real.get_data()) == (404, ghost.get_data())
    assert house.versions() == stood


def test_p_5_a_patient_withholds_nothing_and_shows_nothing(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja", mal=GOALS)
    part = goal_of(maria, plan)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    assert maja.post(f"/contracts/{plan}/withhold", order(part)).status_code == 403
    assert maja.post(f"/contracts/{plan}/withhold/end", {"part": part}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"reviewer": "PractitionerRole/dag"},
        {"reviewer": "PractitionerRole/finns-inte"},
        {"reviewer": "Organization/linden"},
        {"review_by": in_days(0)},
        {"review_by": in_days(367)},
        {"review_by": None},
    ],
)
def test_p_5_a_reason_a_reviewer_and_a_day_are_asked_for(house: House, wrong: Body) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body = order(goal_of(maria, plan)) | wrong
    assert maria.post(f"/contracts/{plan}/withhold", body).status_code == 422


def test_p_5_her_own_words_are_never_withheld_from_her(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    maja.done("POST", "/my/goals", {"text": "Åka buss själv"})
    wish = maria.done("GET", f"/contracts/{plan}")["wishes"][0]["id"]
    assert maria.post(f"/contracts/{plan}/withhold", order(f"Goal/{wish}")).status_code == 422


def test_p_5_what_is_shown_is_not_shown_again(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja", mal=GOALS)
    body = {"part": goal_of(maria, plan)}
    assert maria.post(f"/contracts/{plan}/withhold/end", body).status_code == 422


def test_p_5_a_client_sets_no_such_label_at_the_fhir_door(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    part = goal_of(maria, published(maria, "maja", mal=GOALS))
    body = maria.fhir.get(f"/{part}").get_json()
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "NOPAT"}
    version = body["meta"]["versionId"]
    body["meta"]["security"] = [label]
    assert maria.fhir.put(f"/{part}", body, If_Match=f'W/"{version}"').status_code == 200
    assert maja.fhir.get(f"/{part}").status_code == 200


def paths(plan: str, part: str, who: str) -> list[str]:
    """Every address at the FHIR door where it could be seen."""
    id = part.split("/")[1]
    return [
        f"/{part}", f"/{part}/_history", *(f"/{part}/_history/{version}" for version in (1, 2, 3)),
        f"/Goal?patient={who}", f"/Goal?_id={id}", f"/CarePlan?_id={plan}&_include=CarePlan:goal",
        f"/CarePlan?_id={plan}&_include=*", f"/Observation?patient={who}",
        f"/Observation?patient={who}&_include=Observation:focus",
        f"/Provenance?patient={who}", f"/Provenance?target=CarePlan/{plan}&_include=Provenance:target",
        f"/Task?patient={who}", f"/Communication?patient={who}", f"/Patient/{who}/$everything", f"/Patient/{who}/Goal",
    ]  # fmt: skip


def test_p_5_p_6_by_no_path_does_she_see_it_or_that_there_is_something(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    id = part.split("/")[1]
    maria.done("POST", f"/contracts/{plan}/goals/{id}/level", {"value": 1, "text": SECRET})
    seen = rut.fhir.get(f"/{part}/_history/1")
    assert SECRET in seen.get_data(as_text=True)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    for path in paths(plan, part, "rut"):
        told = rut.fhir.get(path).get_data(as_text=True)
        assert SECRET not in told, path
        assert "Risk för våld" not in told, path
    assert rut.fhir.get(f"/{part}").status_code == 404
    assert rut.fhir.get(f"/{part}/_history").status_code == 404
    for path in (
        "/my/plan", "/my/export", "/my/notes", "/my/questions", "/my/objections", "/my/disclosures", "/my/log",
        "/my/utgavor/1", "/my/changes?since=2020-01-01", "/my/events",
        f"/contracts/{plan}", f"/contracts/{plan}/utgavor/1", f"/contracts/{plan}/changes?since=2020-01-01",
        f"/contracts/{plan}/events",
    ):  # fmt: skip
        told = rut.get(path).get_data(as_text=True)
        assert SECRET not in told, path
        assert "Risk för våld" not in told, path
    assert rut.done("GET", "/my/plan")["withheld"] == []
    assert [each["text"] for each in rut.done("GET", "/my/plan")["goals"]] == ["Sova bättre"]
    assert rut.post("/my/objections", {"part": part, "text": "Vad är det?"}).status_code == 404


def test_p_5_p_6_a_guardian_does_not_see_it_either(house: House) -> None:
    maria, sara = staff(house, "maria"), cast.guardian("sara", "alva")
    plan = published(maria, "alva", mal=GOALS)
    assert SECRET in _read_by(house, sara)
    maria.done("POST", f"/contracts/{plan}/withhold", order(goal_of(maria, plan)))
    assert SECRET not in _read_by(house, sara)


def _read_by(house: House, actor: Actor) -> str:
    with house.counter.reading(actor, clock.now()) as desk:
        told = [goal.text for goal in queries.my_plan(desk).contract.goals]
        told += [each.text for each in everything(desk, "alva").resources]
    return json.dumps(told, ensure_ascii=False)


def test_p_5_staff_read_it_with_why_and_who_looks_at_it_again(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    seen = maria.done("GET", f"/contracts/{plan}")
    assert [each["text"] for each in seen["goals"]] == [SECRET, "Sova bättre"]
    (told,) = seen["withheld"]
    assert (told["part"], told["reviewer"], told["review_by"]) == (
        part,
        "PractitionerRole/johan",
        in_days(30),
    )
    assert told["reason"].startswith("Risk för våld")
    labels = maria.fhir.get(f"/{part}").get_json()["meta"]["security"]
    assert [each["code"] for each in labels] == ["NOPAT"]
    assert rut.done("GET", "/my/plan")["phase"] == "overens"


def test_p_5_it_stays_withheld_when_staff_write_it_anew(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    body = maria.fhir.get(f"/{part}").get_json()
    body["description"] = {"text": f"{SECRET}!"}
    version = body["meta"]["versionId"]
    assert maria.fhir.put(f"/{part}", body, If_Match=f'W/"{version}"').status_code == 200
    for path in (f"/{part}", f"/{part}/_history", f"/{part}/_history/1"):
        assert rut.fhir.get(path).status_code == 404, path
    assert SECRET not in rut.get("/my/plan").get_data(as_text=True)


def test_p_5_shown_again_she_sees_it_as_it_is_and_was(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    maria.done("POST", f"/contracts/{plan}/withhold/end", {"part": part, "reason": "Hotet är över."})
    assert SECRET in rut.get("/my/plan").get_data(as_text=True)
    assert rut.fhir.get(f"/{part}/_history/1").status_code == 200
    assert "security" not in rut.fhir.get(f"/{part}").get_json()["meta"]
    assert maria.done("GET", f"/contracts/{plan}")["withheld"] == []
    assert "Hotet är över." not in rut.fhir.get("/Provenance?patient=rut").get_data(as_text=True)


def test_p_5_when_the_day_has_come_somebody_has_it_to_look_at(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut", mal=GOALS)
    part = goal_of(maria, plan)
    maria.done("POST", f"/contracts/{plan}/withhold", order(part))
    maria.done("POST", f"/contracts/{plan}/withhold", order(part, review_by=in_days(10)))

    def waits(days: int) -> list[str]:
        then = clock.now() + timedelta(days=days)
        with house.counter.reading(cast.staff("maria"), then) as desk:
            return [each.id for each in open_items(desk) if each.focus == part]

    assert (waits(9), len(waits(10)), len(waits(300))) == ([], 1, 1)
    (item,) = waits(10)
    assert maria.post(f"/work-items/{item}/done", {}).status_code == 422
    maria.done("POST", f"/contracts/{plan}/withhold/end", {"part": part})
    assert waits(300) == []
