"""One resource of every kind about Gunnel, each with a word in it that nobody else may ever see."""

from typing import Any

from tests.api.fhir.house import Body, House
from tests.records.region import goal, plan

CANARY = "KAN-7f3a"

ME = {"reference": "Patient/gunnel"}


def _consent() -> Body:
    return {
        "resourceType": "Consent",
        "status": "inactive",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"text": CANARY}],
        "patient": ME,
        "policyRule": {"text": CANARY},
    }  # fmt: skip


def bodies() -> dict[str, Body]:
    """By type: what an import at Linden says of Gunnel. Those that lean on another come after it."""
    person = {"actor": ME, "status": "accepted"}
    return {
        "Goal": goal("gunnel", CANARY),
        "CarePlan": plan("gunnel", title=CANARY),
        "Appointment": {
            "resourceType": "Appointment",
            "status": "proposed",
            "description": CANARY,
            "participant": [person],
        },
        "CareTeam": {"resourceType": "CareTeam", "status": "active", "name": CANARY, "subject": ME},
        "Consent": _consent(),
        "Communication": {
            "resourceType": "Communication",
            "status": "completed",
            "subject": ME,
            "payload": [{"contentString": CANARY}],
        },
        "Task": {
            "resourceType": "Task",
            "status": "requested",
            "intent": "plan",
            "description": CANARY,
            "for": ME,
        },
        "Binary": {
            "resourceType": "Binary",
            "contentType": "text/plain",
            "securityContext": ME,
            "data": "S0FOLTdmM2E=",
        },
    }


def given(house: House) -> dict[str, str]:
    """Each of them stored, a Provenance of the plan, and that Maria has read it: the id by type. The Patient is Gunnel."""
    ids = {type: house.given(body).split("/")[1] for type, body in bodies().items()}
    provenance: dict[str, Any] = {
        "resourceType": "Provenance",
        "target": [{"reference": f"CarePlan/{ids['CarePlan']}"}],
        "recorded": "2026-11-21T12:00:00+01:00",
        "agent": [{"who": {"reference": "Organization/linden", "display": CANARY}}],
    }
    ids["Provenance"] = house.given(provenance).split("/")[1]
    read = house.staff("maria").get(f"/CarePlan/{ids['CarePlan']}")
    [log] = house.patient("gunnel").get("/AuditEvent?patient=gunnel&_count=1").json["entry"]
    assert read.status_code == 200
    return {**ids, "Patient": "gunnel", "AuditEvent": log["resource"]["id"]}
