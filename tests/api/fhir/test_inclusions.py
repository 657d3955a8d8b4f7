"""What a search brings along over HTTP: everything that is asked for and may be seen, and nothing else (S-052)."""

import pytest

from patientkontrakt.records import inclusions
from patientkontrakt.store import includes
from tests.api.fhir.house import Body, Caller, House
from tests.api.fhir.test_search import entries
from tests.records.region import goal, plan


def task(about: str, part_of: str | None = None) -> Body:
    """A promise of Gunnel's plan, perhaps a part of another."""
    above = {"partOf": [{"reference": part_of}]} if part_of else {}
    return {
        "resourceType": "Task",
        "status": "draft",
        "intent": "plan",
        "for": {"reference": "Patient/gunnel"},
        "focus": {"reference": about},
        **above,
    }


def brought(caller: Caller, query: str) -> set[str]:
    response = caller.get(f"/{query}")
    assert response.status_code == 200, response.text
    return set(entries(response.json, "include"))


@pytest.fixture
def web(house: House) -> dict[str, str]:
    """A plan with a goal, and three tasks about the plan: each but the first a part of the one before."""
    aim = house.given(goal("gunnel"))
    key = house.given(plan("gunnel", goal=[{"reference": aim}]))
    first = house.given(task(key))
    second = house.given(task(key, first))
    return {"goal": aim, "plan": key, "1": first, "2": second, "3": house.given(task(key, second))}


def id_of(key: str) -> str:
    return key.partition("/")[2]


@pytest.mark.parametrize(
    "inclusion", ["_revinclude=*", "_revinclude=CarePlan:*", "_revinclude=CarePlan:goal"]
)
def test_s_052_nothing_comes_along_of_a_type_the_token_does_not_cover(
    inclusion: str, house: House, web: dict[str, str]
) -> None:
    narrow = house.patient("gunnel", "openid fhirUser patient/Goal.rs")
    assert brought(narrow, f"Goal?_id={id_of(web['goal'])}&{inclusion}") == set()
    plans = house.patient("gunnel", "openid fhirUser patient/CarePlan.rs")
    for forwards in ("CarePlan:goal", "CarePlan:*", "*"):
        assert brought(plans, f"CarePlan?_id={id_of(web['plan'])}&_include={forwards}") == set()


def test_s_011_nothing_comes_along_that_may_not_be_seen(
    house: House, maria: Caller, petra: Caller, web: dict[str, str]
) -> None:
    for query in ("_revinclude=*", "_revinclude=EpisodeOfCare:organization", "_revinclude:iterate=*"):
        seen = brought(petra, f"Organization?_id=linden&{query}")
        assert not any(key in seen for key in (*web.values(), "Patient/gunnel"))
        assert not any("EpisodeOfCare" in key for key in seen)
    assert any("EpisodeOfCare" in key for key in brought(maria, "Organization?_id=linden&_revinclude=*"))


def test_a_star_brings_whatever_refers_or_is_referred_to(
    house: House, maria: Caller, web: dict[str, str]
) -> None:
    asked = f"CarePlan?_id={id_of(web['plan'])}"
    assert brought(maria, f"{asked}&_include=*") == {web["goal"], "Patient/gunnel"}
    assert brought(maria, f"{asked}&_include=CarePlan:*") == {web["goal"], "Patient/gunnel"}
    tasks = {web["1"], web["2"], web["3"]}
    assert brought(maria, f"{asked}&_revinclude=*") >= tasks
    assert brought(maria, f"{asked}&_revinclude=Task:*") == tasks
    assert web["plan"] in brought(maria, f"Goal?_id={id_of(web['goal'])}&_revinclude=*")


def test_iterating_goes_on_from_what_it_has_brought(house: House, maria: Caller, web: dict[str, str]) -> None:
    asked = f"Task?_id={id_of(web['3'])}"
    assert brought(maria, f"{asked}&_include=Task:part-of") == {web["2"]}
    assert brought(maria, f"{asked}&_include:iterate=Task:part-of") == {web["2"], web["1"]}
    assert brought(maria, f"{asked}&_include=Task:focus&_include:iterate=CarePlan:goal") == {
        web["plan"],
        web["goal"],
    }
    assert brought(maria, f"Task?_id={id_of(web['1'])}&_revinclude:iterate=Task:part-of") == {
        web["2"],
        web["3"],
    }
    everything = brought(maria, f"{asked}&_include:iterate=*")
    assert {web["2"], web["1"], web["plan"], web["goal"], "Patient/gunnel"} <= everything


def test_a_reverse_inclusion_may_name_what_it_leads_to(
    house: House, maria: Caller, web: dict[str, str]
) -> None:
    asked = f"CarePlan?_id={id_of(web['plan'])}"
    assert len(brought(maria, f"{asked}&_revinclude=Task:focus:CarePlan")) == 3
    assert brought(maria, f"{asked}&_revinclude=Task:focus:Goal") == set()


def test_a_circle_ends(house: House, maria: Caller) -> None:
    first = house.given(plan("gunnel"))
    second = house.given(plan("gunnel", partOf=[{"reference": first}]))
    body = {**plan("gunnel", partOf=[{"reference": second}]), "id": id_of(first)}
    assert maria.put(f"/{first}", body, If_Match='W/"1"').status_code == 200
    assert brought(maria, f"CarePlan?_id={id_of(first)}&_include:iterate=CarePlan:part-of") == {second}


@pytest.mark.parametrize(("bound", "value"), [("ROUNDS", 1), ("LIMIT", 1)])
def test_complaint_3_what_is_left_out_is_told(
    bound: str, value: int, house: House, maria: Caller, web: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inclusions if bound == "ROUNDS" else includes, bound, value)
    bundle = maria.get(f"/Task?_id={id_of(web['3'])}&_include:iterate=*").json
    (outcome,) = [each["resource"] for each in bundle["entry"] if each["search"]["mode"] == "outcome"]
    assert outcome["issue"][0]["code"] == "incomplete"


def test_a_provenance_comes_with_its_patient(house: House, maria: Caller, web: dict[str, str]) -> None:
    origin = house.given(
        {
            "resourceType": "Provenance",
            "target": [{"reference": web["goal"]}],
            "recorded": "2026-11-21T12:00:00+01:00",
            "agent": [{"who": {"reference": "Organization/linden"}}],
        }
    )
    assert brought(maria, f"Provenance?_id={id_of(origin)}&_include=Provenance:patient") == {"Patient/gunnel"}
    assert origin in brought(maria, "Patient?_id=gunnel&_revinclude=Provenance:patient")
    assert origin in brought(maria, f"Goal?_id={id_of(web['goal'])}&_revinclude=Provenance:target")
