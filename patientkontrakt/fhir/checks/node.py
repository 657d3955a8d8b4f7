"""What the walk over a resource hands to the checks: every object with its path and the name of its type."""

from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.shape import Element


@dataclass(frozen=True)
class Node:
    """An object in a resource. `element` is where its parent keeps it (None for a resource)."""

    path: str
    type: str
    value: dict[str, Any]
    element: Element | None = None


@dataclass
class Findings:
    """What a walk collects: issues, and the objects that are at least objects."""

    issues: list[Issue] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def add(self, code: str, path: str, sv: str, en: str) -> None:
        self.issues.append(Issue(code, sv, en, (path,)))

    def of(self, type: str) -> list[Node]:
        """The objects of one type."""
        return [node for node in self.nodes if node.type == type]
