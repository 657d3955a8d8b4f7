"""Every address of the door: guarded, typed, with the methods it has and no others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from patientkontrakt.api.fhir.routes import ROUTES
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.types import TYPES
from tests.api.fhir.house import BASE, FHIR, Caller, House
from tests.records.region import goal

PUBLIC = {
    "/fhir/metadata",
    "/fhir/openapi.json",
    "/fhir/package.tgz",
    "/fhir/.well-known/smart-configuration",
}
VALUES = {
    "type": "Goal",
    "id": "x",
    "version": "1",
    "operation": "nosuch",
    "job": "x",
    "file": "Goal.1.ndjson",
}


def addresses(house: House) -> Iterator[tuple[str, str]]:
    """Each method of each route under /fhir, as an address below it."""
    for rule in house.app.url_map.iter_rules():
        if rule.rule == "/fhir" or rule.rule.startswith("/fhir/"):
            path = rule.rule
            for argument in rule.arguments:
                path = path.replace(
                    next(p for p in path.split("/") if f"{argument}>" in p).lstrip("$"), VALUES[argument]
                )
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, path


def test_s_121_no_route_answers_without_a_token_but_the_public_ones(house: House) -> None:
    stranger, seen = house.stranger(), set()
    for method, path in addresses(house):
        response = stranger.send(
            method, path.removeprefix("/fhir"), "{}" if method in ("POST", "PUT") else None
        )
        if path in PUBLIC:
            assert response.status_code == 200
            continue
        if method == "POST" and path.endswith("$validate"):
            assert response.json["issue"][0]["expression"] == ["resourceType"]  # judged for anybody
            continue
        seen.add((method, path))
        assert response.status_code == 401, (method, path)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert len(seen) > 50


def test_a_dead_token_is_401_everywhere(house: House) -> None:
    for token in ("x", "eyJhbGciOiJub25lIn0.e30.", house.staff("maria").token + "x"):  # type: ignore[operator]
        response = Caller(house.app, token).get("/Goal/x")
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert response.json["issue"][0]["code"] == "login"


def test_s_020_no_header_changes_the_method(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        response = maria.send("POST", f"/{key}", "{}", {name: "PUT"})
        assert response.status_code == 405
        assert maria.get(f"/{key}", **{name.replace("-", "_"): "DELETE"}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/Goal/x", {"GET", "PUT", "PATCH"}),
        ("PATCH", "/Goal/x/_history", {"GET"}),
        ("POST", "/Goal/x", {"GET", "PUT", "PATCH"}),
        ("TRACE", "/Goal/x", {"GET", "PUT", "PATCH"}),
        ("DELETE", "/Goal", {"GET", "POST", "PUT", "PATCH"}),
        ("GET", "/Goal/_search", {"POST"}),
        ("PUT", "/Goal/x/_history/1", {"GET"}),
        ("PUT", "", {"GET", "POST"}),
        ("DELETE", "/Organization/linden", {"GET", "PUT", "PATCH"}),
    ],
)
def test_a_method_that_is_not_there_is_405_with_those_that_are(
    method: str, path: str, allow: set[str], house: House, maria: Caller
) -> None:
    response = maria.send(method, path)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == allow
    if method != "HEAD":
        assert response.json["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/Goal/x", "GET, PUT, PATCH"),
        ("/Goal/x/", "GET, PUT, PATCH"),
        ("", "GET, POST"),
        ("/", "GET, POST"),
        ("/CarePlan/x/$changes", "GET, POST"),
        ("/Goal/_search", "POST"),
        *((path.removeprefix("/fhir"), "GET") for path in sorted(PUBLIC)),
    ],
)
def test_an_unknown_method_is_405_too_with_what_the_address_takes(
    path: str, allow: str, house: House, maria: Caller
) -> None:
    response = maria.send("BREW", path)
    assert (response.status_code, response.json["resourceType"]) == (405, "OperationOutcome")
    assert response.headers["Allow"] == allow
    assert f"Allowed: {allow}." in response.json["issue"][0]["diagnostics"]


def test_a_delete_is_told_what_is_done_instead_whatever_it_is_of(house: House, maria: Caller) -> None:
    for path in ("/Goal/x", "/Organization/linden", "/StructureDefinition/pk-mal"):
        told = maria.send("DELETE", path).json["issue"][0]["diagnostics"]
        assert told.startswith("Nothing is deleted here.")
        assert "registers are ended" in told


def test_a_compressed_body_is_told_that_it_is(house: House, maria: Caller) -> None:
    refused = maria.send("POST", "/Goal", "{}", {"Content-Encoding": "gzip"})
    assert refused.status_code == 415
    assert "uncompressed" in refused.json["issue"][0]["diagnostics"]


@pytest.mark.parametrize("path", ["/metadata", "/openapi.json", "/package.tgz", "/metadata/"])
def test_what_anybody_may_only_read_says_so(path: str, house: House) -> None:
    response = house.stranger().send("OPTIONS", path)
    assert (response.status_code, response.headers["Allow"]) == (204, "GET, OPTIONS")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/Nosuch", "/Nosuch/1", "/goal/x", "/AuditEvents", "/Bundle", "/metadata2"])
def test_an_unknown_type_is_404_with_those_there_are(path: str, house: House, maria: Caller) -> None:
    response = maria.get(path)
    assert response.status_code == 404
    text = response.json["issue"][0]["details"]["text"]
    assert all(name in text for name, row in TYPES.items() if row.kind != "log")


@pytest.mark.parametrize(
    "path",
    ["/$reindex", "/Patient/$purge", "/Goal/$export", "/Patient/x/$export", "/Goal/x/$evaluate", "/Goal/$evaluate",
     "/Goal/x/$everything", "/Patient/$everything"],
)  # fmt: skip
def test_s_018_an_operation_we_do_not_have_is_not_there(path: str, house: House, maria: Caller) -> None:
    for response in (maria.get(path), maria.post(path, "{}")):
        assert (response.status_code, response.json["issue"][0]["code"]) == (404, "not-supported")


@pytest.mark.parametrize(
    "path", ["/Goal/x/y/z", "//Goal", "/Goal//x", "/Goal/x/_history/1/2", "/console", "/.git/HEAD"]
)
def test_an_address_that_is_not_there_is_an_outcome_too(path: str, house: House, maria: Caller) -> None:
    response = maria.get(path)
    assert (response.status_code, response.json["resourceType"]) == (404, "OperationOutcome")


@pytest.mark.parametrize(
    "path",
    ["/debug", "/console", "/env", "/.env", "/.git/HEAD", "/.git/config", "/admin", "/wsgi.py", "/server-status",
     "/actuator/env", "/static/../wsgi.py", "/static/%2e%2e/wsgi.py", "/static/..%2fapp.py", "/static//etc/passwd",
     "/fhir/../.git/HEAD", "/fhir/%2e%2e/.env"],
)  # fmt: skip
def test_s_122_nothing_of_how_it_is_made_has_an_address(path: str, house: House) -> None:
    """Where /metrics is not: tests/api/test_metrics.py. A demo has it on its own port."""
    answer = house.app.test_client().get(path)
    assert answer.status_code in (302, 404) if path.startswith("/?") else answer.status_code in (401, 404), (
        path
    )
    for word in (
        "Traceback",
        "werkzeug",
        "Werkzeug",
        "SECRET",
        "ref: refs",
        "root:",
        "create_app",
        "debugger",
    ):
        assert word not in answer.text


def test_e5_a_slash_at_the_end_changes_nothing(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    assert maria.get(f"/{key}/").status_code == 200
    assert maria.get(f"/{key}/_history/").status_code == 200
    assert maria.get("/Goal/?patient=gunnel").status_code == 200
    assert maria.post("/Goal/", goal("gunnel")).status_code == 201
    assert maria.search("Goal", {"patient": "gunnel"}).status_code == 200
    assert house.stranger().get("/metadata/").status_code == 200


def test_metadata_is_for_everybody_and_names_this_server(house: House) -> None:
    response = house.stranger().get("/metadata")
    assert response.status_code == 200
    statement = response.json
    assert (statement["resourceType"], statement["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    assert statement["implementation"]["url"] == FHIR
    assert statement["rest"][0]["interaction"] == [
        {"code": "transaction"},
        {"code": "batch"},
        {"code": "history-system"},
        {"code": "search-system"},
    ]
    stated = {resource["type"] for resource in statement["rest"][0]["resource"]}
    assert stated == set(TYPES)
    assert house.stranger().get("/metadata?_format=xml").status_code == 406
    assert house.stranger().get("/metadata", Accept="application/json").status_code == 200


def test_what_is_stated_is_served(house: House, maria: Caller) -> None:
    """Every type can be searched by every parameter and include that /metadata lists."""
    for resource in house.stranger().get("/metadata").json["rest"][0]["resource"]:
        type = resource["type"]
        asked = [(each["name"], readable(type, each["name"])) for each in resource.get("searchParam", [])]
        asked += [("_include", each) for each in resource.get("searchInclude", [])]
        asked += [("_revinclude", each) for each in resource.get("searchRevInclude", [])]
        for first in range(0, len(asked), 39):
            form = MultiDict([*asked[first : first + 39], ("_count", "1")])
            response = maria.search(type, form)
            assert response.status_code == 200, (type, response.text)


def readable(type: str, name: str) -> str:
    """A value that the parameter can be asked for. The log wants to know of what type it is asked."""
    if (type, name) in (("AuditEvent", "agent"), ("AuditEvent", "entity")):
        return "Patient/x"
    for value in ("x", "2026", "1", "http://x.example", "x$x", "x$1", "x$2026"):
        try:
            parse_query(type, [(name, value)], strict=True)
        except Malformed:
            continue
        return value
    raise AssertionError(f"no value will do for {type}.{name}")


def test_s_164_an_error_of_ours_tells_a_reference_and_nothing_else(
    house: House, maria: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM stomach")

    monkeypatch.setattr("patientkontrakt.records.reader.read", break_down)
    response = maria.get("/Goal/x")
    assert response.status_code == 500
    assert response.json["issue"][0]["code"] == "exception"
    assert "stomach" not in response.text
    reference = response.headers["X-Request-Id"]
    assert reference in response.json["issue"][0]["details"]["text"]
    assert house.rows("SELECT outcome, reason FROM access_log WHERE request_id = :id", id=reference) == [
        ("failed", "RuntimeError")
    ]
    assert "stomach" not in caplog.text


def test_nothing_points_beyond_this_server(house: House, maria: Caller) -> None:
    made = maria.send(
        "POST", "/Goal", goal("gunnel"), {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert made.status_code == 201
    assert made.headers["Location"].startswith(f"{BASE}/fhir/Goal/")
    assert "evil" not in str(made.headers)


def test_the_manual_has_every_address_and_no_other() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "fhir.md").read_text()
    written = dict(re.findall(r"^\| `(/.*?)` \| ([A-Z ]+) \|", manual, re.MULTILINE))
    served = {
        path.replace("fhir_id:", "").replace("type_name:", "") or "/": views for path, views in ROUTES.items()
    }
    assert {path: set(methods.split()) for path, methods in written.items()} == {
        path: set(views) for path, views in served.items()
    } | {"/metadata": {"GET"}, "/openapi.json": {"GET"}, "/package.tgz": {"GET"}}
