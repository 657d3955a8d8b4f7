"""Rows and targets that several types have alike."""

from patientkontrakt.fhir.search.parameters.row import (
    composite,
    date,
    quantity,
    reference,
    string,
    token,
    uri,
)

DEFINITIONS = "Questionnaire Measure PlanDefinition OperationDefinition ActivityDefinition"
DOERS = "Practitioner Organization CareTeam Device Patient HealthcareService PractitionerRole RelatedPerson"

ADDRESS = (
    string("address", "address:Address"),
    string("address-city", "address.city"),
    string("address-country", "address.country"),
    string("address-postalcode", "address.postalCode"),
    string("address-state", "address.state"),
    token("address-use", "address.use:code"),
)

TELECOM = (
    token("email", "telecom[system=email]:ContactPoint"),
    token("phone", "telecom[system=phone]:ContactPoint"),
    token("telecom", "telecom:ContactPoint"),
)

_CONTEXT_VALUE = token("context", "valueCodeableConcept")
_CONTEXT_QUANTITY = quantity("context-quantity", "valueQuantity", "valueRange:Range")
_CONTEXT_TYPE = token("context-type", "code:Coding")

PUBLISHED = (
    token("context", "useContext.valueCodeableConcept"),
    quantity("context-quantity", "useContext.valueQuantity", "useContext.valueRange:Range"),
    token("context-type", "useContext.code:Coding"),
    composite("context-type-quantity", _CONTEXT_TYPE, _CONTEXT_QUANTITY, "useContext"),
    composite("context-type-value", _CONTEXT_TYPE, _CONTEXT_VALUE, "useContext"),
    date("date", "date"),
    string("description", "description:markdown"),
    token("jurisdiction", "jurisdiction"),
    string("name", "name"),
    string("publisher", "publisher"),
    token("status", "status:code"),
    uri("url", "url"),
    token("version", "version:string"),
)

ARTIFACTS = (
    reference("composed-of", "relatedArtifact[type=composed-of].resource:canonical"),
    reference("depends-on", "relatedArtifact[type=depends-on].resource:canonical", "library:canonical"),
    reference("derived-from", "relatedArtifact[type=derived-from].resource:canonical"),
    reference("predecessor", "relatedArtifact[type=predecessor].resource:canonical"),
    reference("successor", "relatedArtifact[type=successor].resource:canonical"),
)
