"""What was ordered, done, answered, written, found and given: the clinical half of Gunnel's record."""

from decimal import Decimal
from typing import Any

from patientkontrakt.demo.fhir import concept, ref, resource
from patientkontrakt.fhir.systems import SNOMED

Body = dict[str, Any]

LOINC = "http://loinc.org"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
DISPOSITION = "http://terminology.hl7.org/CodeSystem/discharge-disposition"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
US_CORE = "http://hl7.org/fhir/us/core/CodeSystem"
V3 = "http://terminology.hl7.org/CodeSystem/v3-"
HERS = ref("Patient", "gunnel")


def requests() -> list[Body]:
    """Referrals, two of them alike but for when."""
    return [
        resource(
            "ServiceRequest",
            id,
            status=status,
            intent="order",
            category=[concept(SNOMED, category)],
            code=concept(SNOMED, code),
            subject=HERS,
            authoredOn=authored,
            requester=ref("PractitionerRole", "johan"),
        )
        for id, status, category, code, authored in (
            ("remiss-1", "active", "386053000", "229065009", "2026-11-02T10:30:00+01:00"),
            ("remiss-2", "completed", "386053000", "40701008", "2026-03-29T08:00:00+02:00"),
            ("remiss-3", "active", "108252007", "229065009", "2026-10-25"),
        )
    ]


def encounters() -> list[Body]:
    """Visits: one over, one going on, one of a day without an hour."""
    return [
        resource(
            "Encounter",
            id,
            identifier=[{"system": "http://x.example/besok", "value": id}],
            status=status,
            **{"class": {"system": f"{V3}ActCode", "code": kind}},
            type=[concept(SNOMED, code)],
            subject=HERS,
            period=period,
            location=[{"location": ref("Location", "linden-rum")}],
            serviceProvider=ref("Organization", "linden"),
            hospitalization=left and {"dischargeDisposition": concept(DISPOSITION, left)},
        )
        for id, status, kind, code, left, period in (
            ("besok-1", "finished", "AMB", "185349003", "home",
             {"start": "2026-10-05T09:00:00+02:00", "end": "2026-10-05T09:45:00+02:00"}),
            ("besok-2", "in-progress", "HH", "439708006", None, {"start": "2026-11-20T13:00:00+01:00"}),
            ("besok-3", "finished", "HH", "439708006", "oth",
             {"start": "2026-03-29", "end": "2026-03-29"}),
        )
    ]  # fmt: skip


def answers() -> list[Body]:
    """What she has answered, once in the hour that comes twice."""
    return [
        resource(
            "QuestionnaireResponse",
            id,
            questionnaire=f"http://x.example/Questionnaire/{form}",
            status=status,
            subject=HERS,
            authored=authored,
            author=HERS,
            source=HERS,
            item=[{"linkId": "1", "text": "Vad är viktigt för dig?", "answer": [{"valueString": "Torget"}]}],
        )
        for id, form, status, authored in (
            ("svar-1", "viktigt", "completed", "2026-11-03T18:00:00+01:00"),
            ("svar-2", "viktigt", "amended", "2026-05-01T08:15:00+02:00"),
            ("svar-3", "sovvanor", "completed", "2026-10-25T02:30:00+01:00"),
        )
    ]


def documents() -> list[Body]:
    """Documents, one of them replaced."""
    return [
        resource(
            "DocumentReference",
            id,
            status=status,
            type=concept(LOINC, type),
            category=[concept(f"{US_CORE}/us-core-documentreference-category", "clinical-note")],
            subject=HERS,
            date=date,
            author=[ref("PractitionerRole", "johan")],
            content=[{"attachment": {"contentType": kind, "data": "VHLDpG5hIGfDpW5n"}}],
            context={"period": period},
        )
        for id, status, type, date, kind, period in (
            ("dokument-1", "current", "11506-3", "2026-11-02T11:00:00+01:00", "text/plain",
             {"start": "2026-11-02", "end": "2026-11-02"}),
            ("dokument-2", "superseded", "11506-3", "2026-04-02T11:00:00+02:00", "text/plain",
             {"start": "2026-04-02"}),
            ("dokument-3", "current", "18842-5", "2025-12-01T16:00:00+01:00", "application/pdf",
             {"start": "2025-11-20", "end": "2025-12-01"}),
        )
    ]  # fmt: skip


def conditions() -> list[Body]:
    """Diagnoses."""
    category = "http://terminology.hl7.org/CodeSystem/condition-category"
    return [
        resource(
            "Condition",
            id,
            clinicalStatus=concept(CLINICAL, status),
            verificationStatus=concept(VERIFIED, "confirmed"),
            category=[concept(category, kind)],
            code=concept(SNOMED, code),
            subject=HERS,
            onsetDateTime=onset,
        )
        for id, status, kind, code, onset in (
            ("tillstand-1", "active", "problem-list-item", "42343007", "2024-02"),
            ("tillstand-2", "resolved", "encounter-diagnosis", "263102004", "2026-01-14"),
            ("tillstand-3", "active", "problem-list-item", "64859006", "2019"),
        )
    ]


def observations() -> list[Body]:
    """Measured values."""
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    return [
        resource(
            "Observation",
            id,
            status=status,
            category=[concept(category, kind)],
            code=concept(LOINC, code),
            subject=HERS,
            effectiveDateTime=when,
            performer=[ref("PractitionerRole", "maria")],
            valueQuantity={
                "value": Decimal(value),
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        )
        for id, status, kind, code, when, value, unit in (
            ("varde-1", "final", "vital-signs", "29463-7", "2026-11-02T10:00:00+01:00", "62.5", "kg"),
            ("varde-2", "amended", "vital-signs", "29463-7", "2026-10-25T02:30:00+02:00", "63.0", "kg"),
            ("varde-3", "final", "laboratory", "718-7", "2026-03-29", "128", "g/L"),
        )
    ]


def medicines() -> list[Body]:
    """What she takes and no longer takes."""
    return [
        resource(
            "MedicationStatement",
            id,
            status=status,
            medicationCodeableConcept=concept("http://www.whocc.no/atc", code),
            subject=HERS,
            effectivePeriod={"start": "2026-01-10"},
            dosage=[{"text": "1 tablett på morgonen"}],
        )
        for id, status, code in (("lakemedel-1", "active", "C03CA01"), ("lakemedel-2", "stopped", "N02BE01"))
    ]
