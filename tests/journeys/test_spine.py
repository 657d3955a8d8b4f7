"""The main job, by HTTP only, on people and units alone: written, answered, shared, stopped, exported, seen by nobody else."""

from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from flask import Flask

from tests.auth import flow
from tests.cast import PATIENTS
from tests.journeys import contract
from tests.journeys.people import Caller, backend, patient, staff, stranger

UNKNOWN_WITHOUT_A_TRACE = ("dag", "petra")


def opened(maria: Caller) -> str:
    """Maria opens Gunnel's contract and gives out the first utgåva; the contract's id."""
    made = maria.post(
        "/api/v1/contracts", {"patient": "gunnel", "title": contract.TITLE, "sections": contract.sections()}
    )
    assert made.status_code == 201, made.text
    id: str = made.json["id"]
    given = maria.post(f"/api/v1/contracts/{id}/publish")
    assert given.status_code == 200, given.text
    assert given.json["utgava"] == 1
    assert given.json["missing"] == []
    return id


def test_maria_reaches_gunnel_by_number_and_only_with_a_reason(region: Flask) -> None:
    maria = staff(region, "maria")
    assert maria.post("/api/v1/relations", {"number": contract.number()}).status_code == 422
    made = maria.post("/api/v1/relations", {"number": contract.number(), "reason": "besok"})
    assert made.status_code == 201, made.text
    assert made.json["patient"] == "gunnel"


def test_a_draft_is_hidden_from_the_patient_in_every_door(region: Flask) -> None:
    maria, gunnel = staff(region, "maria"), patient(region, "gunnel")
    made = maria.post(
        "/api/v1/contracts", {"patient": "gunnel", "title": contract.TITLE, "sections": contract.sections()}
    )
    id = made.json["id"]
    assert gunnel.get(f"/fhir/CarePlan/{id}").status_code == 404
    assert gunnel.get(f"/fhir/CarePlan/{id}/_history/1").status_code == 404
    assert gunnel.found("/fhir/CarePlan?patient=gunnel") == []
    assert gunnel.get("/api/v1/my/plan").status_code == 404


def test_gunnel_reads_her_contract_and_says_yes_and_it_becomes_active(region: Flask) -> None:
    maria, gunnel = staff(region, "maria"), patient(region, "gunnel")
    id = opened(maria)
    plan = gunnel.get("/api/v1/my/plan")
    assert plan.status_code == 200, plan.text
    assert contract.WALK in plan.text
    assert contract.CALL in plan.text
    assert gunnel.post("/api/v1/my/plan/answer", {"utgava": 2, "answer": "ja"}).status_code == 409
    said = gunnel.post("/api/v1/my/plan/answer", {"utgava": 1, "answer": "ja"})
    assert said.status_code == 200, said.text
    assert gunnel.get(f"/fhir/CarePlan/{id}").json["status"] == "active"


def test_ahmed_reads_while_gunnel_shares_and_not_before_and_not_after(region: Flask) -> None:
    maria, gunnel, ahmed = staff(region, "maria"), patient(region, "gunnel"), staff(region, "ahmed")
    plan = opened(maria)
    before = ahmed.get(f"/fhir/CarePlan/{plan}")
    assert before.status_code == 404
    assert ahmed.found("/fhir/CarePlan?patient=gunnel") == []
    told = ahmed.get("/api/v1/patients/gunnel/shared")
    assert (told.status_code, told.json["exists"], told.json["missing"]) == (200, True, "consent")

    shared = gunnel.post("/api/v1/my/sharing", {"unit": "hemsjukvarden-ekby"})
    assert shared.status_code == 201, shared.text
    assert ahmed.get(f"/fhir/CarePlan/{plan}").status_code == 200
    assert ahmed.found("/fhir/CarePlan?patient=gunnel") == [f"CarePlan/{plan}"]
    assert ahmed.put(f"/fhir/CarePlan/{plan}", {"resourceType": "CarePlan", "id": plan}).status_code in (
        403,
        404,
    )

    stopped = gunnel.delete(f"/api/v1/my/sharing/{shared.json['id']}")
    assert stopped.status_code == 200, stopped.text
    after = ahmed.get(f"/fhir/CarePlan/{plan}")
    assert (after.status_code, same(after.json)) == (404, same(before.json))
    assert ahmed.found("/fhir/CarePlan?patient=gunnel") == []


def same(outcome: Any) -> list[str]:
    return [issue["code"] + issue["details"]["text"] for issue in outcome["issue"]]


def test_nobody_else_sees_anything_on_any_route(region: Flask) -> None:
    plan = opened(staff(region, "maria"))
    others = [staff(region, name) for name in UNKNOWN_WITHOUT_A_TRACE] + [patient(region, "birger")]
    for other in others:
        for path in routes_about(plan):
            answer = other.get(path)
            assert contract.WALK not in answer.text, path
            assert plan not in answer.text.replace(path, ""), path
            assert answer.status_code in (200, 403, 404), (path, answer.text)
            if answer.status_code == 200:
                assert answer.json["total"] == 0, path


def routes_about(plan: str) -> list[str]:
    return [
        f"/fhir/CarePlan/{plan}",
        f"/fhir/CarePlan/{plan}/_history",
        f"/fhir/CarePlan/{plan}/_history/1",
        f"/fhir/CarePlan?_id={plan}&_total=accurate",
        "/fhir/CarePlan?patient=gunnel&_total=accurate",
        "/fhir/CarePlan?subject=Patient/gunnel&_include=CarePlan:goal&_total=accurate",
        "/fhir/Goal?patient=gunnel&_total=accurate",
        "/fhir/Task?patient=gunnel&_revinclude=Provenance:target&_total=accurate",
        "/fhir/CareTeam?patient=gunnel&_total=accurate",
        "/fhir/Provenance?patient=gunnel&_total=accurate",
        "/fhir/Patient/gunnel",
        "/fhir/Patient/gunnel/$everything",
        "/fhir/Patient/gunnel/CarePlan?_total=accurate",
        f"/api/v1/contracts/{plan}",
        "/api/v1/patients/gunnel/shared",
    ]


def test_gerd_cannot_even_sign_in_and_a_strangers_token_opens_nothing(region: Flask) -> None:
    plan = opened(staff(region, "maria"))
    assert flow.sign_in(region.test_client(), "gerd").status_code in (400, 403)
    nobody = stranger(region)
    for path in [*routes_about(plan), "/api/v1/my/plan", "/api/v1/my/log", "/api/v1/worklist"]:
        assert nobody.get(path).status_code == 401, path
        assert Caller(region).get(path).status_code == 401, path


def test_the_integrator_exports_gunnel_and_every_resource_validates(region: Flask) -> None:
    opened(staff(region, "maria"))
    integrator = backend(region, "demo-integrator")
    whole = integrator.get("/fhir/Patient/gunnel/$everything")
    assert whole.status_code == 200, whole.text
    resources = [entry["resource"] for entry in whole.json["entry"]]
    assert {"Patient", "CarePlan", "Goal", "Task", "CareTeam", "Provenance"} <= {
        each["resourceType"] for each in resources
    }
    for each in resources:
        get_fhir_model_class(each["resourceType"]).model_validate(each)
    assert integrator.get("/fhir/Patient/birger/$everything").status_code == 404
    assert integrator.post("/fhir/Goal", {"resourceType": "Goal"}).status_code == 403


def test_gunnel_sees_who_has_read_and_that_somebody_was_refused(region: Flask) -> None:
    maria, gunnel, ahmed = staff(region, "maria"), patient(region, "gunnel"), staff(region, "ahmed")
    plan = opened(maria)
    ahmed.get(f"/fhir/CarePlan/{plan}")
    log = gunnel.get("/api/v1/my/log")
    assert log.status_code == 200, log.text
    assert PATIENTS["gunnel"].number not in log.text
    refused = [row for row in log.json["log"] if row["outcome"] == "refused"]
    assert len(refused) == 1


def test_the_worklist_tells_maria_that_gunnel_has_not_answered(region: Flask) -> None:
    maria = staff(region, "maria")
    opened(maria)
    waiting = maria.get("/api/v1/worklist")
    assert waiting.status_code == 200, waiting.text
    assert [row["patient"] for row in waiting.json["waiting"]] == ["gunnel"]
