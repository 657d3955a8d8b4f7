"""/fhir/openapi.json is valid OpenAPI 3.1 and true: every address that serves something is in it, and no other."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from jsonschema_rs import ValidationError, validator_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from patientkontrakt.api.fhir import refusals
from patientkontrakt.api.fhir.routes import ROUTES
from patientkontrakt.fhir.openapi import openapi
from patientkontrakt.fhir.profiles import library
from patientkontrakt.fhir.types import TYPES
from tests.api.fhir.house import BASE, Caller, House
from tests.fhir import samples

DOCUMENT = openapi(BASE, "0.1.0", "2026-11-22")
OPEN = {"/metadata", "/openapi.json", "/package.tgz", "/.well-known/smart-configuration"}
# asked one by one: a type of each kind, and the two with operations; the others have the same routes
ALIKE = TYPES.keys() - {"Patient", "CarePlan", "Goal", "Organization", "AuditEvent"}
SAMPLES = {"id": "x", "version": "1", "job": "x", "file": "Goal.1.ndjson"}
Operation = tuple[str, str]


def described() -> set[Operation]:
    """Every method and path of the document."""
    return {(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item}


def address(path: str) -> str:
    """A path of the document with something in each of its places."""
    return "/fhir" + re.sub(r"\{(\w+)\}", lambda found: SAMPLES[found[1]], path)


def served(adapter: MapAdapter) -> Iterator[Operation]:
    """Every method and path there is below the base, type by type, but for those that only refuse."""
    for route, views in ROUTES.items():
        if "$<operation>" in route:
            continue  # `test_the_operations_are_those_that_the_statement_names` is about these
        for type in refusals.SERVED if "type>" in route else [""]:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", re.sub(r"<(?:type_name:)?type>", type, route)) or "/"
            if endpoint(adapter, "GET", path) == f"fhir.{route.replace('.', '_') or '/'}":
                yield from ((method, path) for method in views)


def endpoint(adapter: MapAdapter, method: str, path: str) -> str | None:
    """Which route answers at a path of the document; none of an unknown address."""
    try:
        return str(adapter.match(address(path).rstrip("/") or "/fhir", method=method)[0])
    except HTTPException:
        return None


def test_a_fault_in_the_document_would_be_found() -> None:
    """The validator is awake: it holds the document against the schema of OpenAPI 3.1 itself."""
    parts = DOCUMENT["components"]
    small = DOCUMENT | {
        "paths": {"/Goal": DOCUMENT["paths"]["/Goal"]},
        "components": {
            "parameters": {"Goal.identifier": parts["parameters"]["Goal.identifier"]},
            "securitySchemes": parts["securitySchemes"],
        },
    }
    schemathesis.openapi.from_dict(deepcopy(small)).validate()
    for spoil in (
        lambda it: it["paths"]["/Goal"]["get"]["responses"]["200"].pop("description"),
        lambda it: it["components"]["parameters"]["Goal.identifier"].update({"in": "quory"}),
        lambda it: it.pop("info"),
        lambda it: it["components"]["securitySchemes"]["bearer"].update(type="token"),
    ):
        broken = deepcopy(small)
        spoil(broken)
        with pytest.raises(ValidationError):
            schemathesis.openapi.from_dict(broken).validate()


def test_it_is_valid_openapi_and_every_reference_in_it_leads_somewhere() -> None:
    schemathesis.openapi.from_dict(deepcopy(DOCUMENT)).validate()
    pointers = set(references(DOCUMENT))
    assert len(pointers) > 500
    for pointer in pointers:
        found: Any = DOCUMENT
        for step in pointer.removeprefix("#/").split("/"):
            found = found[step]


def test_every_operation_has_a_name_of_its_own_and_a_summary() -> None:
    operations = [operation for item in DOCUMENT["paths"].values() for operation in item.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation["tags"] for operation in operations)


def test_every_route_under_fhir_is_described_and_nothing_else(house: House) -> None:
    adapter = house.app.url_map.bind("")
    assert described() - {("GET", path) for path in OPEN} == set(expected(adapter))
    for method, path in described():
        assert endpoint(adapter, method, path) is not None, (method, path)
    rules = {rule.rule for rule in house.app.url_map.iter_rules() if re.match(r"/fhir(/|$)", rule.rule)}
    assert rules == {f"/fhir{path}" for path in (*ROUTES, *OPEN)}


def expected(adapter: MapAdapter) -> Iterator[Operation]:
    """What is served, but for what the types themselves have no place for."""
    for method, path in served(adapter):
        parts = path.split("/")
        if parts[:3] == ["", "Patient", "{id}"] and parts[-1] == "_search":
            parts.pop()
        compartment = parts[3] if parts[:3] == ["", "Patient", "{id}"] and len(parts) == 4 else ""
        if compartment in TYPES and not has_patient(compartment):
            continue
        yield method, path


def has_patient(type: str) -> bool:
    stated = DOCUMENT["components"]["parameters"]
    return f"{type}.patient" in stated


def test_what_is_described_is_served_and_what_is_not_is_refused(house: House, maria: Caller) -> None:
    """By asking each: 404 `not-supported` and 405 are what an address says that is not there."""
    for path, item in DOCUMENT["paths"].items():
        if path.split("/")[-1 if path.startswith("/Patient/{id}") else 1] in ALIKE:
            continue
        below = address(path).removeprefix("/fhir")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            answer = maria.send(method, below, "" if method != "GET" else None)
            is_there = answer.status_code != 405 and "not-supported" not in codes(answer)
            is_there = is_there or answer.status_code == 415
            assert is_there == (method.lower() in item), (method, path, answer.text)


def codes(answer: Any) -> list[str]:
    if answer.status_code != 404:
        return []
    return [issue["code"] for issue in answer.json["issue"]]


def test_the_operations_are_those_that_the_statement_names(house: House, maria: Caller) -> None:
    [rest] = house.stranger().get("/metadata").json["rest"]
    stated = {
        f"{resource['type']}/${operation['name']}"
        for resource in rest["resource"]
        for operation in resource.get("operation", [])
    } | {f"/${operation['name']}" for operation in rest["operation"]}
    described = {re.sub(r"^/(\w+)/.*(\$\w+)$", r"\1/\2", path) for path in DOCUMENT["paths"] if "$" in path}
    assert described == stated
    assert maria.get("/Goal/x/$document").status_code == 404


def test_it_names_every_parameter_that_the_statement_names(house: House) -> None:
    for resource in house.stranger().get("/metadata").json["rest"][0]["resource"]:
        asked = DOCUMENT["paths"][f"/{resource['type']}"]["get"]["parameters"]
        names = {each["$ref"].rsplit("/", 1)[1].rsplit(".", 1)[-1] for each in asked}
        assert names >= {each["name"] for each in resource.get("searchParam", [])}
        assert ("_revinclude" in names) == ("searchRevInclude" in resource)


def test_what_takes_no_token_is_said_and_nothing_else_is_open(house: House) -> None:
    """By asking each without one."""
    stranger, seen = house.stranger(), 0
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            answer = stranger.send(method.upper(), address(path).removeprefix("/fhir"), "{}")
            is_said = {} in operation.get("security", [{"bearer": []}]) or operation.get("security") == []
            is_open = answer.status_code != 401 or is_ours_to_find(path, method)
            assert is_said == is_open, (method, path, answer.status_code)
            seen += is_open
    assert seen > 80


def is_ours_to_find(path: str, method: str) -> bool:
    """Where our definitions are open, an id that is none of theirs asks who is there."""
    return (
        method == "get"
        and re.fullmatch(rf"/({'|'.join(library.TYPES)})/{{id}}(/_history/{{version}})?", path) is not None
    )


def test_permissions_are_of_the_type_and_in_smarts_letters() -> None:
    stated = [
        (path, permission)
        for path, item in DOCUMENT["paths"].items()
        for operation in item.values()
        for permission in operation.get("x-smart-permissions", [])
    ]
    assert len(stated) > 400
    for path, permission in stated:
        type, _, letter = permission.partition(".")
        assert letter in tuple("crus"), permission
        assert type == "*" or type in path.split("/"), (path, permission)


@pytest.mark.parametrize(
    ("sample", "spoiled"),
    [
        (samples.plan(), {"status": "aktiv"}),
        (samples.plan(), {"titel": "Min plan"}),
        (samples.plan(), {"subject": None}),
        (samples.patient(), {"birthDate": "1944-3-12"}),
        (samples.patient(), {"name": {"family": "Andersson"}}),
    ],
)
def test_its_schemas_take_what_is_sound_and_not_what_is_spoiled(
    sample: dict[str, Any], spoiled: dict[str, Any]
) -> None:
    schema = {"$ref": f"#/components/schemas/{sample['resourceType']}", "components": DOCUMENT["components"]}
    validator = validator_for(schema)
    validator.validate(sample)
    broken = {name: value for name, value in (sample | spoiled).items() if value is not None}
    assert not validator.is_valid(broken)


def test_anybody_may_read_it_and_keep_it(house: House) -> None:
    stranger = house.stranger()
    answer = stranger.get("/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json["servers"] == [{"url": f"{BASE}/fhir"}]
    assert answer.json["paths"].keys() == DOCUMENT["paths"].keys()
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = stranger.get("/openapi.json", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert stranger.get("/openapi.json", If_Match="*").status_code == 200


def references(node: Any) -> Iterator[str]:
    """Every `$ref` below."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from references(each)
