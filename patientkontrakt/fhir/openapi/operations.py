"""How each operation that the CapabilityStatement names is asked: at which levels, and with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.openapi.addresses import ASKING, Address

_PATHS: Final = {"instance": "/{type}/{id}/${name}", "type": "/{type}/${name}"}


@dataclass(frozen=True)
class Asked:
    """What an operation takes and gives, and of what it is asked: of one resource, of a type."""

    summary: str
    takes: tuple[str, ...] = ()
    gives: str = "Bundle"
    levels: tuple[str, ...] = ("instance",)


OPERATIONS: Final[Mapping[tuple[str, str], Asked]] = {
    ("Patient", "everything"): Asked("The whole record, in pages", ("_type", "_since", "_count", "_page")),
    ("CarePlan", "everything"): Asked("The plan and what belongs to it"),
    ("CarePlan", "document"): Asked("The contract as a FHIR document"),
    ("CarePlan", "changes"): Asked("What differs between two utgåvor", ("from", "to"), "Parameters"),
}


def addresses(type: str, name: str) -> list[Address]:
    """The addresses of the operation `name` on `type`, by GET and by POST."""
    asked = OPERATIONS[type, name]
    found = []
    for level in asked.levels:
        path = _PATHS[level].format(type=type, id="{id}", name=name)
        id = f"{name}{type}" + ("" if level == "instance" else "Of")
        query = (*asked.takes, "_format", "_pretty")
        found.append(Address("get", path, id, asked.summary, "r", query, answers=asked.gives))
        found.append(
            Address("post", path, f"{id}ByPost", asked.summary, "r", ("_format", "_pretty"), (), "parameters",
                    asked.gives, refusals=ASKING)
        )  # fmt: skip
    return found
