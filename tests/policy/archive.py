"""A small archive in memory: for every patient of the cast, rows of every unit, type and visibility the law tells apart."""

from dataclasses import replace

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.facts import Facts, Reference
from patientkontrakt.policy.row import Row
from tests.cast import PATIENTS, UNITS, facts_of

VISIBILITIES = ("alla", "utkast", "personal", "ej-patient", "egen", "an-unknown-mark")
CARE_TYPES = ("Goal", "Task", "QuestionnaireResponse", "Appointment", "EpisodeOfCare", "Observation")
CONSENTS = ("svod", "sparr-inre", "sparr-yttre", "nodoppning")


def care_rows() -> list[Row]:
    """Every patient's rows, of every unit of the region: also of units the patient has never met."""
    return [row for patient in PATIENTS for row in (_patient(patient), *_of_every_unit(patient))]


def reference_rows() -> list[Row]:
    """Reference data: a unit, a form, staff whom a record refers to and staff whom none does, Groups."""
    keys = (
        "Organization/linden",
        "Questionnaire/viktigt-for-mig",
        "Slot/linden-1",
        "PractitionerRole/maria",
        "PractitionerRole/petra",
        "Practitioner/maria",
        "Practitioner/petra",
        "Group/region-exempel-kontrakt",
        "Group/another-clients",
    )
    return [Row(type=type, id=id) for type, id in (key.split("/") for key in keys)]


def log_rows() -> list[Row]:
    """What the log says of Gunnel's record: of one custodian's people, and of another's."""
    return [
        Row(type="AuditEvent", id=f"log-{custodian}", patient="gunnel", custodian=custodian)
        for custodian in ("region-exempel", "ekby-kommun.hsv")
    ]


def facts_for(row: Row, own: str | None = None) -> Facts:
    """The facts of the row's patient; for reference data those of the reader's `own`, and who names what."""
    patient = row.patient or own
    known = facts_of(patient) if patient else Facts()
    return known if row.patient else replace(known, references=references())


def references() -> frozenset[Reference]:
    """Gunnel's and Alva's records name Maria's role, and each a draft that names Petra's; roles name their people."""
    named = {"alla": "PractitionerRole/maria", "utkast": "PractitionerRole/petra"}
    by_plans = {
        Reference(_row(patient, "linden", "CarePlan", visibility=mark), "performer", role)
        for patient in ("gunnel", "alva")
        for mark, role in named.items()
    }
    by_roles = {
        Reference(Row(type="PractitionerRole", id=id), "practitioner", f"Practitioner/{id}")
        for id in ("maria", "petra")
    }
    return frozenset(by_plans | by_roles)


def _patient(patient: str) -> Row:
    return Row(type="Patient", id=patient, patient=patient)


def _of_every_unit(patient: str) -> list[Row]:
    rows = []
    for unit in UNITS.values():
        rows += [_row(patient, unit.id, "CarePlan", visibility=mark) for mark in VISIBILITIES]
        rows += [_row(patient, unit.id, type) for type in CARE_TYPES]
        rows += [_consent(patient, unit.id, purpose) for purpose in CONSENTS]
    return rows


def _row(patient: str, unit: str, type: str, visibility: str = "alla") -> Row:
    return Row(
        type=type,
        id=f"{patient}-{unit}-{visibility}",
        patient=patient,
        unit=unit,
        custodian=UNITS[unit].custodian,
        part=TYPES[type].part,
        visibility=visibility,
    )


def _consent(patient: str, unit: str, purpose: str) -> Row:
    return Row(
        type="Consent",
        id=f"{patient}-{unit}-{purpose}",
        patient=patient,
        unit=unit,
        custodian=UNITS[unit].custodian,
        tokens=frozenset({("category", CONSENT_PURPOSE, purpose)}),
    )
