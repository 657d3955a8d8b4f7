"""Contained resources: named, referred to, not nested, without a life of their own (FHIR R4 dom-2…5, ref-1)."""

from collections.abc import Iterator
from typing import Any

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.peek import mapping, mappings, string


def check(found: Findings) -> None:
    """The contained resources of the outermost resource, and every reference to one."""
    if not found.nodes:
        return
    outermost = found.nodes[0]
    contained = mappings(outermost.value, "contained")
    fragments = set(_fragments(outermost.value))
    ids: set[str] = set()
    for index, resource in contained:
        path = f"{outermost.path}.contained[{index}]"
        id = string(resource, "id")
        if id is None or id in ids:
            found.add(
                "required" if id is None else "duplicate",
                f"{path}.id",
                "En inbäddad resurs ska ha ett eget id.",
                "A contained resource must have an id of its own.",
            )
        elif f"#{id}" not in fragments and "#" not in set(_fragments(resource)):
            found.add("invariant", path, "Ingen refererar hit (dom-3).", "Nothing refers here (dom-3).")
        ids.add(id or "")
        _alone(resource, path, found)
    _resolve(ids, found)


def _alone(resource: dict[str, Any], path: str, found: Findings) -> None:
    if "contained" in resource:
        found.add(
            "invariant",
            f"{path}.contained",
            "Inbäddade resurser får inte bädda in andra (dom-2).",
            "Contained resources may not contain others (dom-2).",
        )
    for name, rule in (("versionId", "dom-4"), ("lastUpdated", "dom-4"), ("security", "dom-5")):
        if name in mapping(resource, "meta"):
            found.add(
                "invariant",
                f"{path}.meta.{name}",
                f"Hör inte hemma i en inbäddad resurs ({rule}).",
                f"Does not belong in a contained resource ({rule}).",
            )


def _resolve(ids: set[str], found: Findings) -> None:
    for node in found.of("Reference"):
        text = string(node.value, "reference") or ""
        if text.startswith("#") and text[1:] not in ids and not (text == "#" and ".contained[" in node.path):
            found.add(
                "invariant",
                f"{node.path}.reference",
                "Det finns ingen inbäddad resurs med det id:t (ref-1).",
                "There is no contained resource with that id (ref-1).",
            )


def _fragments(node: Any) -> Iterator[str]:
    """Every text that starts with #, wherever: canonicals and URIs may refer to contained resources too."""
    if isinstance(node, str):
        if node.startswith("#"):
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _fragments(value)
    elif isinstance(node, list):
        for value in node:
            yield from _fragments(value)
