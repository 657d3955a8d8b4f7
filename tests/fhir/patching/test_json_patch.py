"""JSON Patch: whatever is sent, it is a change or a refusal, never a fault, and what it makes is a resource (S-134, S-138)."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.fhir.outcome import Refusal, TooLarge
from patientkontrakt.fhir.patching.json_patch import MOST_OPERATIONS, change_of
from patientkontrakt.fhir.patching.result import patched
from patientkontrakt.fhir.text import parse, parse_json, render

GOAL: dict[str, Any] = {
    "resourceType": "Goal",
    "id": "a",
    "note": [{"text": "ett"}, {"text": "två"}],
    "target": [{"detailQuantity": {"value": 1}}],
    "subject": {"reference": "Patient/gunnel"},
}


def done(*operations: Any) -> dict[str, Any]:
    return patched(GOAL, change_of(list(operations)))


def test_s_138_copies_of_copies_are_stopped_before_they_are_large() -> None:
    doubling = [{"op": "copy", "from": "/note", "path": f"/note/{n}"} for n in range(1_000)]
    with pytest.raises(TooLarge):
        done(*doubling)
    deeper = [{"op": "copy", "from": "/note", "path": "/note/0/a" + "/a" * n} for n in range(62)]
    with pytest.raises(Refusal):
        done(*deeper, *[{"op": "move", "from": "/note", "path": "/target"}, *deeper])


def test_s_138_moves_cannot_nest_without_end() -> None:
    nest: dict[str, Any] = {}
    for _ in range(50):
        nest = {"a": nest}
    inward = "/a" * 50
    steps = [{"op": "add", "path": "/x", "value": nest}]
    for n in range(300):
        here, there = ("x", "y") if n % 2 == 0 else ("y", "x")
        steps.append({"op": "add", "path": f"/{there}", "value": nest})
        steps.append({"op": "move", "from": f"/{here}", "path": f"/{there}{inward}"})
    with pytest.raises(TooLarge):
        done(*steps)


def test_s_138_a_patch_has_a_thousand_operations_at_most() -> None:
    step = {"op": "test", "path": "/id", "value": "a"}
    assert done(*[step] * MOST_OPERATIONS) == GOAL
    with pytest.raises(TooLarge):
        done(*[step] * (MOST_OPERATIONS + 1))


def test_a_test_does_not_take_true_for_one() -> None:
    with pytest.raises(Refusal):
        done({"op": "test", "path": "/target/0/detailQuantity/value", "value": True})


def test_s_134_numbers_keep_their_digits() -> None:
    before = parse(b'{"resourceType":"Observation","id":"a","valueQuantity":{"value":1.50}}')
    operations = parse_json(
        b'[{"op":"test","path":"/valueQuantity/value","value":1.5},'
        b'{"op":"copy","from":"/valueQuantity","path":"/x"},{"op":"add","path":"/y","value":1e-7}]'
    )
    assert render(patched(before, change_of(operations))).endswith(
        '"valueQuantity":{"value":1.50},"x":{"value":1.50},"y":1e-7}'
    )


def test_the_patch_leaves_what_it_was_given_alone() -> None:
    before = copy.deepcopy(GOAL)
    assert done({"op": "remove", "path": "/note/0"})["note"] == [{"text": "två"}]
    assert before == GOAL


POINTERS = st.text(max_size=8) | st.sampled_from(
    ["", "/", "/note", "/note/0", "/note/-", "/note/9", "/note/01", "/note/0/text", "/note/0/text/0", "/note/0/a/b", "/id",
     "/meta", "/subject/reference", "/target/0/detailQuantity/value/x", "/~0", "/~", "x"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "remove", "replace", "move", "copy", "test"]), "path": POINTERS},
    optional={"from": POINTERS, "value": VALUES},
)


@settings(deadline=None)
@given(st.lists(OPERATIONS, max_size=6))
def test_s_138_any_patch_is_made_or_refused(operations: list[Any]) -> None:
    try:
        after = patched(GOAL, change_of(operations))
    except Refusal:
        return
    assert (after["id"], after["resourceType"]) == ("a", "Goal")
    assert json.loads(render(after)) == after
