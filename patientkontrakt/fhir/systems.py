"""URIs and codes: national, FHIR's and ours, and small functions that look for them in a resource."""

from collections.abc import Iterator
from typing import Any

from patientkontrakt.identifiers import hsa_id

# Identity numbers and identifiers (domain.md §6.1).
PERSONNUMMER = "http://electronichealth.se/identifier/personnummer"
SAMORDNINGSNUMMER = "http://electronichealth.se/identifier/samordningsnummer"
RESERVNUMMER = "http://electronichealth.se/identifier/nationelltReservnummer"
RESERVNUMMER_STOCKHOLM = "urn:oid:1.2.752.97.3.1.3"
RESERVNUMMER_VGR = "urn:oid:1.2.752.113.11.0.2.1.1.1"
PERSONNUMMER_OID = "urn:oid:1.2.752.129.2.1.3.1"
SAMORDNINGSNUMMER_OID = "urn:oid:1.2.752.129.2.1.3.3"
RESERVNUMMER_OID = "urn:oid:1.2.752.74.9.1"
HSA_ID = "urn:oid:1.2.752.129.2.1.4.1"
HSA_ID_HL7SE = "urn:oid:1.2.752.29.4.19"
HSA_IDS = (HSA_ID, HSA_ID_HL7SE)
ORGNR = "urn:oid:2.5.4.97"

# National code systems.
SNOMED = "http://snomed.info/sct"
FAST_KONTAKT_TYP = "urn:oid:1.2.752.129.5.1.69"
CARETEAM_TYP = "https://fhir.inera.se/ig/careteam/CodeSystem/typ-av-careteam-cs"
TYPE_OF_CAREPLAN = "https://fhir.inera.se/CodeSystem/typeofcareplan-cs"

# FHIR and HL7 terminology.
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
ACT_CODE = f"{_TERMINOLOGY}/v3-ActCode"
ACT_REASON = f"{_TERMINOLOGY}/v3-ActReason"
CONFIDENTIALITY = f"{_TERMINOLOGY}/v3-Confidentiality"
OBSERVATION_VALUE = f"{_TERMINOLOGY}/v3-ObservationValue"
PARTICIPATION_TYPE = f"{_TERMINOLOGY}/v3-ParticipationType"
PROVENANCE_PARTICIPANT = f"{_TERMINOLOGY}/provenance-participant-type"
ROLE_CODE = f"{_TERMINOLOGY}/v3-RoleCode"
DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

HTEST = (ACT_REASON, "HTEST")
NOPAT = (ACT_CODE, "NOPAT")
NOPATIENT = (ACT_CODE, "NOPATIENT")
SUBSETTED = (OBSERVATION_VALUE, "SUBSETTED")
REDACTED = (OBSERVATION_VALUE, "REDACTED")

# Labels that close an identity: who a person is, and where (domain.md S-1; Confidentiality R and V as HL7 has them).
SECURITY_LABEL = "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel"
PROTECTING = frozenset(
    {
        (SECURITY_LABEL, "sekretessmarkering"),
        (SECURITY_LABEL, "skyddadFolkbokforing"),
        (SECURITY_LABEL, "fingeradePersonuppgifter"),
        (CONFIDENTIALITY, "R"),
        (CONFIDENTIALITY, "V"),
    }
)

# Ours (model.md: code systems pk-…, extensions pk-…).
BASE = "https://patientkontrakt.example/fhir"
PATIENTKONTRAKT_SNOMED = (SNOMED, "734163000")


def compared(system: str | None, value: str) -> str:
    """An identifier's value as it is compared: an HSA-id without case (domain.md §6.1), all else as written."""
    return hsa_id.compared(value) if system in HSA_IDS else value


def pk(name: str) -> str:
    """The URI of our code system `name`: pk("plan-category") ends in CodeSystem/pk-plan-category."""
    return f"{BASE}/CodeSystem/pk-{name}"


def ext(name: str) -> str:
    """The URI of our extension `name`: ext("utgava") ends in StructureDefinition/pk-utgava."""
    return f"{BASE}/StructureDefinition/pk-{name}"


SYNLIGHET = pk("synlighet")
PLAN_CATEGORY = pk("plan-category")
CONSENT_PURPOSE = pk("consent-purpose")
RELATION = pk("relation")
TASK = pk("task")
TASK_INPUT = pk("task-input")
ACTIVITY = pk("activity")
COMMUNICATION = pk("communication")
OBSERVATION = pk("observation")
ORG = pk("org")
TEAM = pk("team")


def codings(value: Any) -> Iterator[dict[str, Any]]:
    """The Codings of a CodeableConcept, of a Coding, or of a list of either."""
    if isinstance(value, list):
        for entry in value:
            yield from codings(entry)
    elif isinstance(value, dict):
        inner = value.get("coding")
        if isinstance(inner, list):
            yield from codings(inner)
        elif "code" in value or "system" in value:
            yield value


def has_coding(value: Any, system: str, code: str) -> bool:
    """Whether `value` (CodeableConcept, Coding or a list of either) carries `system#code`."""
    return any(coding.get("system") == system and coding.get("code") == code for coding in codings(value))


def code_in(value: Any, system: str) -> str | None:
    """The first code of `system` in `value`, if there is one."""
    for coding in codings(value):
        code = coding.get("code")
        if coding.get("system") == system and isinstance(code, str):
            return code
    return None


def extension(element: dict[str, Any], url: str) -> dict[str, Any] | None:
    """The first extension of `element` with `url`, if there is one."""
    return next(extensions(element, url), None)


def extensions(element: dict[str, Any], url: str) -> Iterator[dict[str, Any]]:
    """Every extension of `element` with `url`."""
    found = element.get("extension")
    for entry in found if isinstance(found, list) else ():
        if isinstance(entry, dict) and entry.get("url") == url:
            yield entry
