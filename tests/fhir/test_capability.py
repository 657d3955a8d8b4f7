"""The CapabilityStatement is valid FHIR, says what the tables say, and is the same each time."""

import json
from typing import Any

import pytest
from fhir.resources.R4B.capabilitystatement import CapabilityStatement

from patientkontrakt.fhir.capability import capability_statement
from patientkontrakt.fhir.search.parameters import COMMON, PARAMETERS
from patientkontrakt.fhir.subscriptions.topics import TOPICS
from patientkontrakt.fhir.types import FEED_TYPES, TYPES

BASE = "https://plan.example"
BULK_DATA = "http://hl7.org/fhir/uv/bulkdata"
SERVED = [name for name, row in TYPES.items() if row.is_in_archive]
STATEMENT = capability_statement(BASE, "0.1.0", "2026-11-21")
REST = STATEMENT["rest"][0]
RESOURCES: dict[str, Any] = {resource["type"]: resource for resource in REST["resource"]}


def test_it_claims_no_guide_that_is_not_met() -> None:
    assert STATEMENT["instantiates"] == [f"{BULK_DATA}/CapabilityStatement/bulk-data"]


def test_bd_01_an_export_is_stated_at_every_level() -> None:
    stated = {
        level: {each["name"]: each["definition"] for each in row["operation"]}["export"]
        for level, row in (("", REST), ("patient-", RESOURCES["Patient"]), ("group-", RESOURCES["Group"]))
    }
    assert stated == {
        level: f"{BULK_DATA}/OperationDefinition/{level}export" for level in ("", "patient-", "group-")
    }


def test_it_claims_no_delete_and_ids_of_the_clients_choice_for_feeds_only() -> None:
    for name, resource in RESOURCES.items():
        claims = (resource["updateCreate"], resource["conditionalDelete"])
        assert claims == (name in FEED_TYPES, "not-supported")
        assert "delete" not in codes(resource)


def test_it_claims_the_conditions_it_heeds() -> None:
    for name in SERVED:
        claims = [
            RESOURCES[name][claim] for claim in ("conditionalCreate", "conditionalUpdate", "conditionalRead")
        ]
        assert claims == [True, True, "not-match"]
        assert "patch" in codes(RESOURCES[name])


def test_au_06_the_log_is_read_and_searched_and_never_written() -> None:
    log = RESOURCES["AuditEvent"]
    assert codes(log) == ["read", "search-type"]
    stated = {entry["name"] for entry in log["searchParam"]}
    assert stated == {"_id", "_lastUpdated", *PARAMETERS["AuditEvent"]}


def test_su_01_subscriptions_are_stated_with_profile_searches_operations_and_topics() -> None:
    stated = RESOURCES["Subscription"]
    guide = "http://hl7.org/fhir/uv/subscriptions-backport"
    assert stated["supportedProfile"] == [f"{guide}/StructureDefinition/backport-subscription"]
    assert codes(stated) == ["read", "search-type", "create", "update"]
    named = {entry["name"] for entry in stated["searchParam"]}
    assert named == {"_id", "_lastUpdated", "contact", "criteria", "payload", "status", "type", "url"}
    assert {each["name"]: each["definition"] for each in stated["operation"]} == {
        "status": f"{guide}/OperationDefinition/backport-subscription-status",
        "events": f"{guide}/OperationDefinition/backport-subscription-events",
    }
    told = {each["url"] for each in stated["extension"]}
    assert told == {f"{guide}/StructureDefinition/capabilitystatement-subscriptiontopic-canonical"}
    assert {each["valueCanonical"] for each in stated["extension"]} == set(TOPICS)
    assert (stated["conditionalCreate"], stated["conditionalUpdate"]) == (False, False)


def test_it_is_valid_fhir() -> None:
    CapabilityStatement.model_validate(STATEMENT)


def test_it_holds_nothing_empty() -> None:
    assert "[]" not in json.dumps(STATEMENT)
    assert "{}" not in json.dumps(STATEMENT)


def test_it_is_the_same_each_time() -> None:
    assert capability_statement(BASE, "0.1.0", "2026-11-21") == STATEMENT


def test_it_is_fhir_r4_in_json() -> None:
    assert STATEMENT["fhirVersion"] == "4.0.1"
    assert STATEMENT["format"] == ["application/fhir+json", "json"]
    assert STATEMENT["implementation"]["url"] == f"{BASE}/fhir"


def test_smart_clients_find_the_endpoints() -> None:
    security = REST["security"]
    (uris,) = security["extension"]
    assert uris["url"] == "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
    assert {entry["url"]: entry["valueUri"] for entry in uris["extension"]} == {
        name: f"{BASE}/oauth/{name}" for name in ("authorize", "token", "revoke", "introspect")
    }
    assert security["service"][0]["coding"][0]["code"] == "SMART-on-FHIR"


def test_every_type_of_the_service_is_there_once() -> None:
    assert [resource["type"] for resource in REST["resource"]] == list(TYPES)


@pytest.mark.parametrize("type", sorted(SERVED))
def test_every_parameter_of_the_table_is_there(type: str) -> None:
    stated = {entry["name"]: entry for entry in RESOURCES[type]["searchParam"]}
    assert stated.keys() == COMMON.keys() | PARAMETERS[type].keys()
    defined = {name for name, entry in stated.items() if "definition" in entry}
    assert all(stated[name]["definition"].startswith("http://hl7.org/fhir/") for name in defined)
    assert stated.keys() - defined == ({"careUnit", "careGiver"} if type == "CarePlan" else set())
    assert all("documentation" in stated[name] for name in stated.keys() - defined)


def test_definitions_are_the_official_addresses() -> None:
    stated = {entry["name"]: entry.get("definition") for entry in RESOURCES["CarePlan"]["searchParam"]}
    assert stated["_id"] == "http://hl7.org/fhir/SearchParameter/Resource-id"
    assert stated["patient"] == "http://hl7.org/fhir/SearchParameter/clinical-patient"
    assert stated["care-team"] == "http://hl7.org/fhir/SearchParameter/CarePlan-care-team"


def test_the_patient_of_a_provenance_is_a_reference_that_is_explained() -> None:
    (patient,) = (entry for entry in RESOURCES["Provenance"]["searchParam"] if entry["name"] == "patient")
    assert patient["type"] == "reference"
    assert "Provenance.target" in patient["documentation"]


def test_if_match_is_announced_where_it_is_required() -> None:
    required = {name for name, resource in RESOURCES.items() if resource["versioning"] == "versioned-update"}
    assert required == {"CarePlan", "CareTeam", "Goal", "Task", "Appointment", "Consent"}


def test_includes_go_both_ways() -> None:
    plan = RESOURCES["CarePlan"]
    assert {"CarePlan:goal", "CarePlan:care-team"} <= set(plan["searchInclude"])
    assert {"Provenance:target", "Task:focus"} <= set(plan["searchRevInclude"])


def test_everything_about_a_patient_is_an_operation() -> None:
    assert [each["name"] for each in RESOURCES["Patient"]["operation"]] == [
        "validate",
        "everything",
        "export",
    ]


def test_a_plan_has_operations_of_its_own_and_other_types_are_only_judged() -> None:
    named = {type: [each["name"] for each in RESOURCES[type].get("operation", [])] for type in RESOURCES}
    assert named["CarePlan"] == ["validate", "everything", "document", "changes"]
    assert named["AuditEvent"] == []
    assert named["Subscription"] == ["status", "events"]
    assert named["Group"] == ["validate", "export"]
    assert all(named[type] == ["validate"] for type in SERVED if type not in ("Patient", "CarePlan", "Group"))


def test_profiles_are_named_where_there_are_any() -> None:
    named = {
        type: resource["supportedProfile"]
        for type, resource in RESOURCES.items()
        if "supportedProfile" in resource
    }
    ours = {"Patient", "CarePlan", "CareTeam", "Goal", "Task", "Appointment", "Consent"}
    assert named.keys() == {*ours, "Subscription"}
    assert all(
        url.startswith("https://patientkontrakt.example/fhir/StructureDefinition/pk-")
        for url in named["Consent"]
    )


def test_only_what_is_served_is_stated() -> None:
    read_only = {"care": ("read",), "reference": ("read",), "log": ("read",)}
    statement = capability_statement(BASE, "0.1.0", "2026-11-21", read_only, (), {})
    CapabilityStatement.model_validate(statement)
    for resource in statement["rest"][0]["resource"]:
        assert codes(resource) == ["read"]
        assert "searchParam" not in resource
        assert not resource["readHistory"]


def codes(resource: dict[str, Any]) -> list[str]:
    return [interaction["code"] for interaction in resource["interaction"]]
