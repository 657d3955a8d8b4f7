"""References: of a form that is known, to a type the element allows, and never to another server (R3, S-024, S-128)."""

from patientkontrakt.fhir.checks.node import Findings, Node
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.peek import string
from patientkontrakt.fhir.resource import Reference, parse_reference
from patientkontrakt.fhir.shape import is_resource_type

_LONGEST = 2048
_CONTENT = ("reference", "_reference", "identifier", "display", "_display", "extension")


def check(found: Findings) -> None:
    """Every Reference of the resource, except that contained ones are resolved in checks.contained."""
    for node in found.of("Reference"):
        if not any(name in node.value for name in _CONTENT):
            found.add(
                "required",
                node.path,
                "En referens ska ha reference, identifier eller display.",
                "A reference must have reference, identifier or display.",
            )
        text = string(node.value, "reference")
        if text is not None:
            _literal(text, node, found)
        _stated_type(string(node.value, "type"), node, found)


def _literal(text: str, node: Node, found: Findings) -> None:
    path = f"{node.path}.reference"
    try:
        reference = parse_reference(text[: _LONGEST + 1])
    except Invalid as refused:
        issue = refused.issues[0]
        found.add(issue.code, path, issue.sv, issue.en)
        return
    if reference.query is not None:
        found.add(
            "not-supported",
            path,
            "Villkorade referenser (Typ?parameter=…) stöds inte ännu.",
            "Conditional references (Type?parameter=…) are not supported yet.",
        )
    elif reference.url and not reference.url.startswith("urn:"):
        found.add(
            "value",
            path,
            "Referensen pekar på en annan server: ange identifier i stället.",
            "The reference points at another server: give an identifier instead.",
        )
    elif reference.type:
        _target(reference, node, path, found)


def _target(reference: Reference, node: Node, path: str, found: Findings) -> None:
    if not is_resource_type(reference.type or ""):
        found.add("value", path, "Resurstypen finns inte.", "The resource type does not exist.")
    elif not _allowed(reference.type, node):
        _wrong_type(node, path, found)
    elif string(node.value, "type") not in (None, reference.type):
        found.add(
            "value", path, "Typen stämmer inte med referensen.", "The type does not agree with the reference."
        )


def _stated_type(stated: str | None, node: Node, found: Findings) -> None:
    if stated is not None and is_resource_type(stated) and not _allowed(stated, node):
        _wrong_type(node, f"{node.path}.type", found)


def _allowed(type_name: str | None, node: Node) -> bool:
    return node.element is None or not node.element.targets or type_name in node.element.targets


def _wrong_type(node: Node, path: str, found: Findings) -> None:
    targets = ", ".join(sorted(node.element.targets)) if node.element else ""
    found.add(
        "value", path, f"Elementet får bara peka på {targets}.", f"The element may only point at {targets}."
    )
