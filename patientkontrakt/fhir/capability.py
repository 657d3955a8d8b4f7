"""The CapabilityStatement: what this server does, computed from the tables so that it stays true."""

from collections.abc import Mapping
from typing import Any

from patientkontrakt.fhir.outcome import UnsupportedPatch
from patientkontrakt.fhir.profiles.judging import of_type
from patientkontrakt.fhir.profiles.operations import BULK_DATA, OF_SYSTEM, by_type
from patientkontrakt.fhir.search.parameters import COMMON, PARAMETERS, Parameter
from patientkontrakt.fhir.search.parameters.definitions import definition
from patientkontrakt.fhir.search.reach import includes_of, reverse_includes_of
from patientkontrakt.fhir.subscriptions import backport
from patientkontrakt.fhir.subscriptions.topics import TOPICS
from patientkontrakt.fhir.types import TYPES, Kind, TypeRow

FHIR_VERSION = "4.0.1"
FORMATS = ("application/fhir+json", "json")

# What the FHIR door serves of each kind of type, and of the whole service. The log is read, and written by nobody.
INTERACTIONS: Mapping[Kind, tuple[str, ...]] = {
    "care": ("read", "vread", "history-instance", "history-type", "search-type", "create", "update", "patch"),
    "reference": (
        "read",
        "vread",
        "history-instance",
        "history-type",
        "search-type",
        "create",
        "update",
        "patch",
    ),
    "log": ("read", "search-type"),
    "subscription": ("read", "search-type", "create", "update"),
}
SYSTEM_INTERACTIONS: tuple[str, ...] = ("transaction", "batch", "history-system", "search-system")
OPERATIONS: Mapping[str, Mapping[str, str]] = by_type()
SYSTEM_OPERATIONS: Mapping[str, str] = OF_SYSTEM
# Implementation guides whose every requirement is met.
INSTANTIATES: tuple[str, ...] = (f"{BULK_DATA}/CapabilityStatement/bulk-data",)

_OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_SECURITY_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_OAUTH_ENDPOINTS = ("authorize", "token", "revoke", "introspect")
_OTHERS_PROFILES = {"Subscription": [backport.PROFILE]}
_SUBSCRIPTION = (
    "A backend client's own. criteria is one of the topics in the extension; channel is rest-hook, to a host that an"
    " administrator has registered for the client. Write status requested, or off."
)
_OUR_COLUMNS = {
    "patient": "The patients of the resources that Provenance.target points at, of whatever type.",
    "unit": "The unit that keeps the plan: the one its author acted for when it was made.",
    "custodian": "The care provider that keeps the plan, and answers for it.",
}


def capability_statement(
    base_url: str,
    version: str,
    date: str,
    interactions: Mapping[Kind, tuple[str, ...]] = INTERACTIONS,
    system_interactions: tuple[str, ...] = SYSTEM_INTERACTIONS,
    operations: Mapping[str, Mapping[str, str]] = OPERATIONS,
) -> dict[str, Any]:
    """The statement of the server at `base_url` (no slash at the end; FHIR is under `/fhir`).

    `version` is the software's, `date` a FHIR dateTime: when this statement last changed. The same arguments give
    the same statement.
    """
    statement: dict[str, Any] = {
        "resourceType": "CapabilityStatement",
        "url": f"{base_url}/fhir/metadata",
        "version": version,
        "name": "Patientkontrakt",
        "title": "Patientkontrakt",
        "status": "active",
        "date": date,
        "description": "Sammanhållna planer i svensk vård och omsorg. Shared care plans in Swedish care.",
        "kind": "instance",
        "software": {"name": "patientkontrakt", "version": version},
        "implementation": {"description": "Patientkontrakt", "url": f"{base_url}/fhir"},
        "fhirVersion": FHIR_VERSION,
        "format": list(FORMATS),
        "patchFormat": list(UnsupportedPatch.accept),
        "rest": [_rest(base_url, interactions, system_interactions, operations)],
    }
    if INSTANTIATES:
        statement["instantiates"] = list(INSTANTIATES)
    return statement


def _rest(
    base_url: str,
    interactions: Mapping[Kind, tuple[str, ...]],
    system_interactions: tuple[str, ...],
    operations: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "mode": "server",
        "security": _security(base_url),
        "resource": [
            _resource(row, interactions[row.kind], operations.get(row.name, {}))
            for row in TYPES.values()
            if row.kind in interactions
        ],
        "interaction": _codes(system_interactions),
    }
    if operations:
        statement["operation"] = _operations(SYSTEM_OPERATIONS)
    return statement


def _security(base_url: str) -> dict[str, Any]:
    """SMART App Launch: the endpoints here equal those of .well-known/smart-configuration (conformance.md SM-10)."""
    return {
        "extension": [
            {
                "url": _OAUTH_URIS,
                "extension": [
                    {"url": name, "valueUri": f"{base_url}/oauth/{name}"} for name in _OAUTH_ENDPOINTS
                ],
            }
        ],
        "cors": True,
        "service": [
            {
                "coding": [{"system": _SECURITY_SERVICE, "code": "SMART-on-FHIR"}],
                "text": "OAuth 2.0, SMART App Launch",
            }
        ],
    }


def _resource(row: TypeRow, interactions: tuple[str, ...], operations: Mapping[str, str]) -> dict[str, Any]:
    is_kept = row.is_in_archive
    profiles = [each.url for each in of_type(row.name)] if is_kept else _OTHERS_PROFILES.get(row.name, [])
    resource: dict[str, Any] = {
        "type": row.name,
        **({} if row.kind != "subscription" else {"extension": _topics(), "documentation": _SUBSCRIPTION}),
        **({"supportedProfile": profiles} if profiles else {}),
        "interaction": _codes(interactions),
        "versioning": _versioning(row),
        "readHistory": "vread" in interactions,
        "updateCreate": row.feed,  # by a feed; to anybody else an id she has chosen is not there
        "conditionalCreate": is_kept and "create" in interactions,
        "conditionalRead": "not-match" if "vread" in interactions else "not-supported",
        "conditionalUpdate": is_kept and "update" in interactions,
        "conditionalDelete": "not-supported",
    }
    if "search-type" in interactions:
        resource |= _search(row.name) if is_kept else _search_of_few(row.name)
    if operations:
        resource["operation"] = _operations(operations)
    return resource


def _operations(operations: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "definition": url} for name, url in operations.items()]


def _versioning(row: TypeRow) -> str:
    if row.kind == "log":
        return "no-version"
    return "versioned-update" if row.needs_if_match else "versioned"


def _topics() -> list[dict[str, Any]]:
    """What may be subscribed to: R4 has no other place for it."""
    return [{"url": backport.TOPIC_IN_STATEMENT, "valueCanonical": each} for each in TOPICS]


def _search_of_few(type: str) -> dict[str, Any]:
    """Its own parameters, and those of all types that a row of the log, or a subscription, has."""
    parameters = (*(COMMON[name] for name in ("_id", "_lastUpdated")), *PARAMETERS[type].values())
    return {"searchParam": [_parameter(type, parameter) for parameter in parameters]}


def _search(type: str) -> dict[str, Any]:
    parameters = (*COMMON.values(), *PARAMETERS[type].values())
    lists = {
        "searchInclude": [*includes_of(type)],
        "searchRevInclude": [*reverse_includes_of(type)],
        "searchParam": [_parameter(type, parameter) for parameter in parameters],
    }
    return {name: entries for name, entries in lists.items() if entries}


def _parameter(type: str, parameter: Parameter) -> dict[str, Any]:
    address = definition(type, parameter.name)
    stated = {"name": parameter.name} | ({"definition": address} if address else {})
    if parameter.kind == "special":
        return {**stated, "type": "reference", "documentation": _OUR_COLUMNS[parameter.column]}
    return {**stated, "type": parameter.kind}


def _codes(interactions: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"code": code} for code in interactions]
