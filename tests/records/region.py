"""The smallest region the counter can be tried in: units, Gunnel and Birger, and who has a relation with whom."""

from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.ownership import Owner
from tests.cast import NOW, PATIENTS, UNITS

ORGANISATIONS = ("linden", "eken", "hemsjukvarden-ekby", "rydhalsan-vc")
RELATIONS = (("gunnel", "linden"), ("gunnel", "hemsjukvarden-ekby"), ("birger", "rydhalsan-vc"))


def settle(counter: Counter) -> None:
    """Put the region in, as an import does."""
    with counter.writing(operator(), NOW) as desk:
        for custodian in sorted({UNITS[unit].custodian for unit in ORGANISATIONS}):
            writer.create(
                desk, organisation(custodian, "vardgivare"), id=custodian, trust=writer.Trust("import")
            )
        for unit in ORGANISATIONS:
            body = organisation(unit, "vardenhet", part_of=UNITS[unit].custodian)
            writer.create(desk, body, id=unit, trust=writer.Trust("import"))
    for patient in ("gunnel", "birger"):
        with counter.writing(operator(), NOW) as desk:
            writer.create(desk, patient_body(patient), id=patient, trust=writer.Trust("import"))
            for whose, unit in RELATIONS:
                if whose == patient:
                    writer.create(desk, relation(patient, unit), trust=imported_by(unit))


def imported_by(unit: str) -> writer.Trust:
    return writer.Trust("import", owner=Owner(UNITS[unit].custodian, unit))


def organisation(id: str, kind: str, part_of: str | None = None) -> dict[str, Any]:
    above = {"partOf": {"reference": f"Organization/{part_of}"}} if part_of else {}
    return {
        "resourceType": "Organization",
        "type": [{"coding": [{"system": systems.ORG, "code": kind}]}],
        "name": id,
        **above,
    }


def patient_body(id: str) -> dict[str, Any]:
    who = PATIENTS[id]
    return {
        "resourceType": "Patient",
        "identifier": [{"system": systems.PERSONNUMMER, "value": who.number}],
        "name": [{"text": who.name}],
    }


def relation(patient: str, unit: str) -> dict[str, Any]:
    return {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "type": [{"coding": [{"system": systems.RELATION, "code": "listning"}]}],
        "patient": {"reference": f"Patient/{patient}"},
        "managingOrganization": {"reference": f"Organization/{unit}"},
        "period": {"start": "2026-01-01"},
    }


def goal(patient: str, text: str = "Gå till torget") -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": text},
        "subject": {"reference": f"Patient/{patient}"},
    }


def plan(patient: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": "Rehabplan",
        "subject": {"reference": f"Patient/{patient}"},
        **more,
    }
