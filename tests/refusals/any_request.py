"""Requests by chance, out of the document at /fhir/openapi.json: right, nearly right, and hostile."""

import re
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from patientkontrakt.fhir.openapi import openapi
from patientkontrakt.fhir.search.parameters import parameter_of
from tests.api.fhir.house import BASE
from tests.refusals import any_body

DOCUMENT = openapi(BASE, "0.1.0", "2026-11-22")
OPERATIONS = [
    (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
OF_SYSTEM = [each for each in OPERATIONS if each[1] in ("/", "/_search", "/_history")]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
IDS = (
    "gunnel",
    "birger",
    "maria",
    "linden",
    "x",
    "x" * 65,
    "å",
    "\0",
    "..",
    "_history",
    "$everything",
    "194403129804",
)
MODIFIERS = (":missing", ":not", ":exact", ":contains", ":text", ":in", ":below", ":of-type", ":identifier", ":Patient",
             ":iterate", ":nosuch", ".name", ".patient.family", ":")  # fmt: skip
NAMES = (
    "_has:Goal:patient:lifecycle-status",
    "_has:x",
    "nosuch",
    "_sort",
    "_filter",
    "_text",
    "_content",
    "",
    "\0",
)
VALUES = (
    "", "x", "gunnel", "Patient/gunnel", "active", "true", "2026", "2026-02-30", "ge2026-11-22", "sa2026-10-25T02:30:00",
    "5.4|http://unitsofmeasure.org|mmol", "|", "a|b|c", "a|b", "\\", "\\,", ",", "a,b", "$", "a$b", "%", "_", "' OR 1=1--",
    "(((", "é", "\0", "😀", "Goal:subject", "CarePlan:goal", "Task:focus:CarePlan", "*", "-date", "date,-status", "count",
    "0", "-1", "999999999999", "194403129804", "a" * 900, "https://host.example/fhir/Patient/gunnel", "W/",
)  # fmt: skip
HEADERS = {
    "If-Match": ('W/"1"', 'W/"2"', '"1"', "*", 'W/"0"', "garbage", 'W/"1", W/"2"', ""),
    "If-None-Match": ('W/"1"', "*", "garbage", ""),
    "If-None-Exist": ("identifier=a|b", "patient=gunnel", "", "_id=x", "nosuch=1", "status:not=active", "identifier=å"),
    "If-Modified-Since": ("Sun, 22 Nov 2026 09:00:00 GMT", "x"),
    "Prefer": ("return=minimal", "return=OperationOutcome", "handling=strict", "handling=lenient,return=x", "respond-async"),
    "Accept": ("application/fhir+json", "application/json;q=0.5", "application/json", "application/fhir+xml", "*/*", ";;"),
    "Accept-Language": ("en", "sv", "de", "en;q=x", "*"),
    "Content-Encoding": ("gzip", "identity", "br"),
    "X-HTTP-Method-Override": ("DELETE",),
    "Range": ("bytes=0-1",),
}  # fmt: skip
CONTENT_TYPES = ("application/fhir+json", "application/json", "application/json-patch+json", "application/fhir+xml", "",
                 "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x",
                 "application/fhir+json; charset=latin-1", "application/fhir+json; fhirVersion=5.0")  # fmt: skip
# a good value of each kind of parameter, and nearly good ones
GOOD = {
    "token": ("active", "a|b", "|x", "http://snomed.info/sct|734163000", "true", "male,female"),
    "reference": ("Patient/gunnel", "gunnel", "x,y", "Goal/x", "https://host.example/fhir/Patient/gunnel"),
    "date": (
        "2026",
        "ge2026-11-22",
        "sa2026-10-25T02:30:00",
        "ap2026-03-29,2025",
        "ne2026-11-22T10:00:00.123+01:00",
    ),
    "string": ("andersson", "å", "a,b", "x\\,y"),
    "uri": ("http://example.org/a", "urn:oid:1.2.3"),
    "quantity": ("5.4", "gt5.40|http://unitsofmeasure.org|mmol", "le1e2||kg"),
    "special": ("Patient/gunnel", "gunnel"),
}
WHO = ("maria", "maria", "maria", "maria", "maria", "petra", "gunnel", "birger", "demo-feed", "nobody")


@dataclass(frozen=True)
class AnyRequest:
    """One request. `path` is below /fhir, with its query, percent-encoded."""

    who: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str | None = None


def any_request(seed: int, known: dict[str, str]) -> AnyRequest:
    """The request of this seed; `known` has an id of each type that has one in the house."""
    chance = Random(seed)
    method, path, operation = chance.choice(_some(chance, known))
    place, pairs = _place(chance, path, known), _pairs(chance, operation)
    body, content_type = _body(chance, operation, path, known)
    if body is not None and chance.random() < 0.35:
        return AnyRequest("maria", method, place, _careful(chance, operation), body, content_type)
    if chance.random() < 0.06:
        method = chance.choice(METHODS)
    if content_type is not None and chance.random() < 0.08:
        content_type = chance.choice(CONTENT_TYPES)
    query = f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
    return AnyRequest(
        chance.choice(WHO), method, place + query, _headers(chance, operation), body, content_type
    )


def _place(chance: Random, path: str, known: dict[str, str]) -> str:
    types = [part for part in path.split("/") if part in known]
    here = known[types[0]] if types and chance.random() < 0.7 else chance.choice(IDS)
    version = chance.choice(["1", "1", "2", "0", "x", "9" * 30])
    filled = path.replace("{id}", quote(here, safe="")).replace("{version}", version)
    return "" if filled == "/" else filled


@cache
def _operations(types: frozenset[str]) -> list[Any]:
    return [each for each in OPERATIONS if each[1].split("/")[1] in types]


def _some(chance: Random, known: dict[str, str]) -> list[Any]:
    """All operations; those of no type, which are few; or of the types that the house has something of."""
    which = chance.random()
    return OPERATIONS if which < 0.5 else OF_SYSTEM if which < 0.65 else _operations(frozenset(known))


def _pairs(chance: Random, operation: dict[str, Any]) -> list[tuple[str, str]]:
    """Some of the operation's parameters, some with what does not belong to them."""
    names = [each["$ref"].rsplit("/", 1)[1] for each in operation["parameters"]]
    names = [name for name in names if not re.match(r"If-|Prefer|id$|version$", name)]
    pairs = []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        name = chance.choice(names) if names and chance.random() < 0.95 else chance.choice(NAMES)
        value = _value(chance, name)
        if "." in name:
            name = name.partition(".")[2]
        if chance.random() < 0.12:
            name += chance.choice(MODIFIERS)
        pairs.append((name, value))
    return pairs


def _value(chance: Random, component: str) -> str:
    """Mostly one that the parameter of the document could have."""
    schema = DOCUMENT["components"]["parameters"].get(component, {}).get("schema", {})
    type, _, name = component.rpartition(".")
    parameter = parameter_of(type or "Goal", name)
    if chance.random() < 0.15:
        return chance.choice(VALUES)
    if "enum" in schema:
        return str(chance.choice(schema["enum"]))
    if parameter is not None:
        return chance.choice(GOOD.get(parameter.kind, VALUES))
    examples = schema.get("items", {}).get("examples")
    return chance.choice(examples or ["1", "2026-11-22", "id,status", "Goal,CarePlan", *VALUES])


def _headers(chance: Random, operation: dict[str, Any]) -> dict[str, str]:
    """Those that belong there, often; others now and then."""
    taken = {each["$ref"].rsplit("/", 1)[1] for each in operation["parameters"]}
    given = [name for name in HEADERS if chance.random() < (0.4 if name in taken else 0.02)]
    return {name: chance.choice(HEADERS[name]).encode("utf-8").decode("latin-1") for name in given}


def _careful(chance: Random, operation: dict[str, Any]) -> dict[str, str]:
    """The headers of somebody who knows what she writes over."""
    needs = any(each["$ref"].endswith("/If-Match") for each in operation["parameters"])
    return {"If-Match": f'W/"{chance.randint(1, 4)}"'} if needs else {}


def _body(
    chance: Random, operation: dict[str, Any], path: str, known: dict[str, str]
) -> tuple[bytes | None, str | None]:
    content = operation.get("requestBody", {}).get("content")
    if content is None:
        return (b"{}", "application/json") if chance.random() < 0.03 else (None, None)
    content_type = chance.choice([*content])
    if content_type == "application/x-www-form-urlencoded":
        return urlencode([*_pairs(chance, operation), (chance.choice(NAMES), "x")]).encode(), content_type
    if content_type == "application/json-patch+json":
        return any_body.encoded(chance, any_body.json_patch(chance)), content_type
    schema = content[content_type]["schema"]
    name = chance.choice(schema.get("anyOf", [schema]))["$ref"].rsplit("/", 1)[1]
    if name == "Bundle":
        return any_body.encoded(chance, any_body.bundle(chance, _urls(chance, known))), content_type
    if name == "Parameters":
        return any_body.encoded(chance, any_body.parameters(chance)), content_type
    return any_body.encoded(chance, any_body.resource(chance, name)), content_type


def _urls(chance: Random, known: dict[str, str]) -> list[tuple[str, str]]:
    """What the entries of a Bundle ask."""
    urls = []
    for _ in range(chance.randint(0, 4)):
        method, path, operation = chance.choice(OPERATIONS)
        pairs = _pairs(chance, operation) if chance.random() < 0.4 else []
        query = f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
        urls.append((method, _place(chance, path, known).lstrip("/") + query))
    return urls
