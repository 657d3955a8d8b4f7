"""What somebody says to open in an emergency, and what is asked to see that it is open."""

from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from tests.api.fhir.house import House
from tests.api.v1.people import Person, patient

Body = dict[str, Any]
WHY: Body = {"reason": "fara-for-liv", "text": "Medvetslös på akuten, okänd medicinering."}
ASSESSED: Body = {
    "need": "Behöver veta vilka läkemedel hon har.",
    "attitude": "Dottern säger att hon alltid velat att vi talas vid.",
    "no_objection": "Inget talar för att hon skulle säga nej.",
}
SAID: Body = {"cannot_be_asked": "Medvetslös.", "need": "Läkemedel och kontakter."}


def ahead(days: int) -> str:
    """A day so many days from now."""
    return (clock.today(clock.now()) + timedelta(days=days)).isoformat()


def ask(person: Person, whose: str, **changed: Any) -> TestResponse:
    """Step 1."""
    return person.post(f"/patients/{whose}/emergency/who", WHY | changed)


def open_(person: Person, whose: str, *units: str, **changed: Any) -> TestResponse:
    """Step 2."""
    return person.post(f"/patients/{whose}/emergency", WHY | SAID | {"units": list(units)} | changed)


def opened(person: Person, whose: str, *units: str, **changed: Any) -> Body:
    """Both steps, done."""
    assert ask(person, whose).status_code == 200
    response = open_(person, whose, *units, **changed)
    assert response.status_code == 201, response.get_data(as_text=True)
    body: Body = response.get_json()
    return body


def related(person: Person, whose: str) -> None:
    """The unit cares for the patient from now on."""
    person.done("POST", "/relations", {"patient": whose, "reason": "besok"})


def plan(whose: str, title: str = "Plan som bara enheten ser") -> Body:
    """A care plan of another kind than a contract."""
    return {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": title,
        "subject": {"reference": f"Patient/{whose}"},
    }


def reads(person: Person, key: str) -> bool:
    """Whether it is there for this person."""
    status = person.fhir.get(f"/{key}").status_code
    assert status in (200, 404)
    return status == 200


def rows(house: House, action: str, patient: str | None = None) -> list[tuple[Any, ...]]:
    """(outcome, reason, account) of the log's rows of one action."""
    whose = " AND patient = :patient" if patient else ""
    sql = f"SELECT outcome, reason, account FROM access_log WHERE action = :action{whose} ORDER BY id"
    return house.rows(sql, action=action, **({"patient": patient} if patient else {}))


def consent_of(whose: str, kind: str) -> dict[str, Any]:
    """A Consent of this kind, as somebody would forge it."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": kind}]}],
        "patient": {"reference": f"Patient/{whose}"},
        "policyRule": {"text": "PDL 4 kap. 5 §"},
        "provision": {"type": "permit", "period": {"start": clock.iso(clock.now())}},
    }  # fmt: skip


def block(house: House, whose: str, kind: str, organization: str) -> None:
    """The patient blocks."""
    patient(house, whose).done("POST", "/my/blocks", {"kind": kind, "organization": organization})
