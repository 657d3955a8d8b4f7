"""Bad input: always 4xx with an OperationOutcome that says where, never 5xx, and the database as it was (security.md §3.7)."""

import json
from typing import Any

import pytest

from tests.api.fhir.house import Body, Caller, House
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


def refused(response: Any, place: str) -> None:
    """4xx, an OperationOutcome, and the place in it."""
    assert 400 <= response.status_code < 500, response.text
    assert response.json["resourceType"] == "OperationOutcome"
    assert place in response.text


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_is_no_resource_is_refused_with_its_place(name: str, house: House, maria: Caller) -> None:
    text, place = TEXTS[name]
    before = house.versions()
    refused(maria.post("/CarePlan", text), place)
    assert house.versions() == before


@pytest.mark.parametrize("name", MEMBERS)
def test_a_resource_that_breaks_a_rule_is_refused_with_its_place(
    name: str, house: House, maria: Caller
) -> None:
    members, place = MEMBERS[name]
    body = {key: value for key, value in (PLAN | members).items() if value is not None}
    before = house.versions()
    response = maria.post("/CarePlan", body)
    refused(response, place)
    expressions = [each for issue in response.json["issue"] for each in issue.get("expression", [])]
    assert any(each.startswith(place) for each in expressions), response.text
    assert house.versions() == before


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


@pytest.mark.parametrize(
    ("type", "element"),
    [
        ("Goal", "subject"),
        ("Task", "for"),
        ("Appointment", "participant"),
        ("AppointmentResponse", "appointment"),
        ("Provenance", "target"),
        ("Consent", "patient"),
        ("Communication", "subject"),
        ("Binary", "securityContext"),
        ("Organization", "partOf"),
        ("CarePlan", "category"),
        ("CarePlan", "meta"),
        ("CarePlan", "extension"),
        ("Task", "code"),
    ],
)
def test_s_123_what_the_house_itself_looks_at_may_have_any_shape(
    type: str, element: str, house: House, maria: Caller
) -> None:
    """Alone and in a transaction, where whose a resource is is asked before the rest is judged."""
    before = house.versions()
    for shape in SHAPES:
        body = {"resourceType": type, element: shape}
        refused(maria.post(f"/{type}", body), "")
        entry = {"resource": body, "fullUrl": "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001",
                 "request": {"method": "POST", "url": type}}  # fmt: skip
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}), "")
        put = {"resource": {**body, "id": "x"}, "request": {"method": "PUT", "url": f"{type}/x"}}
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [put]}), "")
    assert house.versions() == before


def test_s_126_bad_dates_are_refused_where_they_stand(house: House, maria: Caller) -> None:
    before = house.versions()
    for date in DATES:
        for member in ({"created": date}, {"period": {"start": date}}):
            refused(maria.post("/CarePlan", PLAN | member), f"CarePlan.{next(iter(member))}")
    assert house.versions() == before


def test_s_131_too_much_is_refused_before_it_is_read(house: House, maria: Caller) -> None:
    before = house.versions()
    large = {
        "5 MB": with_title(json.dumps("a" * 5_000_000)),
        "blanks": " " * 1_000_001,
        "50,000 keys": json.dumps(PLAN | {f"k{n}": n for n in range(80_000)}),
    }
    for name, body in large.items():
        response = maria.post("/CarePlan", body)
        assert response.status_code == 413, name
        refused(response, "1000000")
    assert maria.post("", " " * 8_000_001).status_code == 413
    assert house.versions() == before


def test_s_131_many_keys_within_the_limit_are_refused_too(house: House, maria: Caller) -> None:
    refused(maria.post("/CarePlan", PLAN | {f"k{n}": n for n in range(50_000)}), "CarePlan")


def test_s_135_a_bundle_of_nonsense_is_refused_whole(house: House, maria: Caller) -> None:
    entry = {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}}
    before = house.versions()
    url = "urn:uuid:0c1d7f6e-0000-4000-8000-000000000001"
    bundles: list[list[Any]] = [
        [entry] * 501,
        [entry, {"resource": goal("gunnel")}],
        [entry, "x"],
        [entry, {**entry, "fullUrl": url}, {**entry, "fullUrl": url}],
        [entry, {**entry, "request": {"method": "POST", "url": "CarePlan"}}],
        [entry, {**entry, "request": {"method": "TRACE", "url": "Goal"}}],
        [entry, {**entry, "request": {"method": "POST", "url": "Nosuch"}}],
        [entry, {**entry, "resource": {**goal("gunnel"), "lifecycleStatus": "nej"}}],
    ]
    for entries in bundles:
        refused(maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries}), "Bundle")
    for kind in ("batch", "collection", "history", 7, None):
        refused(maria.post("", {"resourceType": "Bundle", "type": kind, "entry": [entry]}), "Bundle")
    assert house.versions() == before


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/fhir+xml", None),
        ("application/xml", None),
        ("text/xml", None),
        ("text/plain", None),
        ("", None),
        ("multipart/form-data; boundary=x", None),
        ("application/x-www-form-urlencoded", None),
        ("application/json-patch+json", None),
        ("application/fhir+json; charset=latin-1", None),
        ("application/fhir+json; charset=utf-16", None),
        ("application/fhir+json; fhirVersion=5.0", None),
        ("application/fhir+json", "gzip"),
    ],
)
def test_s_112_s_136_only_plain_json_is_read(
    content_type: str, encoding: str | None, house: House, maria: Caller
) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><CarePlan>&a;</CarePlan>'
    headers = {"Content-Encoding": encoding} if encoding else {}
    response = maria.send("POST", "/CarePlan", bomb, headers, content_type=content_type)
    assert response.status_code == 415
    refused(response, "json")


QUERIES = [
    "' OR 1=1--", ");SELECT pg_sleep(5)--", "%25", "_", "a\x00b", "\\", "\\,", "||", "|", "a|b|c", ",", ",,", "$", "(" * 500,
    "a" * 990 + "!", "<" * 900, "\u202eabc", "ge", "ap2026", "eq", "2026-13", "1e999999", "NaN", "Patient/", "/", "//x",
    "https://", "\x7f", "9" * 800, "-1", "1.5",
]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "_id", "_lastUpdated", "_sort", "_count", "_elements", "_summary", "_total", "_include", "_revinclude", "_tag",
        "status", "category", "date", "patient", "subject", "identifier", "goal", "instantiates-uri", "_page", "nosuch",
        "status:not", "date:missing", "identifier:of-type", "_format",
    ],
)  # fmt: skip
def test_s_113_no_parameter_value_is_more_than_a_value(name: str, house: House, maria: Caller) -> None:
    house.given(plan("birger", title="Birgers plan"), "rydhalsan-vc")
    for value in QUERIES:
        response = maria.search("CarePlan", {name: value})
        assert response.status_code in (200, 400, 406), (value, response.text)
        assert "Birgers plan" not in response.text


def test_a_query_that_is_no_utf_8_is_refused(house: House, maria: Caller) -> None:
    for query in ("status=%ff", "status=%C3%28", "%ff=1", "&".join(f"a{n}=1" for n in range(300))):
        refused(maria.get(f"/CarePlan?{query}"), "UTF-8")
    assert maria.search("CarePlan", {"_id": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    "id", ["a%00b", "a b", "å", "x" * 65, "a;b", "..%2f..%2foauth", "%2e%2e", "*", "a|b"]
)
def test_s_020_an_id_that_cannot_be_one_is_not_there(id: str, house: House, maria: Caller) -> None:
    for path in (f"/CarePlan/{id}", f"/CarePlan/{id}/_history", f"/CarePlan/{id}/_history/1"):
        assert maria.get(path).status_code == 404
    assert maria.put(f"/CarePlan/{id}", {**PLAN, "id": "x"}, If_Match='W/"1"').status_code in (400, 404)


@pytest.mark.parametrize("version", ["0", "01", "-1", "1.0", "x", "9" * 30, "1e3", "²"])
def test_a_version_that_cannot_be_one_is_not_there(version: str, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    assert maria.get(f"/{key}/_history/{version}").status_code == 404


def test_s_111_a_personal_number_never_stands_in_an_address(house: House, maria: Caller) -> None:
    for path in (
        "/Patient?identifier=194403129804",
        "/Patient?identifier=urn:oid:1.2.752.129.2.1.3.1|194403129804",
        "/Patient?identifier=19440312-9804",
        "/Patient?name=19440312-9804",
        "/CarePlan?patient.identifier=194403129804",
        "/Patient/194403129804",
        "/Patient/194403129804/$everything",
        "/Patient/194403129804/_history",
        "/CarePlan?19440312-9804=x",
    ):
        response = maria.get(path)
        assert response.status_code == 400, path
        assert "_search" in response.text
        assert "9804" not in response.text
    found = maria.search("Patient", {"identifier": "194403129804"})
    assert (found.status_code, len(found.json["entry"])) == (200, 1)
    assert "identifier=[dold]" in found.text
