"""What arrives instead of a resource, each with the place that its refusal must name; data only, but for `refused`."""

import json
from typing import Any

from tests.api.fhir.house import Body
from tests.records.region import goal, plan

PLAN = plan("gunnel")
TEXT = json.dumps(PLAN)


def with_title(raw: str) -> str:
    """The plan's text with `raw` where the title was: as it stands, quotes and all."""
    return TEXT.replace('"Rehabplan"', raw)


# What arrives instead of a resource → a word of the place that the answer must name.
TEXTS: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "tomt"),
    "blanks": (" " * 1000, "tomt"),
    "truncated": (TEXT[: len(TEXT) // 2], "rad 1"),
    "truncated in a string": (TEXT[:30], "rad 1"),
    "trailing comma": (TEXT[:-1] + ",}", "rad 1"),
    "text after": (TEXT + "{}", "rad 1"),
    "no object": ("[1]", "objekt"),
    "a string": ('"x"', "objekt"),
    "S-130 NUL escaped": (with_title(r'"a\u0000b"'), "rad 1"),
    "S-130 NUL raw": (with_title('"a\0b"'), "rad 1"),
    "S-130 lone surrogate": (with_title(r'"\ud800"'), "rad 1"),
    "S-130 surrogates reversed": (with_title(r'"\udc00\ud800"'), "rad 1"),
    "S-130 latin-1": (with_title('"Gå"').encode("latin-1"), "rad 1"),
    "S-130 UTF-16": (TEXT.encode("utf-16"), "UTF-8"),
    "S-130 UTF-32": (TEXT.encode("utf-32"), ""),
    "S-130 overlong": (with_title('"?"').encode().replace(b"?", b"\xc0\x80"), "UTF-8"),
    "BOM": ("\ufeff" + TEXT, "BOM"),
    "S-131 depth 200": ("[" * 200 + "]" * 200, "64"),
    "S-131 depth 5,000 of objects": ('{"a":' * 5_000 + "1" + "}" * 5_000, "64"),
    "S-131 depth 100,000": ("[" * 100_000, "64"),
    "S-131 depth of extensions": (with_title('"x","extension":' + '[{"extension":' * 40 + "1" + "}]" * 40), "64"),
    "S-132 duplicate key": (TEXT[:-1] + ',"title":"två"}', "CarePlan.title"),
    "S-132 duplicate key, escaped": (TEXT[:-1] + r',"titl\u0065":"två"}', "CarePlan.title"),
    "S-132 NaN": (with_title("NaN"), "rad 1"),
    "S-132 Infinity": (with_title("-Infinity"), "rad 1"),
    "S-132 leading zero": (with_title("01"), "rad 1"),
    "S-132 400 digits": (with_title("1" * 400), "rad 1"),
    "S-132 5,000 digits": (with_title("1" * 5_000), "rad 1"),
    "S-132 exponent": (with_title("1e999999"), "rad 1"),
    "S-132 hexadecimal": (with_title("0x10"), "rad 1"),
    "null": (with_title("null"), "CarePlan.title"),
    "another type": (json.dumps(goal("gunnel")), "resourceType"),
    "no type": ("{}", "resourceType"),
    "type no string": ('{"resourceType":["CarePlan"]}', "resourceType"),
}  # fmt: skip

# Members put into the plan → the expression that the answer must name.
MEMBERS: dict[str, tuple[Body, str]] = {
    "S-123 title a number": ({"title": 7}, "CarePlan.title"),
    "S-123 title an object": ({"title": {"a": 1}}, "CarePlan.title"),
    "S-123 title a list": ({"title": ["x"]}, "CarePlan.title"),
    "S-123 subject a string": ({"subject": "Patient/gunnel"}, "CarePlan.subject"),
    "S-123 subject a list": ({"subject": [{"reference": "Patient/gunnel"}]}, "CarePlan.subject"),
    "S-123 category an object": ({"category": {"text": "x"}}, "CarePlan.category"),
    "S-123 goal a number": ({"goal": 1}, "CarePlan.goal"),
    "S-123 goal of strings": ({"goal": ["Goal/x"]}, "CarePlan.goal"),
    "S-123 reference a number": ({"goal": [{"reference": 5}]}, "CarePlan.goal[0].reference"),
    "S-123 meta a string": ({"meta": "x"}, "CarePlan.meta"),
    "S-123 meta.tag a string": ({"meta": {"tag": "x"}}, "CarePlan.meta.tag"),
    "S-123 meta.tag of strings": ({"meta": {"tag": ["x"]}}, "CarePlan.meta.tag"),
    "S-123 id a number": ({"id": 7}, "CarePlan.id"),
    "S-123 extension a string": ({"extension": "x"}, "CarePlan.extension"),
    "S-123 text a string": ({"text": "x"}, "CarePlan.text"),
    "S-123 period a string": ({"period": "2026"}, "CarePlan.period"),
    "S-123 activity a list of lists": ({"activity": [[]]}, "CarePlan.activity"),
    "S-123 contained a string": ({"contained": ["x"]}, "CarePlan.contained"),
    "S-123 true": ({"status": True}, "CarePlan.status"),
    "S-124 no subject": ({"subject": None}, "CarePlan.subject"),
    "S-124 no status": ({"status": None}, "CarePlan.status"),
    "S-124 an unknown element": ({"_nosuch": {"id": "x"}}, "CarePlan"),
    "S-124 a prototype": ({"__proto__": {"x": 1}}, "CarePlan"),
    "S-125 an unknown code": ({"status": "ongoing"}, "CarePlan.status"),
    "S-125 a code in capitals": ({"status": "ACTIVE"}, "CarePlan.status"),
    "S-125 a code with a blank": ({"status": "active "}, "CarePlan.status"),
    "an empty object": ({"period": {}}, "CarePlan.period"),
    "an empty list": ({"goal": []}, "CarePlan.goal"),
    "an empty string": ({"title": ""}, "CarePlan.title"),
    "S-127 a period reversed": ({"period": {"start": "2026-02-02", "end": "2026-01-01"}}, "CarePlan.period"),
    "S-128 a reference to nowhere": ({"goal": [{"reference": "Goal/nosuchnosuch"}]}, "CarePlan.goal[0].reference"),
    "S-128 a reference abroad": ({"goal": [{"reference": "https://x.example/Goal/1"}]}, "CarePlan.goal[0].reference"),
    "S-128 a script": ({"goal": [{"reference": "javascript:alert(1)"}]}, "CarePlan.goal[0].reference"),
    "S-128 a path upwards": ({"goal": [{"reference": "../Goal/1"}]}, "CarePlan.goal[0].reference"),
    "S-128 the wrong type": ({"goal": [{"reference": "Patient/gunnel"}]}, "CarePlan.goal[0].reference"),
    "S-128 a blank in it": ({"goal": [{"reference": "Goal/a b"}]}, "CarePlan.goal[0].reference"),
    "S-128 an orphan": ({"goal": [{"reference": "#nosuch"}]}, "CarePlan.goal[0].reference"),
    "S-128 a urn": ({"goal": [{"reference": "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"}]},
                    "CarePlan.goal[0].reference"),
    "S-129 an unknown modifier": ({"modifierExtension": [{"url": "http://x.example/y", "valueBoolean": True}]},
                                  "CarePlan.modifierExtension"),
    "S-129 an extension without url": ({"extension": [{"valueBoolean": True}]}, "CarePlan.extension[0]"),
    "S-129 an extension with two values": (
        {"extension": [{"url": "http://x.example/y", "valueBoolean": True, "valueString": "x"}]},
        "CarePlan.extension[0]"),
    "S-129 a nested contained": (
        {"contained": [{"resourceType": "Goal", "id": "a", "contained": [goal("gunnel")]}]}, "CarePlan.contained[0]"),
    "active content": ({"text": {"status": "generated",
                                 "div": "<div xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div>"}},
                       "CarePlan.text.div"),
}  # fmt: skip

DATES = [
    "2026-13-01", "2026-00-01", "2026-02-30", "2026-1-1", "26-01-01", "0000-01-01", "99999-01-01", "2026-01-01T10:00",
    "2026-01-01T10:00:00", "2026-01-01T24:00:00Z", "2026-01-01T10:61:00Z", "2026-01-01T10:00:00+25:00",
    "2026-01-01 10:00:00Z", "2026-W01", "20260101", "tomorrow", " 2026", "2026-01-01T", "2026-01-01T10:00:00.Z", "-2026",
]  # fmt: skip

SHAPES: list[Any] = [
    7,
    "x",
    True,
    [],
    {},
    [7],
    ["x"],
    [[]],
    [{}],
    {"reference": 7},
    [{"reference": {}}],
    [{"actor": 7}],
    "Goal/x",
]


def refused(response: Any, place: str) -> None:
    """4xx, an OperationOutcome, and the place in it."""
    assert 400 <= response.status_code < 500, response.text
    assert response.json["resourceType"] == "OperationOutcome"
    assert place in response.text
