"""Sound resources of the cast, small ones, for tests to spoil."""

from typing import Any

from patientkontrakt.fhir.systems import (
    CARETEAM_TYP,
    FAST_KONTAKT_TYP,
    HSA_ID,
    HTEST,
    PERSONNUMMER,
    SNOMED,
    ext,
    pk,
)
from patientkontrakt.fhir.text import Number

DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Min plan</p></div>'


def ref(text: str) -> dict[str, Any]:
    return {"reference": text}


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def patient() -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": "gunnel",
        "meta": {"security": [{"system": HTEST[0], "code": HTEST[1]}]},
        "identifier": [{"system": PERSONNUMMER, "value": "194403129804"}],
        "name": [{"family": "Andersson", "given": ["Gunnel"]}],
        "gender": "female",
        "birthDate": "1944-03-12",
        "telecom": [{"system": "phone", "value": "0000-00 00 00", "use": "home"}],
    }


def plan() -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "text": {"status": "generated", "div": DIV},
        "status": "active",
        "intent": "plan",
        "title": "Min plan",
        "category": [concept(pk("plan-category"), "patientkontrakt"), concept(SNOMED, "734163000")],
        "subject": ref("Patient/gunnel"),
        "period": {"start": "2026-11-21"},
        "created": "2026-11-21T10:15:00+01:00",
        "author": ref("PractitionerRole/maria"),
        "goal": [ref("Goal/g1")],
        "activity": [
            {"reference": ref("Task/t1")},
            {
                "detail": {
                    "kind": "Task",
                    "status": "in-progress",
                    "description": "Promenera",
                    "performer": [ref("Patient/gunnel")],
                    "scheduledTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                }
            },
        ],
    }


def goal() -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": "Orka gå till affären"},
        "subject": ref("Patient/gunnel"),
        "expressedBy": ref("Patient/gunnel"),
    }


def task() -> dict[str, Any]:
    return {
        "resourceType": "Task",
        "status": "requested",
        "intent": "plan",
        "code": concept(pk("task"), "ansvar"),
        "basedOn": [ref("CarePlan/gunnel-kontrakt")],
        "for": ref("Patient/gunnel"),
        "owner": ref("PractitionerRole/maria"),
        "description": "Ringer varje måndag",
        "input": [{"type": concept(pk("task-input"), "nar"), "valueString": "varje måndag"}],
        "restriction": {"period": {"end": "2026-12-24"}},
    }


def appointment() -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2026-12-01T09:00:00+01:00",
        "end": "2026-12-01T09:30:00+01:00",
        "participant": [
            {"actor": ref("Patient/gunnel"), "status": "accepted"},
            {"actor": ref("PractitionerRole/maria"), "status": "accepted"},
        ],
    }


def care_team() -> dict[str, Any]:
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "category": [concept(CARETEAM_TYP, "fast-kontakt")],
        "subject": ref("Patient/gunnel"),
        "participant": [{"role": [concept(FAST_KONTAKT_TYP, "1")], "member": ref("PractitionerRole/maria")}],
    }


def consent() -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [concept(pk("consent-purpose"), "svod")],
        "patient": ref("Patient/gunnel"),
        "performer": [ref("Patient/gunnel")],
        "extension": [
            {"url": ext("delningsniva"), "valueCode": "hela"},
            {
                "url": ext("informerad"),
                "extension": [{"url": "when", "valueDateTime": "2026-11-21T10:15:00+01:00"}],
            },
        ],
        "policyRule": {"text": "lag 2022:913, text v1"},
        "provision": {"type": "permit", "period": {"start": "2026-11-21", "end": "2027-11-21"}},
    }


def observation() -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "corrected",
        "code": concept(pk("observation"), "malniva"),
        "subject": ref("Patient/gunnel"),
        "effectiveDateTime": "2026-11",
        "valueQuantity": {
            "value": Number("1.5"),
            "unit": "kg",
            "system": "http://unitsofmeasure.org",
            "code": "kg",
        },
    }


def condition() -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        "code": concept(SNOMED, "84114007"),
        "subject": ref("Patient/gunnel"),
    }


def encounter() -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": ref("Patient/gunnel"),
        "period": {"start": "2026-11-02T09:00:00+01:00", "end": "2026-11-02T09:20:00+01:00"},
    }


def organization() -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": "linden",
        "identifier": [{"system": HSA_ID, "value": "SE2321009991-L001"}],
        "name": "Vårdcentralen Linden",
        "partOf": ref("Organization/region-exempel"),
    }


def questionnaire_response() -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "subject": ref("Patient/gunnel"),
        "source": ref("Patient/gunnel"),
        "item": [{"linkId": "1", "answer": [{"valueString": "Barnbarnen"}]}],
    }


def communication() -> dict[str, Any]:
    return {
        "resourceType": "Communication",
        "status": "completed",
        "subject": ref("Patient/gunnel"),
        "sent": "2026-11-21T22:50:00.123Z",
        "payload": [{"contentString": "Hej"}],
    }


def document() -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "subject": ref("Patient/gunnel"),
        "content": [{"attachment": {"contentType": "text/plain", "data": "SGVq", "title": "Plan"}}],
    }


SAMPLES = [
    patient, plan, goal, task, appointment, care_team, consent, observation, condition, encounter, organization,
    questionnaire_response, communication, document,
]  # fmt: skip
