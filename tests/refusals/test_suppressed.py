"""What is blocked is not there; that something is, is told to those who would else have seen it, and no more (B-3, S-041)."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.consents import svod
from patientkontrakt.demo.days import Days
from patientkontrakt.fhir import systems
from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan, relation

SECRET = "Spärrat mål"


def sparr(kind: str, organization: str) -> dict[str, Any]:
    """A block of a unit's or a custodian's data about Gunnel."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": kind}]}],
        "patient": {"reference": "Patient/gunnel"},
        "dateTime": "2026-10-01T10:00:00+02:00",
        "performer": [{"reference": "Patient/gunnel"}],
        "organization": [{"reference": f"Organization/{organization}"}],
        "policyRule": {"text": "PDL 4 kap. 4 §"},
        "provision": {"type": "deny", "period": {"start": "2026-10-01"}},
    }  # fmt: skip


@pytest.fixture
def blocked(house_of_its_own: House) -> House:
    """Gunnel has closed Linden's data to other units; Eken, where Dag works, has a relation with her."""
    house = house_of_its_own
    house.given(goal("gunnel", SECRET))
    house.given(plan("gunnel", title="Ekens egen plan"), "eken")
    house.given(relation("gunnel", "eken"), "eken")
    house.given(sparr("sparr-inre", "linden"))
    return house


def remarks(response: Any) -> list[str]:
    """The codes of what the answer says about itself."""
    entries = response.json.get("entry", [])
    outcomes = [
        each["resource"] for each in entries if each["resource"]["resourceType"] == "OperationOutcome"
    ]
    return [issue["code"] for outcome in outcomes for issue in outcome["issue"]]


def test_s_041_no_way_leads_to_what_is_blocked(blocked: House) -> None:
    dag = blocked.staff("dag")
    [(id,)] = blocked.rows("SELECT id FROM resource WHERE type = 'Goal'")
    for path in (f"/Goal/{id}", f"/Goal/{id}/_history", f"/Goal/{id}/_history/1"):
        assert dag.get(path).status_code == 404
    assert dag.get("/Goal?patient=gunnel&_total=accurate").json["total"] == 0
    for path in ("/Goal?patient=gunnel", "/Patient/gunnel/$everything", "/Patient/gunnel/Goal"):
        response = dag.get(path)
        assert response.status_code == 200
        assert SECRET not in response.text
        assert remarks(response) == ["suppressed"]
        assert "linden" not in str(response.json.get("entry", [])[-1])


@pytest.fixture
def half_blocked(house_of_its_own: House) -> House:
    """Gunnel shares with Ahmed's unit, and has closed to others what is from the first half of 2026: one goal of the plan."""
    house = house_of_its_own
    consent = svod("gunnel", "linden", "hemsjukvarden-ekby", Days(clock.now()))
    consent["extension"][1]["extension"][1]["valueReference"] = {"reference": "Organization/linden"}
    house.given(consent, id=consent.pop("id"))
    aim = house.given({**goal("gunnel", SECRET), "startDate": "2026-02-03"})
    house.given(plan("gunnel", period={"start": "2026-10-01"}, goal=[{"reference": aim}]), id="delad")
    block = sparr("sparr-yttre", "region-exempel")
    block["provision"]["dataPeriod"] = {"start": "2026-01-01", "end": "2026-06-30"}
    house.given(block)
    return house


def test_s_041_a_plan_is_read_without_the_one_goal_that_is_blocked(half_blocked: House) -> None:
    ahmed, maria = half_blocked.staff("ahmed"), half_blocked.staff("maria")
    [(id,)] = half_blocked.rows("SELECT id FROM resource WHERE type = 'Goal'")
    assert ahmed.get("/CarePlan/delad").status_code == 200
    for path in (f"/Goal/{id}", f"/Goal/{id}/_history", f"/Goal/{id}/_history/1"):
        assert ahmed.get(path).status_code == 404
        assert maria.get(path).status_code == 200
    for path in (
        "/CarePlan?patient=gunnel&_include=CarePlan:goal",
        "/CarePlan?_id=delad&_include=CarePlan:goal&_total=accurate",
        f"/Goal?_id={id}&_revinclude=CarePlan:goal",
        "/Goal?patient=gunnel&_total=accurate&_count=1",
        "/Patient/gunnel/$everything",
        "/CarePlan/delad/_history",
    ):
        response = ahmed.get(path)
        assert response.status_code == 200, path
        assert SECRET not in response.text, path
    assert ahmed.get("/Goal?patient=gunnel&_total=accurate").json["total"] == 0
    assert SECRET in maria.get("/CarePlan?patient=gunnel&_include=CarePlan:goal").text


def test_the_hint_does_not_depend_on_what_is_looked_for(blocked: House) -> None:
    dag = blocked.staff("dag")
    for query in (
        "/CarePlan?patient=gunnel",
        "/Observation?patient=gunnel&code=psykiatri",
        "/Goal?patient=gunnel&description=nosuch",
        "/Goal?patient=gunnel&_count=0",
    ):
        assert remarks(dag.get(query)) == ["suppressed"], query
    assert remarks(dag.get("/Goal?lifecycle-status=active")) == []


@pytest.mark.parametrize("who", ["maria", "petra", "gunnel"])
def test_the_hint_is_for_those_who_would_else_have_seen_it(who: str, blocked: House) -> None:
    caller: Caller = blocked.patient("gunnel") if who == "gunnel" else blocked.staff(who)
    assert remarks(caller.get("/Goal?patient=gunnel")) == []


def test_a_lifted_block_is_gone_at_the_next_request(blocked: House) -> None:
    dag, maria = blocked.staff("dag"), blocked.staff("maria")
    blocked.change("DELETE FROM fact_consent WHERE kind = 'sparr-inre'")
    response = dag.get("/Goal?patient=gunnel")
    assert SECRET in response.text
    assert remarks(response) == []
    assert SECRET in maria.get("/Goal?patient=gunnel").text
