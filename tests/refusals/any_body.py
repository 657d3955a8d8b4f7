"""Bodies by chance: resources of every type out of their shapes, some spoiled; patches, Parameters, and no JSON at all."""

import re
from random import Random
from typing import Any

from patientkontrakt.fhir.shape import ANY_RESOURCE, Element, shape
from patientkontrakt.fhir.text import Number, render
from patientkontrakt.fhir.types import TYPES
from tests.fhir import samples
from tests.fhir.test_mutations import mutate
from tests.records import region

Body = dict[str, Any]

# those of the region can be stored in it
SAMPLES = {sample()["resourceType"]: sample for sample in samples.SAMPLES} | {
    "Goal": lambda: region.goal("gunnel"),
    "CarePlan": lambda: region.plan("gunnel"),
}
REFERENCES = (
    "Patient/gunnel",
    "Patient/birger",
    "Practitioner/maria",
    "Organization/linden",
    "Goal/x",
    "urn:uuid:x",
    "#a",
    "",
)
PRIMITIVES: dict[str, tuple[Any, ...]] = {
    "boolean": (True, False, "true"),
    "integer": (0, -1, 2**31, Number("1.5")),
    "positiveInt": (1, 0, "1"),
    "unsignedInt": (0, 7, -1),
    "decimal": (Number("1.50"), 0, Number("1e-7"), "1.5"),
    "date": ("2026-11-22", "2026", "2026-02-30"),
    "dateTime": ("2026-11-22", "2026-10-25T02:30:00+02:00", "2026-11-22T10:00:00"),
    "instant": ("2026-11-22T10:00:00Z", "2026-11-22"),
    "time": ("10:00:00", "24:00:00"),
    "id": ("a", "x" * 65),
    "xhtml": ("<div xmlns='http://www.w3.org/1999/xhtml'>a</div>", "<script>a</script>"),
}  # fmt: skip
TEXTS = ("a", "Gå till torget", "", " ", "http://example.org/a", "194403129804", "\u202e", "😀", "a" * 300)
NO_JSON = (b"", b" ", b"{", b"null", b"[]", b"7", b'"x"', b"\xff\xfe{}", b'{"a":NaN}', b'{"a":1,"a":2}', b"[" * 200,
           b'{"resourceType":"Goal","x":"\\u0000"}', b"<Goal xmlns='http://hl7.org/fhir'/>")  # fmt: skip


def resource(chance: Random, type: str) -> Body:
    """One of `type`: a sound sample, one that was spoiled, or whatever its shape has room for."""
    if type in SAMPLES and chance.random() < 0.6:
        body = SAMPLES[type]()
        if chance.random() < 0.6:
            mutate(body, chance)
        return body
    return {"resourceType": type, **_members(chance, type, depth=2)}


def bundle(chance: Random, urls: list[tuple[str, str]]) -> Body:
    """Entries that ask what `urls` (method, path below the base) say."""
    entries = []
    for method, url in urls:
        request = {"method": chance.choice([method, method, method, "HEAD", "get"]), "url": url}
        if chance.random() < 0.3:
            request[chance.choice(["ifMatch", "ifNoneMatch", "ifNoneExist"])] = chance.choice(
                ['W/"1"', "*", "identifier=x|y", "patient=gunnel", "", 7]
            )
        entry: Body = {"request": request}
        if method != "GET":
            named = re.split(r"[/?]", url)[0]
            entry["resource"] = resource(chance, named if named in TYPES else "Goal")
        if chance.random() < 0.3:
            entry["fullUrl"] = chance.choice(["urn:uuid:0c1d7f6e-0000-4000-8000-000000000001", "x", 7])
        entries.append(entry)
    kind = chance.choice(["batch", "batch", "transaction", "transaction", "collection", 7])
    made: Body = {"resourceType": "Bundle", "type": kind, "entry": entries}
    if chance.random() < 0.2:
        mutate(made, chance)
    return made


def json_patch(chance: Random) -> Any:
    """Operations on places that are there, and that are not."""
    paths = (
        "/title",
        "/status",
        "/description/text",
        "/goal/-",
        "/note/0",
        "/subject",
        "/id",
        "/meta",
        "",
        "title",
        "/~2",
        7,
    )
    operation = lambda: {  # noqa: E731
        "op": chance.choice(["add", "remove", "replace", "move", "copy", "test", "nosuch"]),
        "path": chance.choice(paths),
        "from": chance.choice(paths),
        "value": chance.choice(["active", None, {"text": "a"}, [], 7]),
    }
    return [operation() for _ in range(chance.randint(0, 3))] if chance.random() < 0.9 else operation()


def parameters(chance: Random) -> Body:
    """A FHIRPath Patch, or what an operation takes."""
    names = (
        "operation",
        "type",
        "path",
        "name",
        "value",
        "index",
        "source",
        "_since",
        "_type",
        "from",
        "to",
        "resource",
    )
    values = (
        {"valueString": "Goal.description"}, {"valueCode": "replace"}, {"valueString": "x"}, {"valueInteger": 1},
        {"resource": {"resourceType": "Goal"}}, {"valueInstant": "2026"}, {}, {"valueString": 7},
    )  # fmt: skip
    part = lambda: {"name": chance.choice(names), **chance.choice(values)}  # noqa: E731
    given = [
        {**part(), "part": [part() for _ in range(3)]} if chance.random() < 0.6 else part() for _ in range(2)
    ]
    made: Body = {"resourceType": "Parameters", "parameter": given}
    if chance.random() < 0.2:
        mutate(made, chance)
    return made


def encoded(chance: Random, body: Any) -> bytes:
    """As JSON; now and then something that is none."""
    return chance.choice(NO_JSON) if chance.random() < 0.08 else render(body).encode()


def _members(chance: Random, name: str, depth: int) -> Body:
    elements = [each for each in shape(name).elements.values() if not each.name.startswith("_")]
    kept = [each for each in elements if chance.random() < (0.9 if each.required else 0.15)]
    return {each.name: _value(chance, each, depth) for each in kept}


def _value(chance: Random, element: Element, depth: int) -> Any:
    one = _one(chance, element, depth)
    return [one] if element.many != (chance.random() < 0.03) else one


def _one(chance: Random, element: Element, depth: int) -> Any:
    if element.codes and chance.random() < 0.8:
        return chance.choice(sorted(element.codes))
    if element.primitive:
        return chance.choice(PRIMITIVES.get(element.type, TEXTS))
    if element.type == "Reference":
        return {"reference": chance.choice(REFERENCES)}
    if element.type == ANY_RESOURCE:
        return {"resourceType": chance.choice([*TYPES]), "id": "a"}
    return _members(chance, element.type, depth - 1) if depth else {}
