"""The plan itself and its parts: CarePlan, CareTeam, Goal, Task."""

from patientkontrakt.fhir.search.parameters.row import column, date, reference, table, token, uri
from patientkontrakt.fhir.search.parameters.shared import DEFINITIONS, DOERS

CARE_PLAN = table(
    token("activity-code", "activity.detail.code"),
    date("activity-date", "activity.detail.scheduledPeriod:Period", "activity.detail.scheduledTiming:Timing"),
    reference(
        "activity-reference",
        "activity.reference",
        to="Appointment MedicationRequest Task NutritionOrder "
        "RequestGroup VisionPrescription DeviceRequest ServiceRequest CommunicationRequest",
    ),
    reference("based-on", "basedOn", to="CarePlan"),
    column("careGiver", of="custodian", to="Organization"),
    column("careUnit", of="unit", to="Organization"),
    reference("care-team", "careTeam", to="CareTeam"),
    token("category", "category"),
    reference("condition", "addresses", to="Condition"),
    date("date", "period:Period"),
    reference("encounter", "encounter", to="Encounter"),
    reference("goal", "goal", to="Goal"),
    token("identifier", "identifier:Identifier"),
    reference("instantiates-canonical", "instantiatesCanonical:canonical", to=DEFINITIONS),
    uri("instantiates-uri", "instantiatesUri"),
    token("intent", "intent:code"),
    reference("part-of", "partOf", to="CarePlan"),
    reference("patient", "subject", to="Patient"),
    reference("performer", "activity.detail.performer", to=DOERS),
    reference("replaces", "replaces", to="CarePlan"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)

CARE_TEAM = table(
    token("category", "category"),
    date("date", "period:Period"),
    reference("encounter", "encounter", to="Encounter"),
    token("identifier", "identifier:Identifier"),
    reference(
        "participant",
        "participant.member",
        to="Practitioner Organization CareTeam Patient PractitionerRole RelatedPerson",
    ),
    reference("patient", "subject", to="Patient"),
    token("role", "participant.role"),  # US Core 8.0
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
)

GOAL = table(
    token("achievement-status", "achievementStatus"),
    token("category", "category"),
    token("description", "description"),  # US Core 8.0
    token("identifier", "identifier:Identifier"),
    token("lifecycle-status", "lifecycleStatus:code"),
    reference("patient", "subject", to="Patient"),
    date("start-date", "startDate:date"),
    reference("subject", "subject", to="Group Organization Patient"),
    date("target-date", "target.dueDate:date"),
)

TASK = table(
    date("authored-on", "authoredOn"),
    reference("based-on", "basedOn"),
    token("business-status", "businessStatus"),
    token("code", "code"),
    reference("encounter", "encounter", to="Encounter"),
    reference("focus", "focus"),
    token("group-identifier", "groupIdentifier:Identifier"),
    token("identifier", "identifier:Identifier"),
    token("intent", "intent:code"),
    date("modified", "lastModified"),
    reference("owner", "owner", to=DOERS),
    reference("part-of", "partOf", to="Task"),
    reference("patient", "for", to="Patient"),
    token("performer", "performerType"),
    date("period", "executionPeriod:Period"),
    token("priority", "priority:code"),
    reference(
        "requester", "requester", to="Practitioner Organization Device Patient PractitionerRole RelatedPerson"
    ),
    token("status", "status:code"),
    reference("subject", "for"),
)
