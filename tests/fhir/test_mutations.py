"""Spoiled resources are judged, never crash: S-123, S-124, S-137 in small; make test-deep spoils more."""

import contextlib
import copy
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.compartment import membership
from patientkontrakt.fhir.outcome import Invalid, operation_outcome
from patientkontrakt.fhir.resource import references, relative, stamp
from patientkontrakt.fhir.text import Number, parse, render
from patientkontrakt.fhir.validate import validate
from tests.fhir.samples import SAMPLES

# S-123: a wrong JSON type at a place.
WRONG: list[Any] = [
    None,
    True,
    0,
    Number("1.5"),
    "",
    "x",
    [],
    {},
    [None],
    [[]],
    {"a": 1},
    ["x"],
    -1,
    "2024-13",
]
NAMES = [
    "_nosuch",
    "__proto__",
    "resourceType",
    "extension",
    "id",
    "reference",
    "contained",
    "text",
    "_status",
]
SEEDS = st.integers(0, 2**32)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a resource."""
    found = []
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        found.append((node, key))
        found.extend(places(value))
    return found


def mutate(resource: dict[str, Any], chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        found = places(resource)
        container, key = chance.choice(found)
        match chance.randrange(5):
            case 0 | 1:
                container[key] = copy.deepcopy(chance.choice(WRONG))
            case 2 if isinstance(container, dict):
                container[chance.choice(NAMES)] = copy.deepcopy(chance.choice(WRONG))
            case 3 if isinstance(container, dict) and key != "resourceType":
                del container[key]
            case _:
                other, place = chance.choice(found)
                container[key] = copy.deepcopy(other[place])


def spoiled(sample: Callable[[], dict[str, Any]], seed: int) -> dict[str, Any]:
    resource = sample()
    mutate(resource, random.Random(seed))
    return resource


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
@given(seed=SEEDS)
def test_s_123_s_124_s_137_a_spoiled_resource_is_refused_or_sound_but_never_an_error(sample, seed):
    resource = spoiled(sample, seed)
    text = render(resource)
    issues = validate(resource)
    assert render(resource) == text
    assert operation_outcome(issues, "sv")["resourceType"] == "OperationOutcome"
    assert all(issue.sv and issue.en and issue.expression for issue in issues)
    membership(resource)
    if not issues:
        survives(resource, text)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
def test_most_spoiled_resources_are_refused(sample):
    """Without this the test above could pass by letting everything through."""
    assert sum(bool(validate(spoiled(sample, seed))) for seed in range(20)) > 10


def survives(resource: dict[str, Any], text: str) -> None:
    """What is sound can be read back, searched for references and stamped."""
    assert render(parse(text.encode())) == text
    list(references(resource))
    assert stamp(resource, "x", 1, 0)["id"] == "x"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.__name__)
@given(seed=SEEDS)
def test_references_of_a_spoiled_resource_raise_refusals_only(sample, seed):
    resource = spoiled(sample, seed)
    assert relative(resource, "https://vard.example/fhir") is resource
    with contextlib.suppress(Invalid):
        list(references(resource))
