"""PATCH over HTTP: JSON Patch and FHIRPath Patch, judged like a PUT of what comes of them (S-027, S-028, S-134, S-138, S-143)."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal, plan, relation

JSON_PATCH = "application/json-patch+json"


def patch(
    who: Caller,
    path: str,
    operations: Any,
    version: int | None = 1,
    content_type: str = JSON_PATCH,
    **more: str,
) -> TestResponse:
    headers = more if version is None else {**more, "If-Match": f'W/"{version}"'}
    return who.send("PATCH", path, json.dumps(operations), headers, content_type=content_type)


def parameters(*operations: dict[str, Any]) -> Body:
    """A FHIRPath Patch; each operation by the names of its parts."""
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "operation", "part": [_part(name, value) for name, value in each.items()]}
            for each in operations
        ],
    }


def _part(name: str, value: Any) -> Body:
    if isinstance(value, dict):
        return {"name": name, **value}
    kind = {"type": "valueCode", "path": "valueString", "name": "valueString"}.get(name, "valueInteger")
    return {"name": name, kind: value}


REPLACED = [{"op": "replace", "path": "/description/text", "value": "Ändrat"}]
SAID = {"type": "replace", "path": "Goal.description.text", "value": {"valueString": "Ändrat"}}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", {"lifecycleStatus": "completed"}),  # E1: fhirpy's merge
        ("application/merge-patch+json", {"lifecycleStatus": "completed"}),
        ("application/fhir+json", REPLACED),
        ("application/fhir+json", goal("gunnel")),
        ("application/fhir+xml", REPLACED),
        ("text/plain", REPLACED),
        ("application/json-patch+json; charset=latin-1", REPLACED),
    ],
)
def test_e1_what_is_no_patch_is_told_what_is(
    content_type: str, body: Any, house: House, maria: Caller
) -> None:
    key = house.given(goal("gunnel"))
    response = patch(maria, f"/{key}", body, content_type=content_type)
    assert response.status_code == 415
    assert response.headers["Accept-Patch"] == "application/json-patch+json, application/fhir+json"
    assert "application/json-patch+json" in response.json["issue"][0]["details"]["text"]
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "/id", "value": "another"},
        {"op": "remove", "path": "/id"},
        {"op": "replace", "path": "/meta/versionId", "value": "999"},
        {"op": "remove", "path": "/meta/lastUpdated"},
        {"op": "remove", "path": "/meta"},
        {"op": "add", "path": "/meta/security", "value": [{"code": "N"}]},
        {"op": "add", "path": "/meta/tag", "value": [{"code": "x"}]},
        {"op": "replace", "path": "/resourceType", "value": "CarePlan"},
        {"op": "move", "from": "/description", "path": "/meta"},
        {"op": "replace", "path": "/subject/reference", "value": "Patient/birger"},
        {"op": "replace", "path": "/subject", "value": {"reference": "Patient/birger"}},
        {"op": "remove", "path": "/subject"},
        {"op": "test", "path": "/description/text", "value": "Något annat"},
        {"op": "test", "path": "/nosuch", "value": 1},
        {"op": "remove", "path": "/nosuch"},
        {"op": "replace", "path": "/nosuch", "value": 1},
        {"op": "add", "path": "/nosuch", "value": 1},
        {"op": "add", "path": "/description/-", "value": 1},
        {"op": "add", "path": "/description/text/-", "value": 1},
        {"op": "add", "path": "/note/0/text", "value": "x"},
        {"op": "add", "path": "/lifecycleStatus", "value": "nosuch"},
        {"op": "copy", "from": "/nosuch", "path": "/note"},
        {"op": "move", "from": "/description", "path": "/description/text"},
        {"op": "remove", "path": "/description"},
    ],
    ids=lambda operation: f"{operation['op']} {operation['path']}",
)  # fmt: skip
def test_s_138_a_patch_that_may_not_be_is_422_and_changes_nothing(
    operation: Body, house: House, maria: Caller
) -> None:
    key = house.given(goal("gunnel"))
    response = patch(maria, f"/{key}", [*REPLACED, operation])
    assert response.status_code == 422, response.text
    assert response.json["resourceType"] == "OperationOutcome"
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


@pytest.mark.parametrize(
    "operations",
    [
        {}, "x", 7, None, [None], [{}], [{"op": "remove"}], [{"path": "/note"}], [{"op": "nosuch", "path": "/note"}],
        [{"op": "add", "path": "/note"}], [{"op": "move", "path": "/note"}], [{"op": "remove", "path": "note"}],
        [{"op": "remove", "path": 7}], [{"op": ["add"], "path": "/note", "value": 1}], [{"op": "remove", "path": "/a~2b"}],
        [{"op": "replace", "path": "", "value": goal("gunnel")}], [{"op": "remove", "path": ""}],
        [{"op": "add", "path": "/note", "value": None}], [{"op": "remove", "path": "/x" * 100}],
        [{"op": "copy", "path": "/note", "from": ""}],
    ],
    ids=str,
)  # fmt: skip
def test_s_138_what_cannot_be_read_as_a_patch_is_400(operations: Any, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    response = patch(maria, f"/{key}", operations)
    assert response.status_code == 400, response.text
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_138_a_patch_costs_no_more_than_a_resource(house: House, maria: Caller) -> None:
    key = house.given({**goal("gunnel"), "note": [{"text": "x" * 100}]})
    doubling = [{"op": "copy", "from": "/note", "path": f"/note/0/{n}"} for n in range(100)]
    nested = [{"op": "copy", "from": "/note", "path": "/note/0/a/" + "/".join("a" * n)} for n in range(1, 60)]
    told = [
        patch(maria, f"/{key}", [{"op": "test", "path": "/id", "value": key.split("/")[1]}] * 10_000),
        patch(maria, f"/{key}", doubling),
        patch(maria, f"/{key}", [{"op": "add", "path": "/note/0/a", "value": {}}, *nested]),
        patch(maria, f"/{key}", [{"op": "add", "path": "/note/-", "value": {"text": "x" * 12_000}}] * 100),
        patch(maria, f"/{key}", parameters(*[SAID] * 1_001), content_type="application/fhir+json"),
    ]
    assert [each.status_code // 100 for each in told] == [4] * 5, [each.text[:200] for each in told]
    assert [told[0].status_code, told[1].status_code, told[4].status_code] == [413] * 3
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_143_a_patch_needs_the_version_like_a_put(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for body, content_type in ((REPLACED, JSON_PATCH), (parameters(SAID), "application/fhir+json")):
        assert patch(maria, f"/{key}", body, None, content_type).status_code == 428
        assert patch(maria, f"/{key}", body, 2, content_type).status_code == 412
        assert patch(maria, f"/{key}", body, None, content_type, If_Match="*").status_code == 400
        assert patch(maria, f"/{key}", body, 1, content_type, If_None_Match="*").status_code == 400
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_021_a_patch_of_anothers_is_as_of_nobodys(house: House, petra: Caller) -> None:
    foreign = house.given(goal("gunnel"))
    for path in ("/{}", "/Goal?_id={}"):
        told = [patch(petra, path.format(id), REPLACED) for id in (foreign, "Goal/nobodyisherenobodyish")]
        if path != "/{}":
            told = [
                patch(petra, path.format(id.split("/")[1]), REPLACED) for id in (foreign, "Goal/nobodyis")
            ]
        assert [each.status_code for each in told] == [404, 404]
        assert told[0].text == told[1].text


def test_s_028_nobody_moves_a_plan_by_a_patch(house_of_its_own: House) -> None:
    house, maria = house_of_its_own, house_of_its_own.staff("maria")
    house.given(relation("birger", "linden"))
    key = house.given(plan("gunnel"))
    moved = {
        "type": "replace",
        "path": "CarePlan.subject.reference",
        "value": {"valueString": "Patient/birger"},
    }
    for body, kind in (
        ([{"op": "replace", "path": "/subject/reference", "value": "Patient/birger"}], JSON_PATCH),
        (
            [
                {"op": "test", "path": "/subject/reference", "value": "Patient/gunnel"},
                {"op": "replace", "path": "/subject", "value": {"reference": "Patient/birger"}},
            ],
            JSON_PATCH,
        ),
        (parameters(moved), "application/fhir+json"),
    ):
        assert patch(maria, f"/{key}", body, content_type=kind).status_code == 422
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_who_may_not_read_may_not_patch(house: House) -> None:
    """A test in a patch would tell what stands there, and the answer shows it all."""
    key = house.given(goal("gunnel"))
    writer = house.staff("maria", scope="user/Goal.u")
    assert patch(writer, f"/{key}", REPLACED).status_code == 403
    operation = [{"op": "test", "path": "/active", "value": True}]
    assert patch(house.system("demo-feed"), "/Patient/gunnel", operation).status_code == 403


def test_a_patient_may_not_patch_her_plan(house: House, gunnel: Caller) -> None:
    key = house.given(plan("gunnel"))
    assert (
        patch(gunnel, f"/{key}", [{"op": "replace", "path": "/status", "value": "revoked"}]).status_code
        == 403
    )


@pytest.mark.parametrize("form", ["json", "fhirpath", "plain json", "plain fhirpath"])
def test_a_patch_is_the_next_version(form: str, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    body: Any = parameters(SAID) if "fhirpath" in form else REPLACED
    content_type = {"json": JSON_PATCH, "fhirpath": "application/fhir+json"}.get(form, "application/json")
    response = patch(maria, f"/{key}", body, content_type=content_type)
    assert (response.status_code, response.json["description"]["text"]) == (200, "Ändrat")
    assert response.headers["ETag"] == 'W/"2"'
    assert response.headers["Content-Location"] == f"{FHIR}/{key}/_history/2"
    assert maria.get(f"/{key}").text == response.text
    newest, *_ = maria.get(f"/{key}/_history").json["entry"]
    assert newest["request"] == {"method": "PATCH", "url": key}


def test_prefer_says_how_much_of_a_patch_comes_back(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    minimal = patch(maria, f"/{key}", REPLACED, Prefer="return=minimal")
    assert (minimal.status_code, minimal.data, minimal.headers["ETag"]) == (200, b"", 'W/"2"')


def test_s_134_the_digits_of_what_is_not_patched_stay(house: House, maria: Caller) -> None:
    number = '{"value": 1.50, "unit": "kg"}'
    text = json.dumps(
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "x"},
            "subject": {"reference": "Patient/gunnel"},
        }
    )
    made = maria.post("/Observation", f'{text[:-1]}, "valueQuantity": {number}}}')
    path = f"/Observation/{made.json['id']}"
    for body, kind in (
        ('[{"op":"test","path":"/valueQuantity/value","value":1.5},{"op":"add","path":"/referenceRange","value":'
         '[{"low":{"value":12345678901234567890.123}}]}]', JSON_PATCH),
        (json.dumps(parameters({"type": "replace", "path": "Observation.code.text", "value": {"valueString": "y"}})),
         "application/fhir+json"),
    ):  # fmt: skip
        response = maria.send("PATCH", path, body, content_type=kind)
        assert response.status_code == 200, response.text
        assert '"value":1.50,' in response.text
        assert "12345678901234567890.123" in response.text


def test_a_conditional_patch_changes_the_one_that_matches(house: House, maria: Caller) -> None:
    identifier = {"system": "https://region.example/mal", "value": "patched"}
    made = maria.post("/Goal", goal("gunnel") | {"identifier": [identifier]})
    path = "/Goal?identifier=https://region.example/mal|patched"
    assert patch(maria, path, REPLACED, None).status_code == 428
    done = patch(maria, path, REPLACED)
    assert (done.status_code, done.json["id"], done.headers["ETag"]) == (200, made.json["id"], 'W/"2"')
    house.given(goal("gunnel")), house.given(goal("gunnel"))
    several = patch(maria, "/Goal?lifecycle-status=active", REPLACED)
    assert (several.status_code, several.json["issue"][0]["code"]) == (412, "multiple-matches")
    assert patch(maria, "/Goal", REPLACED).status_code == 400
