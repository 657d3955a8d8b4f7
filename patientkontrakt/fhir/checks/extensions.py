"""Extensions: a value or parts, never both (ext-1); and nothing that changes meaning and is not understood here."""

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.peek import mapping, mappings
from patientkontrakt.fhir.systems import REDACTED, SUBSETTED, has_coding


def check(found: Findings) -> None:
    for node in found.of("Extension"):
        if node.element is not None and node.element.name == "modifierExtension":
            found.add(
                "extension",
                node.path,
                "Okänd modifierExtension: den kan ändra betydelsen och tas därför inte emot.",
                "Unknown modifierExtension: it may change the meaning and is therefore not accepted.",
            )
        has_value = any(name.removeprefix("_").startswith("value") for name in node.value)
        if has_value == ("extension" in node.value):
            found.add(
                "invariant",
                node.path,
                "En extension har antingen ett värde eller egna extensions (ext-1).",
                "An extension has either a value or extensions of its own (ext-1).",
            )
    if found.nodes:
        _meta(found)


def _meta(found: Findings) -> None:
    """Rules nobody here understands, and what was cut on its way out and must not come back as the whole."""
    resource, path = found.nodes[0].value, found.nodes[0].path
    if "implicitRules" in resource:
        found.add(
            "not-supported",
            f"{path}.implicitRules",
            "implicitRules stöds inte.",
            "implicitRules is not supported.",
        )
    meta = mapping(resource, "meta")
    for name in ("tag", "security"):
        for index, coding in mappings(meta, name):
            if has_coding(coding, *SUBSETTED) or has_coding(coding, *REDACTED):
                found.add(
                    "business-rule",
                    f"{path}.meta.{name}[{index}]",
                    "Det här är ett utdrag, inte hela resursen: läs den hel innan du ändrar.",
                    "This is an extract, not the whole resource: read it whole before changing it.",
                )
