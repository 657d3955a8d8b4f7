"""The canonical address of each parameter's definition. FHIR shares some definitions among several types."""

from patientkontrakt.fhir.search.parameters.every_type import COMMON
from patientkontrakt.fhir.search.parameters.shared import ADDRESS, PUBLISHED, TELECOM

_R4 = "http://hl7.org/fhir/SearchParameter"
_US_CORE = "http://hl7.org/fhir/us/core/SearchParameter"

_ADDITIONS = {
    ("CareTeam", "role"): f"{_US_CORE}/us-core-careteam-role",
    ("Encounter", "discharge-disposition"): f"{_US_CORE}/us-core-encounter-discharge-disposition",
    ("Goal", "description"): f"{_US_CORE}/us-core-goal-description",
}

# Parameter -> the types that share its definition, for each group of FHIR's own.
_SHARED: dict[str, dict[str, str]] = {
    "clinical": {
        "code": "Condition List MedicationStatement Observation Procedure ServiceRequest",
        "date": "CarePlan CareTeam Composition Consent Encounter EpisodeOfCare Flag List Observation Procedure",
        "encounter": "Composition DocumentReference Flag List Observation Procedure ServiceRequest",
        "identifier": "CarePlan CareTeam Composition Condition Consent DocumentReference Encounter "
        "EpisodeOfCare Goal List MedicationStatement Observation Procedure ServiceRequest",
        "patient": "CarePlan CareTeam Composition Condition Consent DocumentReference Encounter "
        "EpisodeOfCare Flag Goal List MedicationStatement Observation Procedure ServiceRequest",
        "type": "Composition DocumentReference Encounter EpisodeOfCare",
    },
    "conformance": dict.fromkeys(
        ("identifier", "title", *(row.name for row in PUBLISHED)),
        "CapabilityStatement CodeSystem OperationDefinition SearchParameter StructureDefinition ValueSet",
    ),
    "individual": dict.fromkeys(
        ("birthdate", "family", "gender", "given", *(row.name for row in (*ADDRESS, *TELECOM))),
        "Patient Practitioner PractitionerRole RelatedPerson",
    ),
    "medications": dict.fromkeys(("medication", "status"), "MedicationStatement"),
}


# Asked for by Inera's service contracts; no address of a definition is published.
_UNDEFINED = {("CarePlan", "careGiver"), ("CarePlan", "careUnit")}


def definition(type: str, name: str) -> str | None:
    """The address that names the parameter `name` of `type` in a CapabilityStatement, if it has any."""
    if (type, name) in _UNDEFINED:
        return None
    if name in COMMON:
        return f"{_R4}/Resource-{name.removeprefix('_')}"
    if (type, name) in _ADDITIONS:
        return _ADDITIONS[type, name]
    for group, shared in _SHARED.items():
        if type in shared.get(name, "").split():
            return f"{_R4}/{group}-{name}"
    return f"{_R4}/{type}-{name}"
