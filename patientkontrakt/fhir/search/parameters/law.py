"""What is permitted and who did what: Consent, Provenance, AuditEvent."""

from patientkontrakt.fhir.search.parameters.row import column, date, reference, table, token

CONSENT = table(
    token("action", "provision.action"),
    reference(
        "actor",
        "provision.actor.reference",
        to="Practitioner Group Organization CareTeam Device Patient PractitionerRole RelatedPerson",
    ),
    token("category", "category"),
    reference(
        "consentor", "performer", to="Practitioner Organization Patient PractitionerRole RelatedPerson"
    ),
    reference("data", "provision.data.reference"),
    date("date", "dateTime"),
    token("identifier", "identifier:Identifier"),
    reference("organization", "organization", to="Organization"),
    reference("patient", "patient", to="Patient"),
    date("period", "provision.period:Period"),
    token("purpose", "provision.purpose:Coding"),
    token("scope", "scope"),
    token("security-label", "provision.securityLabel:Coding"),
    reference(
        "source-reference", "sourceReference", to="Consent Contract QuestionnaireResponse DocumentReference"
    ),
    token("status", "status:code"),
)

PROVENANCE = table(
    reference(
        "agent", "agent.who", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    token("agent-role", "agent.role"),
    token("agent-type", "agent.type"),
    reference("entity", "entity.what"),
    reference("location", "location", to="Location"),
    column("patient", of="patient", to="Patient"),
    date("recorded", "recorded:instant"),
    token("signature-type", "signature.type:Coding"),
    reference("target", "target"),
    date("when", "occurredDateTime"),
)

AUDIT_EVENT = table(
    token("action", "action:code"),
    reference(
        "agent", "agent.who", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    date("date", "recorded:instant"),
    reference("entity", "entity.what"),
    token("outcome", "outcome:code"),
    reference("patient", "agent.who", "entity.what", to="Patient"),
)
