"""What is known of the patient: Condition, Observation, Procedure, MedicationStatement, Flag."""

from patientkontrakt.fhir.search.parameters.row import (
    composite,
    date,
    quantity,
    reference,
    string,
    table,
    token,
    uri,
)
from patientkontrakt.fhir.search.parameters.shared import DEFINITIONS

CONDITION = table(
    quantity("abatement-age", "abatementAge:Age", "abatementRange:Range"),
    date("abatement-date", "abatementDateTime", "abatementPeriod:Period"),
    string("abatement-string", "abatementString"),
    reference("asserter", "asserter", to="Practitioner Patient PractitionerRole RelatedPerson"),
    token("body-site", "bodySite"),
    token("category", "category"),
    token("clinical-status", "clinicalStatus"),
    token("code", "code"),
    reference("encounter", "encounter", to="Encounter"),
    token("evidence", "evidence.code"),
    reference("evidence-detail", "evidence.detail"),
    token("identifier", "identifier:Identifier"),
    quantity("onset-age", "onsetAge:Age", "onsetRange:Range"),
    date("onset-date", "onsetDateTime", "onsetPeriod:Period"),
    string("onset-info", "onsetString"),
    reference("patient", "subject", to="Patient"),
    date("recorded-date", "recordedDate"),
    token("severity", "severity"),
    token("stage", "stage.summary"),
    reference("subject", "subject", to="Group Patient"),
    token("verification-status", "verificationStatus"),
)

_OBSERVED = token("code", "code")
_CONCEPT = token("value-concept", "valueCodeableConcept")
_DATE = date("value-date", "valueDateTime", "valuePeriod:Period")
_QUANTITY = quantity("value-quantity", "valueQuantity")
_STRING = string("value-string", "valueString")

OBSERVATION = table(
    reference(
        "based-on",
        "basedOn",
        to="CarePlan MedicationRequest NutritionOrder "
        "DeviceRequest ServiceRequest ImmunizationRecommendation",
    ),
    token("category", "category"),
    token("code", "code"),
    composite("code-value-concept", _OBSERVED, _CONCEPT),
    composite("code-value-date", _OBSERVED, _DATE),
    composite("code-value-quantity", _OBSERVED, _QUANTITY),
    composite("code-value-string", _OBSERVED, _STRING),
    token("combo-code", "code", "component.code"),
    composite("combo-code-value-concept", _OBSERVED, _CONCEPT, "", "component"),
    composite("combo-code-value-quantity", _OBSERVED, _QUANTITY, "", "component"),
    token("combo-data-absent-reason", "dataAbsentReason", "component.dataAbsentReason"),
    token("combo-value-concept", "valueCodeableConcept", "component.valueCodeableConcept"),
    quantity("combo-value-quantity", "valueQuantity", "component.valueQuantity"),
    token("component-code", "component.code"),
    composite("component-code-value-concept", _OBSERVED, _CONCEPT, "component"),
    composite("component-code-value-quantity", _OBSERVED, _QUANTITY, "component"),
    token("component-data-absent-reason", "component.dataAbsentReason"),
    token("component-value-concept", "component.valueCodeableConcept"),
    quantity("component-value-quantity", "component.valueQuantity"),
    token("data-absent-reason", "dataAbsentReason"),
    date(
        "date",
        "effectiveDateTime",
        "effectiveInstant:instant",
        "effectivePeriod:Period",
        "effectiveTiming:Timing",
    ),
    reference(
        "derived-from",
        "derivedFrom",
        to="Media Observation ImagingStudy MolecularSequence QuestionnaireResponse DocumentReference",
    ),
    reference("device", "device", to="Device DeviceMetric"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    reference("focus", "focus"),
    reference("has-member", "hasMember", to="Observation MolecularSequence QuestionnaireResponse"),
    token("identifier", "identifier:Identifier"),
    token("method", "method"),
    reference(
        "part-of",
        "partOf",
        to="Immunization MedicationDispense MedicationAdministration "
        "Procedure ImagingStudy MedicationStatement",
    ),
    reference("patient", "subject", to="Patient"),
    reference(
        "performer",
        "performer",
        to="Practitioner Organization CareTeam Patient PractitionerRole RelatedPerson",
    ),
    reference("specimen", "specimen", to="Specimen"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Device Patient Location"),
    token("value-concept", "valueCodeableConcept"),
    date("value-date", "valueDateTime", "valuePeriod:Period"),
    quantity("value-quantity", "valueQuantity"),
    string("value-string", "valueString", "valueCodeableConcept.text"),
)

PROCEDURE = table(
    reference("based-on", "basedOn", to="CarePlan ServiceRequest"),
    token("category", "category"),
    token("code", "code"),
    date("date", "performedDateTime", "performedPeriod:Period"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    token("identifier", "identifier:Identifier"),
    reference("instantiates-canonical", "instantiatesCanonical:canonical", to=DEFINITIONS),
    uri("instantiates-uri", "instantiatesUri"),
    reference("location", "location", to="Location"),
    reference("part-of", "partOf", to="Observation Procedure MedicationAdministration"),
    reference("patient", "subject", to="Patient"),
    reference(
        "performer",
        "performer.actor",
        to="Practitioner Organization Device Patient PractitionerRole RelatedPerson",
    ),
    token("reason-code", "reasonCode"),
    reference(
        "reason-reference",
        "reasonReference",
        to="Condition Observation Procedure DiagnosticReport DocumentReference",
    ),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)

MEDICATION_STATEMENT = table(
    token("category", "category"),
    token("code", "medicationCodeableConcept"),
    reference("context", "context", to="EpisodeOfCare Encounter"),
    date("effective", "effectiveDateTime", "effectivePeriod:Period"),
    token("identifier", "identifier:Identifier"),
    reference("medication", "medicationReference", to="Medication"),
    reference(
        "part-of",
        "partOf",
        to="MedicationDispense Observation MedicationAdministration Procedure MedicationStatement",
    ),
    reference("patient", "subject", to="Patient"),
    reference(
        "source", "informationSource", to="Practitioner Organization Patient PractitionerRole RelatedPerson"
    ),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)

FLAG = table(
    reference("author", "author", to="Practitioner Organization Device Patient PractitionerRole"),
    date("date", "period:Period"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    token("identifier", "identifier:Identifier"),
    reference("patient", "subject", to="Patient"),
    reference(
        "subject",
        "subject",
        to="Practitioner Group Organization Medication Patient PlanDefinition Procedure Location",
    ),
)
