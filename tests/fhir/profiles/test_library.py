"""What we publish is sound FHIR, hangs together, and is the same each time."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fhirpathpy import compile as compiled

from patientkontrakt.fhir.profiles.extensions import EXTENSIONS
from patientkontrakt.fhir.profiles.judging import PROFILES
from patientkontrakt.fhir.profiles.library import TYPES, library
from patientkontrakt.fhir.shape import shape
from patientkontrakt.fhir.systems import BASE
from patientkontrakt.fhir.validate import validate

LIBRARY = library("0.1.0")
RESOURCES = [each.resource for each in LIBRARY.values()]
STRUCTURES = [each for each in RESOURCES if each["resourceType"] == "StructureDefinition"]
CORE = "http://hl7.org/fhir/StructureDefinition/"


def test_it_has_every_profile_extension_and_code() -> None:
    assert {type for type, _ in LIBRARY} == set(TYPES)
    assert len(STRUCTURES) == len(PROFILES) + len(EXTENSIONS) > 50
    assert len(LIBRARY) > 110


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda each: f"{each['resourceType']}/{each['id']}")
def test_each_is_sound_r4(resource: dict[str, Any]) -> None:
    assert validate(resource) == []


def test_each_has_an_address_that_ends_in_its_id_and_a_name_a_machine_may_use() -> None:
    for resource in RESOURCES:
        assert resource["url"] == f"{BASE}/{resource['resourceType']}/{resource['id']}"
        assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
    names = [(each["resourceType"], each["name"]) for each in RESOURCES]
    assert len(set(names)) == len(names)


def addresses(node: Any) -> Iterator[str]:
    """Every text below that is an address of ours."""
    if isinstance(node, str) and node.startswith(f"{BASE}/"):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from addresses(inner)


def test_whatever_they_name_of_ours_is_there() -> None:
    known = {each["url"] for each in RESOURCES}
    named = {address for each in RESOURCES for address in addresses(each)}
    assert len(named) > 110
    assert named - known == set()


def test_each_element_is_one_that_the_base_has_in_its_order() -> None:
    for structure in STRUCTURES:
        elements = structure["differential"]["element"]
        assert elements[0]["path"] == structure["type"]
        places = [_place(structure["type"], each["path"]) for each in elements]
        assert places == sorted(places), structure["id"]
        assert len({each["id"] for each in elements}) == len(elements)


def _place(type: str, path: str) -> int:
    """Where the first step of a path stands in the type; fails for what is not there."""
    first, *below = path.split(".")[1:] or [""]
    if not first:
        return -1
    names = shape(type).model.elements_sequence()  # type: ignore[attr-defined]
    stem = first.removesuffix("[x]")
    place = next(
        index for index, name in enumerate(names) if name == stem or (first != stem and name.startswith(stem))
    )
    for step in below:
        type = shape(type).elements[first].type
        known = shape(type).elements
        assert step in known or any(name.startswith(step.removesuffix("[x]")) for name in known), path
        first = step
    return int(place)


def test_each_slice_has_a_slicing_before_it() -> None:
    for structure in STRUCTURES:
        sliced: set[str] = set()
        for element in structure["differential"]["element"]:
            sliced |= {element["path"]} if "slicing" in element else set()
            assert "sliceName" not in element or element["path"] in sliced, (structure["id"], element["id"])


def test_every_expression_can_be_read_and_every_key_is_its_own() -> None:
    constraints = [
        constraint
        for structure in STRUCTURES
        for element in structure["differential"]["element"]
        for constraint in element.get("constraint", [])
    ]
    for constraint in constraints:
        compiled(constraint["expression"])
    assert (
        len({each["key"] for each in constraints}) == len({each["expression"] for each in constraints}) > 10
    )


def test_a_version_changes_with_the_text_and_with_nothing_else() -> None:
    library.cache_clear()
    again = library("0.1.0")
    assert {key: each.version for key, each in again.items()} == {
        key: each.version for key, each in LIBRARY.items()
    }
    assert len({each.version for each in LIBRARY.values()}) == len(LIBRARY)
    assert {each.version for each in library("0.2.0").values()}.isdisjoint(
        each.version for each in LIBRARY.values()
    )
