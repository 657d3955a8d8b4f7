"""The table of types is the design's table: fhir.md "Types", model.md "Compartment", D3, D12."""

import pytest

from patientkontrakt.fhir.types import FEED_TYPES, TYPES

_CARE = """
    CarePlan CareTeam Goal Appointment AppointmentResponse ServiceRequest Task Communication
    CommunicationRequest QuestionnaireResponse Observation Condition Encounter EpisodeOfCare
    MedicationStatement Procedure Flag DocumentReference Consent RelatedPerson Provenance Patient Binary
"""
_REFERENCE = """
    Organization Practitioner PractitionerRole HealthcareService Location Questionnaire PlanDefinition
    ActivityDefinition Measure Group CodeSystem ValueSet StructureDefinition SearchParameter
    OperationDefinition CapabilityStatement Schedule Slot
"""
CARE = set(_CARE.split())
REFERENCE = set(_REFERENCE.split())


def named(kind):
    return {name for name, row in TYPES.items() if row.kind == kind}


def test_the_types_are_those_of_the_design():
    assert named("care") == CARE
    assert named("reference") == REFERENCE
    assert named("log") == {"AuditEvent"}
    assert named("subscription") == {"Subscription"}


@pytest.mark.parametrize("name", sorted(CARE))
def test_no_care_data_without_a_compartment(name):
    """security.md R1: a type without a declared compartment does not start."""
    assert TYPES[name].compartment


@pytest.mark.parametrize("name", sorted(REFERENCE | {"AuditEvent", "Subscription"}))
def test_reference_data_belongs_to_no_patient(name):
    assert TYPES[name].compartment is None
    assert not TYPES[name].feed


def test_what_others_may_have_changed_needs_if_match():
    """model.md "If-Match"."""
    assert {name for name, row in TYPES.items() if row.needs_if_match} == {
        "CarePlan", "CareTeam", "Goal", "Task", "Appointment", "Consent",
    }  # fmt: skip


def test_the_parts_of_a_shared_record():
    """model.md D3."""
    assert {name for name, row in TYPES.items() if row.part == "berattelse"} == {"QuestionnaireResponse"}
    assert {name for name, row in TYPES.items() if row.part == "tider-kontakter"} == {
        "Appointment",
        "CareTeam",
    }


def test_a_feed_writes_these_and_no_more():
    """model.md "Feeds"."""
    feeds = {"Patient", "EpisodeOfCare", "Encounter", "Appointment", "ServiceRequest", "RelatedPerson"}
    assert feeds == FEED_TYPES
