"""FHIRPath Patch: what each operation does, where paths lead (fhirpathpy is the oracle), and what is refused."""

import copy
from typing import Any

import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.patching.fhirpath_patch import change_of
from patientkontrakt.fhir.patching.paths import parse_path
from patientkontrakt.fhir.patching.result import patched

URL = "https://patientkontrakt.example/fhir/StructureDefinition/pk-x"
PLAN: dict[str, Any] = {
    "resourceType": "CarePlan",
    "id": "a",
    "extension": [{"url": URL, "valueString": "ett"}, {"url": f"{URL}2", "valueBoolean": True}],
    "identifier": [{"system": "a", "value": "1"}, {"system": "b", "value": "2"}],
    "status": "active",
    "intent": "plan",
    "category": [{"coding": [{"system": "s", "code": "x"}, {"code": "y"}]}, {"text": "t"}],
    "subject": {"reference": "Patient/gunnel"},
    "period": {"start": "2026-01-01"},
    "note": [{"text": "ett"}, {"text": "två"}, {"text": "tre"}],
    "activity": [{"detail": {"status": "scheduled", "scheduledString": "ofta", "description": "gå"}}],
}


def part(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"name": name, **value}
    kind = {"type": "valueCode", "path": "valueString", "name": "valueString"}.get(name, "valueInteger")
    return {"name": name, kind: value}


def parameters(**parts: Any) -> dict[str, Any]:
    return {"parameter": [{"name": "operation", "part": [part(*each) for each in parts.items()]}]}


def done(**parts: Any) -> dict[str, Any]:
    """The plan with one operation made."""
    return patched(PLAN, change_of(parameters(**parts), "CarePlan"))


def texts(plan: dict[str, Any]) -> list[str]:
    return [each["text"] for each in plan.get("note", ())]


@pytest.mark.parametrize(
    "path",
    ["", "Goal.note", "note", ".note", "CarePlan.", "CarePlan..note", "CarePlan.note[", "CarePlan.note[-1]",
     "CarePlan.note.where(text)", "CarePlan.note.where(text ~ 'a')", "CarePlan.descendants()", "CarePlan.note.count()",
     "CarePlan.note | CarePlan.category", "CarePlan.note.where(text='a' or true)", "%resource", "$this", "CarePlan note",
     "CarePlan.note[0]x", "CarePlan.note.first(1)", "CarePlan." + "note." * 200, "CarePlan" + ".note" * 40,
     "CarePlan.note.where(text = '" + "a" * 600 + "')", "CarePlan.subject.resolve()", "CarePlan.note.where(text='\\x')"],
)  # fmt: skip
def test_a_path_that_is_more_than_a_place_is_refused(path: str) -> None:
    with pytest.raises(Refusal):
        done(type="delete", path=path)


@pytest.mark.parametrize(
    "parts",
    [
        {"type": "nosuch", "path": "CarePlan.note"},
        {"type": "delete"},
        {"path": "CarePlan.note[0]"},
        {"type": "delete", "path": "CarePlan.note[0]", "name": "note"},
        {"type": "delete", "path": "CarePlan"},
        {"type": "delete", "path": "CarePlan.note"},
        {"type": "replace", "path": "CarePlan.note", "value": {"valueString": "x"}},
        {"type": "replace", "path": "CarePlan.title", "value": {"valueString": "x"}},
        {"type": "replace", "path": "CarePlan", "value": {"valueString": "x"}},
        {"type": "replace", "path": "CarePlan.status"},
        {"type": "replace", "path": "CarePlan.status", "value": {}},
        {"type": "replace", "path": "CarePlan.status", "value": {"valueCode": "a", "valueString": "b"}},
        {"type": "replace", "path": "CarePlan.activity.detail.scheduled", "value": {"valueBoolean": True}},
        {"type": "add", "path": "CarePlan", "name": "status", "value": {"valueCode": "draft"}},
        {"type": "add", "path": "CarePlan", "name": "nosuch", "value": {"valueCode": "draft"}},
        {"type": "add", "path": "CarePlan", "name": "scheduled", "value": {"valueString": "x"}},
        {"type": "add", "path": "CarePlan.activity.detail", "name": "scheduled", "value": {"valueString": "x"}},
        {"type": "add", "path": "CarePlan.status", "name": "x", "value": {"valueString": "x"}},
        {"type": "add", "path": "CarePlan.note", "name": "text", "value": {"valueString": "x"}},
        {"type": "add", "path": "CarePlan", "name": "note", "value": {"part": [{"name": "nosuch", "valueString": "x"}]}},
        {"type": "add", "path": "CarePlan", "name": "note", "value": {"part": [7]}},
        {"type": "insert", "path": "CarePlan.note", "index": 4, "value": {"valueString": "x"}},
        {"type": "insert", "path": "CarePlan.note", "index": -1, "value": {"valueString": "x"}},
        {"type": "insert", "path": "CarePlan.note[0]", "index": 0, "value": {"valueString": "x"}},
        {"type": "insert", "path": "CarePlan.status", "index": 0, "value": {"valueCode": "x"}},
        {"type": "insert", "path": "CarePlan.note", "index": {"valueString": "0"}, "value": {"valueString": "x"}},
        {"type": "move", "path": "CarePlan.note", "source": 0, "destination": 3},
        {"type": "move", "path": "CarePlan.note", "source": 3, "destination": 0},
        {"type": "move", "path": "CarePlan.goal", "source": 0, "destination": 0},
        {"type": "replace", "path": "CarePlan.id", "value": {"valueId": "b"}},
        {"type": "add", "path": "CarePlan", "name": "meta", "value": {"valueMeta": {"security": [{"code": "N"}]}}},
        {"type": "delete", "path": "CarePlan.resourceType"},
    ],
    ids=lambda parts: f"{parts.get('type')} {parts.get('path')}",
)  # fmt: skip
def test_an_operation_that_cannot_be_done_changes_nothing(parts: dict[str, Any]) -> None:
    before = copy.deepcopy(PLAN)
    with pytest.raises(Refusal):
        done(**parts)
    assert before == PLAN


@pytest.mark.parametrize("body", [{}, {"parameter": {}}, {"parameter": [7]}, {"parameter": [{"name": "operation"}]},
                                  {"parameter": [{"name": "operation", "part": [{"name": ["x"]}]}]},
                                  {"parameter": [{"name": "other", "part": []}]}])  # fmt: skip
def test_parameters_without_operations_are_no_patch(body: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        change_of(body, "CarePlan")


def test_add_appends_to_a_list_and_sets_what_is_one() -> None:
    assert texts(
        done(
            type="add",
            path="CarePlan",
            name="note",
            value={"part": [{"name": "text", "valueMarkdown": "ny"}]},
        )
    ) == ["ett", "två", "tre", "ny"]
    assert done(type="add", path="CarePlan", name="title", value={"valueString": "T"})["title"] == "T"
    assert done(type="add", path="CarePlan", name="goal", value={"valueReference": {"reference": "Goal/a"}})[
        "goal"
    ] == [{"reference": "Goal/a"}]


def test_add_names_a_choice_by_its_value() -> None:
    value = {"part": [{"name": "url", "valueUri": URL}, {"name": "value", "valueBoolean": False}]}
    changed = done(type="add", path="CarePlan", name="extension", value=value)
    assert changed["extension"][-1] == {"url": URL, "valueBoolean": False}


def test_replace_may_change_the_kind_of_a_choice() -> None:
    value = {"valuePeriod": {"start": "2026-01-01"}}
    detail = done(type="replace", path="CarePlan.activity.detail.scheduled", value=value)["activity"][0][
        "detail"
    ]
    assert (detail.get("scheduledString"), detail["scheduledPeriod"]) == (None, {"start": "2026-01-01"})


def test_replace_finds_by_a_condition() -> None:
    path = "CarePlan.identifier.where(system = 'b').value"
    assert done(type="replace", path=path, value={"valueString": "3"})["identifier"] == [
        {"system": "a", "value": "1"},
        {"system": "b", "value": "3"},
    ]
    path = f"CarePlan.extension('{URL}').value"
    assert (
        done(type="replace", path=path, value={"valueString": "två"})["extension"][0]["valueString"] == "två"
    )


def test_insert_and_move_keep_the_order_of_the_others() -> None:
    new = {"part": [{"name": "text", "valueMarkdown": "ny"}]}
    for index in range(4):
        expected = ["ett", "två", "tre"]
        expected.insert(index, "ny")
        assert texts(done(type="insert", path="CarePlan.note", index=index, value=new)) == expected
    assert texts(done(type="move", path="CarePlan.note", source=0, destination=2)) == ["två", "tre", "ett"]
    assert texts(done(type="move", path="CarePlan.note", source=2, destination=0)) == ["tre", "ett", "två"]


def test_delete_takes_one_away_and_an_empty_list_with_it() -> None:
    assert texts(done(type="delete", path="CarePlan.note[1]")) == ["ett", "tre"]
    assert texts(done(type="delete", path="CarePlan.note.last()")) == ["ett", "två"]
    assert "activity" not in done(type="delete", path="CarePlan.activity[0]")
    assert "period" not in done(type="delete", path="CarePlan.period")
    assert done(type="delete", path="CarePlan.title") == PLAN


PATHS = [
    "CarePlan", "CarePlan.note", "CarePlan.note[1].text", "CarePlan.note.first().text", "CarePlan.note.last()",
    "CarePlan.note.text[2]", "CarePlan.note.where(text = 'två')", "CarePlan.note.where(text='två').text",
    "CarePlan.category.coding", "CarePlan.category.coding.code", "CarePlan.category[0].coding[1].code",
    "CarePlan.category.where(coding.code = 'y')", "CarePlan.category.coding.where(system='s').code", "CarePlan.title",
    "CarePlan.activity.detail.scheduled", "CarePlan.activity.detail.where(status = 'scheduled').description",
    f"CarePlan.extension('{URL}').value", "CarePlan.extension.where(value = true).url", "CarePlan.period.start",
    "CarePlan.identifier[5]", "CarePlan.identifier.where(system = 'a').value", "CarePlan.subject.reference",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_where_fhirpath_says(path: str) -> None:
    ours = [place.value for place in parse_path(path, "CarePlan").places(copy.deepcopy(PLAN))]
    assert ours == evaluate(copy.deepcopy(PLAN), path, [], models["r4"])


@given(st.text(max_size=60) | st.from_regex(r"CarePlan(\.[a-z()'= 0-9\[\]]{0,20}){0,5}", fullmatch=True))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        found = parse_path(text, "CarePlan").places(copy.deepcopy(PLAN))
    except Refusal:
        return
    assert isinstance(found, list)
