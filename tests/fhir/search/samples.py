"""What the tests of search measure against: small resources of our own, and HL7's definitions of the parameters."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

CORPUS: list[dict[str, Any]] = [
    resource
    for file in sorted((Path(__file__).parent / "corpus").glob("*.json"))
    for resource in json.loads(file.read_text("utf-8"), parse_float=Decimal)
]

_VECTORS = Path(__file__).parents[2] / "vectors"

# The two parts of HL7's composite parameters, as FHIRPath from the element the pair stands in, and the kind of the second.
COMPONENTS = {
    "code-value-concept": ("code", "value.ofType(CodeableConcept)", "token"),
    "code-value-date": ("code", "value.ofType(dateTime) | value.ofType(Period)", "date"),
    "code-value-quantity": ("code", "value.ofType(Quantity)", "quantity"),
    "code-value-string": ("code", "value.ofType(string)", "string"),
    "context-type-quantity": ("code", "value.ofType(Quantity) | value.ofType(Range)", "quantity"),
    "context-type-value": ("code", "value.ofType(CodeableConcept)", "token"),
    "characteristic-value": ("code", "value.ofType(CodeableConcept) | value.ofType(boolean)", "token"),
    "relationship": ("code", "target", "reference"),
}
for _of in ("combo", "component"):
    for _kind in ("concept", "quantity"):
        COMPONENTS[f"{_of}-code-value-{_kind}"] = COMPONENTS[f"code-value-{_kind}"]


@dataclass(frozen=True)
class Definition:
    """One official search parameter, for one type."""

    type: str
    name: str
    kind: str
    url: str
    targets: frozenset[str] | None  # None: any type
    expression: str


def definitions() -> list[Definition]:
    """HL7's definitions for our types, from tests/vectors/search-definitions-r4.tsv."""
    lines = (_VECTORS / "search-definitions-r4.tsv").read_text("utf-8").splitlines()
    return [_definition(line.split("\t")) for line in lines if not line.startswith("#")]


def official_names() -> dict[str, dict[str, tuple[str, frozenset[str]]]]:
    """Type → name → (letter of its kind, targets as far as listed), from tests/vectors/search-params-r4.txt."""
    table: dict[str, dict[str, tuple[str, frozenset[str]]]] = {}
    for line in (_VECTORS / "search-params-r4.txt").read_text("utf-8").splitlines():
        type, colon, rest = line.partition(": ")
        if colon and type.isalpha():
            table[type] = dict(_listed(entry) for entry in rest.split(", "))
    return table


def _definition(fields: list[str]) -> Definition:
    type, name, kind, url, targets, expression = fields
    return Definition(
        type, name, kind, url, None if targets == "*" else frozenset(targets.split()), expression
    )


def _listed(entry: str) -> tuple[str, tuple[str, frozenset[str]]]:
    name, _, rest = entry.rstrip(")").partition("(")
    letter, _, targets = rest.partition("→")
    return name, (letter, frozenset(targets.split("|")) if targets else frozenset())
