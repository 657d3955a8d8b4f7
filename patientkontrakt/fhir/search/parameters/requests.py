"""What is asked for and said: ServiceRequest, CommunicationRequest, Communication."""

from patientkontrakt.fhir.search.parameters.row import date, reference, table, token, uri
from patientkontrakt.fhir.search.parameters.shared import DEFINITIONS, DOERS

SERVICE_REQUEST = table(
    date("authored", "authoredOn"),
    reference("based-on", "basedOn", to="CarePlan MedicationRequest ServiceRequest"),
    token("body-site", "bodySite"),
    token("category", "category"),
    token("code", "code"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    token("identifier", "identifier:Identifier"),
    reference(
        "instantiates-canonical", "instantiatesCanonical:canonical", to="PlanDefinition ActivityDefinition"
    ),
    uri("instantiates-uri", "instantiatesUri"),
    token("intent", "intent:code"),
    date("occurrence", "occurrenceDateTime", "occurrencePeriod:Period", "occurrenceTiming:Timing"),
    token("order-detail", "orderDetail.text:string"),
    reference("patient", "subject", to="Patient"),
    reference("performer", "performer", to=DOERS),
    token("performer-type", "performerType"),
    token("priority", "priority:code"),
    reference("replaces", "replaces", to="ServiceRequest"),
    reference(
        "requester", "requester", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    token("requisition", "requisition:Identifier"),
    reference("specimen", "specimen", to="Specimen"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Device Patient Location"),
)

COMMUNICATION_REQUEST = table(
    date("authored", "authoredOn"),
    reference("based-on", "basedOn"),
    token("category", "category"),
    reference("encounter", "encounter", to="Encounter"),
    token("group-identifier", "groupIdentifier:Identifier"),
    token("identifier", "identifier:Identifier"),
    token("medium", "medium"),
    date("occurrence", "occurrenceDateTime"),
    reference("patient", "subject", to="Patient"),
    token("priority", "priority:code"),
    reference(
        "recipient",
        "recipient",
        to="Practitioner Group Organization CareTeam "
        "Device Patient HealthcareService PractitionerRole RelatedPerson",
    ),
    reference("replaces", "replaces", to="CommunicationRequest"),
    reference(
        "requester", "requester", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    reference(
        "sender",
        "sender",
        to="Practitioner Organization Device Patient HealthcareService PractitionerRole RelatedPerson",
    ),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)

COMMUNICATION = table(
    reference("based-on", "basedOn"),
    token("category", "category"),
    reference("encounter", "encounter", to="Encounter"),
    token("identifier", "identifier:Identifier"),
    reference("instantiates-canonical", "instantiatesCanonical:canonical", to=DEFINITIONS),
    uri("instantiates-uri", "instantiatesUri"),
    token("medium", "medium"),
    reference("part-of", "partOf"),
    reference("patient", "subject", to="Patient"),
    date("received", "received"),
    reference(
        "recipient",
        "recipient",
        to="Practitioner Group Organization CareTeam "
        "Device Patient HealthcareService PractitionerRole RelatedPerson",
    ),
    reference(
        "sender",
        "sender",
        to="Practitioner Organization Device Patient HealthcareService PractitionerRole RelatedPerson",
    ),
    date("sent", "sent"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)
