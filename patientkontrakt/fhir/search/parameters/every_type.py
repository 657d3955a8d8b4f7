"""The parameters that every type has (FHIR R4 3.1.1.2.1)."""

from patientkontrakt.fhir.search.parameters.row import date, table, token, uri

COMMON = table(
    token("_id", "id:id"),
    date("_lastUpdated", "meta.lastUpdated:instant"),
    uri("_profile", "meta.profile:canonical"),
    token("_security", "meta.security:Coding"),
    uri("_source", "meta.source"),
    token("_tag", "meta.tag:Coding"),
)

# Answered by columns of the resource's row, so never extracted into the index.
COLUMNS = frozenset({"_id", "_lastUpdated"})
