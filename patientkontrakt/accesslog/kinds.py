"""How our actions are said in AuditEvent: type, subtype, C/R/U/D/E, and which end the data are said to come from."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.systems import pk

Coding = dict[str, str]

DCM: Final = "http://dicom.nema.org/resources/ontology/DCM"
_TERMINOLOGY: Final = "http://terminology.hl7.org/CodeSystem"


def coding(system: str, code: str, display: str) -> Coding:
    """A Coding."""
    return {"system": system, "code": code, "display": display}


_REST = coding(f"{_TERMINOLOGY}/audit-event-type", "rest", "Restful Operation")
_EXPORT = coding(DCM, "110106", "Export")
_AUTHENTICATION = coding(DCM, "110114", "User Authentication")


@dataclass(frozen=True)
class Kind:
    """One kind of event. In a read the server is the source; in all else the client is, in a query too (BALP)."""

    type: Coding
    subtype: Coding
    action: str

    @property
    def server_is_source(self) -> bool:
        return self.action == "R"

    @property
    def is_query(self) -> bool:
        return self.type is _REST and self.action == "E"


def _rest(interaction: str, action: str) -> Kind:
    return Kind(_REST, coding("http://hl7.org/fhir/restful-interaction", interaction, interaction), action)


_KINDS: Final = {
    "read": _rest("read", "R"),
    "vread": _rest("vread", "R"),
    "history": _rest("history-instance", "R"),
    "create": _rest("create", "C"),
    "update": _rest("update", "U"),
    "delete": _rest("delete", "D"),
    "search": _rest("search", "E"),
    "everything": _rest("operation", "E"),
    "export": Kind(_EXPORT, coding(pk("log-action"), "export", "export"), "R"),
    "notify": Kind(_EXPORT, coding(pk("log-action"), "notify", "notify"), "R"),
    "print": Kind(_EXPORT, coding(pk("log-action"), "print", "print"), "R"),
    "login": Kind(_AUTHENTICATION, coding(DCM, "110122", "Login"), "E"),
    "logout": Kind(_AUTHENTICATION, coding(DCM, "110123", "Logout"), "E"),
    "token": Kind(_AUTHENTICATION, coding("urn:ihe:event-type-code", "ITI-71", "Get Access Token"), "E"),
}


def kind_of(action: str) -> Kind:
    """The Kind of our `action`; what REST has no word for is an operation with our own code."""
    return _KINDS.get(action) or Kind(_REST, coding(pk("log-action"), action, action), "E")


def actions_of(letters: Collection[str]) -> list[str]:
    """Our actions that AuditEvent.action says with one of these letters of C, R, U and D; E is all the others."""
    return [action for action, kind in _KINDS.items() if kind.action in letters]


SOURCE_ROLE: Final = coding(DCM, "110153", "Source Role ID")
DESTINATION_ROLE: Final = coding(DCM, "110152", "Destination Role ID")
RECIPIENT: Final = coding(f"{_TERMINOLOGY}/v3-ParticipationType", "IRCP", "information recipient")
PERSON: Final = coding(f"{_TERMINOLOGY}/audit-entity-type", "1", "Person")
SYSTEM_OBJECT: Final = coding(f"{_TERMINOLOGY}/audit-entity-type", "2", "System Object")
PATIENT_ROLE: Final = coding(f"{_TERMINOLOGY}/object-role", "1", "Patient")
DOMAIN_RESOURCE: Final = coding(f"{_TERMINOLOGY}/object-role", "4", "Domain Resource")
QUERY: Final = coding(f"{_TERMINOLOGY}/object-role", "24", "Query")
APPLICATION_SERVER: Final = coding(f"{_TERMINOLOGY}/security-source-type", "4", "Application Server")
REQUEST_ID: Final = coding(
    "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", "X-Request-Id"
)
RESOURCE_TYPES: Final = "http://hl7.org/fhir/resource-types"
ACT_REASON: Final = f"{_TERMINOLOGY}/v3-ActReason"
ACTIVITY: Final = pk("log-activity")
UNIT: Final = coding(pk("log-agent"), "vardenhet", "Vårdenhet")
CUSTODIAN: Final = coding(pk("log-agent"), "vardgivare", "Vårdgivare")
