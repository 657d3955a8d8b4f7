"""People: Patient, RelatedPerson, Practitioner, PractitionerRole, and Groups of them."""

from patientkontrakt.fhir.search.parameters.row import composite, date, reference, string, table, token
from patientkontrakt.fhir.search.parameters.shared import ADDRESS, TELECOM

PATIENT = table(
    *ADDRESS,
    *TELECOM,
    token("active", "active:boolean"),
    date("birthdate", "birthDate:date"),
    date("death-date", "deceasedDateTime"),
    token("deceased", ":death"),
    string("family", "name.family"),
    token("gender", "gender:code"),
    reference("general-practitioner", "generalPractitioner", to="Practitioner Organization PractitionerRole"),
    string("given", "name.given"),
    token("identifier", "identifier:Identifier"),
    token("language", "communication.language"),
    reference("link", "link.other", to="Patient RelatedPerson"),
    string("name", "name:HumanName"),
    reference("organization", "managingOrganization", to="Organization"),
)

RELATED_PERSON = table(
    *ADDRESS,
    *TELECOM,
    token("active", "active:boolean"),
    date("birthdate", "birthDate:date"),
    token("gender", "gender:code"),
    token("identifier", "identifier:Identifier"),
    string("name", "name:HumanName"),
    reference("patient", "patient", to="Patient"),
    token("relationship", "relationship"),
)

PRACTITIONER = table(
    *ADDRESS,
    *TELECOM,
    token("active", "active:boolean"),
    token("communication", "communication"),
    string("family", "name.family"),
    token("gender", "gender:code"),
    string("given", "name.given"),
    token("identifier", "identifier:Identifier"),
    string("name", "name:HumanName"),
)

PRACTITIONER_ROLE = table(
    *TELECOM,
    token("active", "active:boolean"),
    date("date", "period:Period"),
    reference("endpoint", "endpoint", to="Endpoint"),
    token("identifier", "identifier:Identifier"),
    reference("location", "location", to="Location"),
    reference("organization", "organization", to="Organization"),
    reference("practitioner", "practitioner", to="Practitioner"),
    token("role", "code"),
    reference("service", "healthcareService", to="HealthcareService"),
    token("specialty", "specialty"),
)

GROUP = table(
    token("actual", "actual:boolean"),
    token("characteristic", "characteristic.code"),
    composite(
        "characteristic-value",
        token("characteristic", "code"),
        token("value", "valueCodeableConcept", "valueBoolean:boolean"),
        "characteristic",
    ),
    token("code", "code"),
    token("exclude", "characteristic.exclude:boolean"),
    token("identifier", "identifier:Identifier"),
    reference(
        "managing-entity", "managingEntity", to="Practitioner Organization PractitionerRole RelatedPerson"
    ),
    reference(
        "member",
        "member.entity",
        to="Practitioner Group Device Medication Patient Substance PractitionerRole",
    ),
    token("type", "type:code"),
    token("value", "characteristic.valueCodeableConcept", "characteristic.valueBoolean:boolean"),
)
