"""Everything we publish, by type and id, as resources and as the text that is served; made once and never changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as version_of
from typing import Any, Final

from patientkontrakt.fhir.profiles.extensions import EXTENSIONS
from patientkontrakt.fhir.profiles.judging import PROFILES
from patientkontrakt.fhir.profiles.operations import OURS, of_operation
from patientkontrakt.fhir.profiles.structure_definitions import of_extension, of_profile
from patientkontrakt.fhir.profiles.terminology import of_code_system, of_value_set
from patientkontrakt.fhir.profiles.vocabulary import CODE_SYSTEMS, VALUE_SETS
from patientkontrakt.fhir.systems import BASE
from patientkontrakt.fhir.text import render

TYPES: Final = ("CodeSystem", "OperationDefinition", "StructureDefinition", "ValueSet")
SOFTWARE: Final = version_of("patientkontrakt")
_DIGITS: Final = 12

Key = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Definition:
    """One definition: the resource, its text, and a version that changes with the text and with nothing else."""

    resource: dict[str, Any]
    text: str
    version: str

    @property
    def key(self) -> str:
        """ "StructureDefinition/pk-lofte"."""
        return f"{self.resource['resourceType']}/{self.resource['id']}"


@lru_cache(maxsize=2)
def library(version: str = SOFTWARE) -> dict[Key, Definition]:
    """Every definition of the software's `version`, by (type, id), in the order of types and ids."""
    made = sorted(_resources(version), key=lambda each: (each["resourceType"], each["id"]))
    return {(each["resourceType"], each["id"]): _definition(each) for each in made}


def published(type: str, address: str) -> dict[str, Any] | None:
    """Our definition of `type` at a canonical address, or with an id (`ValueSet/pk-niva`)."""
    kind, _, id = address.partition("|")[0].removeprefix(f"{BASE}/").partition("/")
    found = library().get((kind, id)) if kind == type else None
    return found.resource if found is not None else None


def has_our_address(resource: dict[str, Any]) -> bool:
    """Whether `resource` takes for its own the canonical address of a definition that the software brings."""
    return published(resource["resourceType"], str(resource.get("url"))) is not None


def _resources(version: str) -> Iterator[dict[str, Any]]:
    yield from (of_profile(each, version) for each in PROFILES.values())
    yield from (of_extension(each, version) for each in EXTENSIONS.values())
    yield from (of_code_system(each, version) for each in CODE_SYSTEMS.values())
    yield from (of_value_set(each, version) for each in VALUE_SETS.values())
    yield from (of_operation(each, version) for each in OURS)


def _definition(resource: dict[str, Any]) -> Definition:
    text = render(resource)
    return Definition(resource, text, hashlib.sha256(text.encode()).hexdigest()[:_DIGITS])
