"""The table of search parameters by type and name (FHIR R4 4.0.1): a type is a row, so is a parameter."""

from patientkontrakt.fhir.search.parameters import (
    clinical,
    conformance,
    documents,
    knowledge,
    law,
    people,
    plan,
    requests,
    results,
    schedule,
    units,
)
from patientkontrakt.fhir.search.parameters.every_type import COLUMNS, COMMON
from patientkontrakt.fhir.search.parameters.left_out import LEFT_OUT, LEFT_OUT_OF_ALL
from patientkontrakt.fhir.search.parameters.row import Kind, Parameter

__all__ = [
    "COLUMNS",
    "COMMON",
    "LEFT_OUT",
    "LEFT_OUT_OF_ALL",
    "PARAMETERS",
    "Kind",
    "Parameter",
    "parameter_of",
]

PARAMETERS: dict[str, dict[str, Parameter]] = {
    "CarePlan": plan.CARE_PLAN,
    "CareTeam": plan.CARE_TEAM,
    "Goal": plan.GOAL,
    "Task": plan.TASK,
    "ServiceRequest": requests.SERVICE_REQUEST,
    "CommunicationRequest": requests.COMMUNICATION_REQUEST,
    "Communication": requests.COMMUNICATION,
    "Appointment": schedule.APPOINTMENT,
    "AppointmentResponse": schedule.APPOINTMENT_RESPONSE,
    "Encounter": schedule.ENCOUNTER,
    "EpisodeOfCare": schedule.EPISODE_OF_CARE,
    "Schedule": schedule.SCHEDULE,
    "Slot": schedule.SLOT,
    "Condition": clinical.CONDITION,
    "Observation": clinical.OBSERVATION,
    "Procedure": clinical.PROCEDURE,
    "MedicationStatement": clinical.MEDICATION_STATEMENT,
    "Flag": clinical.FLAG,
    "QuestionnaireResponse": documents.QUESTIONNAIRE_RESPONSE,
    "DocumentReference": documents.DOCUMENT_REFERENCE,
    "Composition": documents.COMPOSITION,
    "Patient": people.PATIENT,
    "RelatedPerson": people.RELATED_PERSON,
    "Practitioner": people.PRACTITIONER,
    "PractitionerRole": people.PRACTITIONER_ROLE,
    "Group": people.GROUP,
    "Organization": units.ORGANIZATION,
    "Location": units.LOCATION,
    "HealthcareService": units.HEALTHCARE_SERVICE,
    "Consent": law.CONSENT,
    "Provenance": law.PROVENANCE,
    "AuditEvent": law.AUDIT_EVENT,
    "Questionnaire": knowledge.QUESTIONNAIRE,
    "PlanDefinition": knowledge.PLAN_DEFINITION,
    "ActivityDefinition": knowledge.ACTIVITY_DEFINITION,
    "Measure": knowledge.MEASURE,
    "CodeSystem": conformance.CODE_SYSTEM,
    "ValueSet": conformance.VALUE_SET,
    "StructureDefinition": conformance.STRUCTURE_DEFINITION,
    "SearchParameter": conformance.SEARCH_PARAMETER,
    "OperationDefinition": conformance.OPERATION_DEFINITION,
    "CapabilityStatement": conformance.CAPABILITY_STATEMENT,
    "MeasureReport": results.MEASURE_REPORT,
    "List": results.LIST,
    "Bundle": results.BUNDLE,
    "Subscription": results.SUBSCRIPTION,
    "Binary": {},
}


def parameter_of(type: str, name: str) -> Parameter | None:
    """The parameter `name` of `type`, or None when the type has no such."""
    return PARAMETERS.get(type, {}).get(name) or COMMON.get(name)
