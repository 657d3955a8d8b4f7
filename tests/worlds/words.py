"""The words of the law that both the oracle and its paragraphs use: types of entries, purposes of consents, roles."""

from typing import Literal

STORY = {"QuestionnaireResponse"}
TIMES_AND_CONTACTS = {"Appointment", "CareTeam"}
VISITS = {"Appointment", "AppointmentResponse", "Encounter", "EpisodeOfCare", "ServiceRequest"}
LETTERS: tuple[Literal["c", "r", "u", "d", "s"], ...] = ("c", "r", "u", "d", "s")

CARE = TIMES_AND_CONTACTS | STORY | VISITS | {
    "Patient", "CarePlan", "Goal", "Task", "Consent", "Communication", "CommunicationRequest", "Observation",
    "Condition", "MedicationStatement", "Procedure", "Flag", "DocumentReference", "RelatedPerson",
    "Provenance", "Binary",
}  # fmt: skip
REFERENCE = {
    "Organization", "Practitioner", "PractitionerRole", "HealthcareService", "Location", "Schedule", "Slot",
    "Questionnaire", "PlanDefinition", "ActivityDefinition", "Measure", "Group", "CodeSystem", "ValueSet",
    "StructureDefinition", "SearchParameter", "OperationDefinition", "CapabilityStatement",
}  # fmt: skip
FED = {"Patient", "EpisodeOfCare", "Encounter", "Appointment", "ServiceRequest", "RelatedPerson"}
BY_THE_PATIENT = {
    "Task": "cu", "QuestionnaireResponse": "cu", "Goal": "cu", "Communication": "c",
    "AppointmentResponse": "c", "Consent": "cu", "Observation": "c",
}  # fmt: skip
HERS_TO_SAY = {"svod", "delning-inom", "sip", "sparr-inre", "sparr-yttre"}
BLOCKS = {"sparr-inre", "sparr-yttre"}
BY_COMMAND = {"nodoppning", "beslutsoformogen", "vardnadshavare", "vardnadshavare-utokad", "mognad"}
NO_NEED_OF_CARE_DATA = {"loggranskare", "systemadministrator", "verksamhetsutvecklare"}
