"""Times: Appointment and its answers, the visits that came of them, Schedule and Slot."""

from patientkontrakt.fhir.search.parameters.row import date, quantity, reference, table, token

APPOINTMENT = table(
    reference(
        "actor",
        "participant.actor",
        to="Practitioner Device Patient HealthcareService PractitionerRole RelatedPerson Location",
    ),
    token("appointment-type", "appointmentType"),
    reference("based-on", "basedOn", to="ServiceRequest"),
    date("date", "start:instant"),
    token("identifier", "identifier:Identifier"),
    reference("location", "participant.actor", to="Location"),
    token("part-status", "participant.status:code"),
    reference("patient", "participant.actor", to="Patient"),
    reference("practitioner", "participant.actor", to="Practitioner"),
    token("reason-code", "reasonCode"),
    reference(
        "reason-reference", "reasonReference", to="Condition Observation Procedure ImmunizationRecommendation"
    ),
    token("service-category", "serviceCategory"),
    token("service-type", "serviceType"),
    reference("slot", "slot", to="Slot"),
    token("specialty", "specialty"),
    token("status", "status:code"),
    reference("supporting-info", "supportingInformation"),
)

APPOINTMENT_RESPONSE = table(
    reference(
        "actor",
        "actor",
        to="Practitioner Device Patient HealthcareService PractitionerRole RelatedPerson Location",
    ),
    reference("appointment", "appointment", to="Appointment"),
    token("identifier", "identifier:Identifier"),
    reference("location", "actor", to="Location"),
    token("part-status", "participantStatus:code"),
    reference("patient", "actor", to="Patient"),
    reference("practitioner", "actor", to="Practitioner"),
)

ENCOUNTER = table(
    reference("account", "account", to="Account"),
    reference("appointment", "appointment", to="Appointment"),
    reference("based-on", "basedOn", to="ServiceRequest"),
    token("class", "class:Coding"),
    date("date", "period:Period"),
    reference("diagnosis", "diagnosis.condition", to="Condition Procedure"),
    token("discharge-disposition", "hospitalization.dischargeDisposition"),  # US Core 8.0
    reference("episode-of-care", "episodeOfCare", to="EpisodeOfCare"),
    token("identifier", "identifier:Identifier"),
    quantity("length", "length:Duration"),
    reference("location", "location.location", to="Location"),
    date("location-period", "location.period:Period"),
    reference("part-of", "partOf", to="Encounter"),
    reference("participant", "participant.individual", to="Practitioner PractitionerRole RelatedPerson"),
    token("participant-type", "participant.type"),
    reference("patient", "subject", to="Patient"),
    reference("practitioner", "participant.individual", to="Practitioner"),
    token("reason-code", "reasonCode"),
    reference(
        "reason-reference", "reasonReference", to="Condition Observation Procedure ImmunizationRecommendation"
    ),
    reference("service-provider", "serviceProvider", to="Organization"),
    token("special-arrangement", "hospitalization.specialArrangement"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Patient"),
    token("type", "type"),
)

EPISODE_OF_CARE = table(
    reference("care-manager", "careManager", to="Practitioner"),
    reference("condition", "diagnosis.condition", to="Condition"),
    date("date", "period:Period"),
    token("identifier", "identifier:Identifier"),
    reference("incoming-referral", "referralRequest", to="ServiceRequest"),
    reference("organization", "managingOrganization", to="Organization"),
    reference("patient", "patient", to="Patient"),
    token("status", "status:code"),
    token("type", "type"),
)

SCHEDULE = table(
    token("active", "active:boolean"),
    reference(
        "actor",
        "actor",
        to="Practitioner Device Patient HealthcareService PractitionerRole RelatedPerson Location",
    ),
    date("date", "planningHorizon:Period"),
    token("identifier", "identifier:Identifier"),
    token("service-category", "serviceCategory"),
    token("service-type", "serviceType"),
    token("specialty", "specialty"),
)

SLOT = table(
    token("appointment-type", "appointmentType"),
    token("identifier", "identifier:Identifier"),
    reference("schedule", "schedule", to="Schedule"),
    token("service-category", "serviceCategory"),
    token("service-type", "serviceType"),
    token("specialty", "specialty"),
    date("start", "start:instant"),
    token("status", "status:code"),
)
