"""Where care is given: Organization, Location, HealthcareService."""

from patientkontrakt.fhir.search.parameters.row import reference, string, table, token
from patientkontrakt.fhir.search.parameters.shared import ADDRESS

ORGANIZATION = table(
    *ADDRESS,
    token("active", "active:boolean"),
    reference("endpoint", "endpoint", to="Endpoint"),
    token("identifier", "identifier:Identifier"),
    string("name", "name", "alias"),
    reference("partof", "partOf", to="Organization"),
    token("type", "type"),
)

LOCATION = table(
    *ADDRESS,
    reference("endpoint", "endpoint", to="Endpoint"),
    token("identifier", "identifier:Identifier"),
    string("name", "name", "alias"),
    token("operational-status", "operationalStatus:Coding"),
    reference("organization", "managingOrganization", to="Organization"),
    reference("partof", "partOf", to="Location"),
    token("status", "status:code"),
    token("type", "type"),
)

HEALTHCARE_SERVICE = table(
    token("active", "active:boolean"),
    token("characteristic", "characteristic"),
    reference("coverage-area", "coverageArea", to="Location"),
    reference("endpoint", "endpoint", to="Endpoint"),
    token("identifier", "identifier:Identifier"),
    reference("location", "location", to="Location"),
    string("name", "name"),
    reference("organization", "providedBy", to="Organization"),
    token("program", "program"),
    token("service-category", "category"),
    token("service-type", "type"),
    token("specialty", "specialty"),
)
