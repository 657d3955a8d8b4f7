"""What ``--skip-unsupported`` leaves out: counted, and the references to it loosened, never silently dropped.

A loosened reference keeps its display and identifier, and its type. Where nothing else would remain it says so with
data-absent-reason (FHIR R4 2.3.0: a Reference has reference, identifier or display, "unless an extension is provided").
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.shape import is_resource_type
from patientkontrakt.fhir.systems import DATA_ABSENT_REASON
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.importing.files import Fault, Item

Body = dict[str, Any]
_SAYS_ENOUGH = ("identifier", "display", "_display", "extension")


@dataclass
class LeftOut:
    """The types of FHIR that this service does not have, when they may be left out; and what that has cost."""

    allowed: bool
    types: Counter[str] = field(default_factory=Counter)
    by_url: dict[str, str] = field(default_factory=dict)
    loosened: int = 0

    def is_type(self, type: str | None) -> bool:
        """Whether references to ``type`` are to be loosened."""
        return self.allowed and type is not None and not is_stored(type) and is_resource_type(type)

    def take(self, items: Iterable[Item]) -> tuple[list[Item], list[Fault]]:
        """The items that can be stored, and a fault for each that can neither be stored nor left out."""
        kept: list[Item] = []
        faults: list[Fault] = []
        for item in items:
            type = item.resource.get("resourceType")
            if isinstance(type, str) and is_stored(type):
                kept.append(item)
            elif isinstance(type, str) and self.is_type(type):
                self.types[type] += 1
                if item.full_url:
                    self.by_url[item.full_url] = type
            else:
                known = isinstance(type, str) and is_resource_type(type)
                faults.append(Fault(item.place, (_UNSUPPORTED if known else _NO_TYPE,)))
        return kept, faults

    def loosen(self, holder: Body, type: str) -> None:
        """Take ``reference`` away, and keep what else is told."""
        del holder["reference"]
        holder.setdefault("type", type)
        if not any(name in holder for name in _SAYS_ENOUGH):
            holder["extension"] = [{"url": DATA_ABSENT_REASON, "valueCode": "unsupported"}]
        self.loosened += 1

    def prune(self, resource: Body, loosened: list[Body]) -> None:
        """Take loosened targets out of a Provenance. Raises Invalid when it would be about nothing any more."""
        targets = resource.get("target")
        if not loosened or resource["resourceType"] != "Provenance" or not isinstance(targets, list):
            return
        gone = {id(holder) for holder in loosened}
        resource["target"] = [each for each in targets if id(each) not in gone]
        if not resource["target"]:
            raise Invalid(_ABOUT_NOTHING)


def is_stored(type: str) -> bool:
    """Whether the service keeps resources of ``type`` that others bring; its log is only its own."""
    return type in TYPES and TYPES[type].is_in_archive


_UNSUPPORTED = Issue(
    "not-supported",
    "Resurstypen finns inte här. Läs in med --skip-unsupported för att utelämna den.",
    "The resource type does not exist here. Import with --skip-unsupported to leave it out.",
    ("resourceType",),
)
_NO_TYPE = Issue(
    "structure",
    "resourceType saknas eller är ingen resurstyp i FHIR R4.",
    "resourceType is missing or is no resource type of FHIR R4.",
    ("resourceType",),
)
_ABOUT_NOTHING = Issue(
    "not-supported",
    "Allt som den handlar om är av typer som inte finns här och har utelämnats.",
    "Everything it is about is of types that do not exist here and has been left out.",
    ("Provenance.target",),
)
