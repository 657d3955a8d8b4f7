"""What was told and written: QuestionnaireResponse, DocumentReference, Composition."""

from patientkontrakt.fhir.search.parameters.row import composite, date, reference, string, table, token, uri

QUESTIONNAIRE_RESPONSE = table(
    reference(
        "author", "author", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    date("authored", "authored"),
    reference("based-on", "basedOn", to="CarePlan ServiceRequest"),
    reference("encounter", "encounter", to="Encounter"),
    token("identifier", "identifier:Identifier"),
    reference("part-of", "partOf", to="Observation Procedure"),
    reference("patient", "subject", to="Patient"),
    reference("questionnaire", "questionnaire:canonical", to="Questionnaire"),
    reference("source", "source", to="Practitioner Patient PractitionerRole RelatedPerson"),
    token("status", "status:code"),
    reference("subject", "subject"),
)

DOCUMENT_REFERENCE = table(
    reference("authenticator", "authenticator", to="Practitioner Organization PractitionerRole"),
    reference(
        "author", "author", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    token("category", "category"),
    token("contenttype", "content.attachment.contentType:code"),
    reference("custodian", "custodian", to="Organization"),
    date("date", "date:instant"),
    string("description", "description"),
    reference("encounter", "context.encounter", to="Encounter EpisodeOfCare"),
    token("event", "context.event"),
    token("facility", "context.facilityType"),
    token("format", "content.format:Coding"),
    token("identifier", "masterIdentifier:Identifier", "identifier:Identifier"),
    token("language", "content.attachment.language:code"),
    uri("location", "content.attachment.url:url"),
    reference("patient", "subject", to="Patient"),
    date("period", "context.period:Period"),
    reference("related", "context.related"),
    reference("relatesto", "relatesTo.target", to="DocumentReference"),
    token("relation", "relatesTo.code:code"),
    composite(
        "relationship",
        token("relation", "code:code"),
        reference("relatesto", "target", to="DocumentReference"),
        "relatesTo",
    ),
    token("security-label", "securityLabel"),
    token("setting", "context.practiceSetting"),
    token("status", "status:code"),
    reference("subject", "subject", to="Practitioner Group Device Patient"),
    token("type", "type"),
)

COMPOSITION = table(
    reference(
        "attester", "attester.party", to="Practitioner Organization Patient PractitionerRole RelatedPerson"
    ),
    reference(
        "author", "author", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    token("category", "category"),
    token("confidentiality", "confidentiality:code"),
    token("context", "event.code"),
    date("date", "date"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    reference("entry", "section.entry"),
    token("identifier", "identifier:Identifier"),
    reference("patient", "subject", to="Patient"),
    date("period", "event.period:Period"),
    token("related-id", "relatesTo.targetIdentifier:Identifier"),
    reference("related-ref", "relatesTo.targetReference", to="Composition"),
    token("section", "section.code"),
    token("status", "status:code"),
    reference("subject", "subject"),
    string("title", "title"),
    token("type", "type"),
)
