"""Filters on other resources: chains (`goal.category=x`) and `_has`, within one another as deep as MAX_DEPTH.

What cannot be read is refused under lenient handling too: a filter left out would show too much.
"""

from collections.abc import Iterable
from dataclasses import replace

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.clauses import parse_clause
from patientkontrakt.fhir.search.parameters import Parameter, parameter_of
from patientkontrakt.fhir.search.question import Link, SearchQuery
from patientkontrakt.fhir.types import TYPES

MAX_DEPTH = 3  # references that one parameter may lead through
MAX_LINKS = 8  # such parameters in one question

_HAS = "_has"


def parse_link(type: str, name: str, text: str, base: str) -> Link | None:
    """What `name=text` asks of other resources, or None when it asks of the `type` itself. Raises Malformed."""
    try:
        return _link(type, name, text, base, MAX_DEPTH)
    except Malformed as refusal:
        whole = (f"http.{refusals.shown(name)}",)
        raise Malformed(*(replace(issue, expression=whole) for issue in refusal.issues)) from None


def _link(type: str, name: str, text: str, base: str, depth: int) -> Link | None:
    if not _leads_elsewhere(name):
        return None
    if depth == 0:
        raise Malformed(
            refusals.too_much(
                name, f"går genom fler än {MAX_DEPTH} referenser.", f"leads through more than {MAX_DEPTH}."
            )
        )
    if not _is_stored(type):
        raise Malformed(refusals.not_supported(name))
    read = _reverse if name.startswith(f"{_HAS}:") else _forward
    return read(type, name, text, base, depth)


def _leads_elsewhere(name: str) -> bool:
    return name.partition(":")[0] == _HAS or "." in name


def _is_stored(type: str) -> bool:
    return type in TYPES and TYPES[type].is_in_archive


def _reverse(type: str, name: str, text: str, base: str, depth: int) -> Link:
    """`_has:Task:focus:status`: some Task whose focus this is has the status."""
    _, source, param, inner = [*name.split(":", 3), "", "", ""][:4]
    row = parameter_of(source, param) if _is_stored(source) else None
    if row is None or not inner or not _is_followed(row) or (row.targets and type not in row.targets):
        raise Malformed(
            refusals.not_supported(
                name,
                "skrivs _has:Typ:referens:parameter, där referensen kan leda hit.",
                "is written _has:Type:reference:parameter, where the reference may lead here.",
            )
        )
    return Link(param, True, (_question(source, inner, text, base, depth - 1),))


def _forward(type: str, name: str, text: str, base: str, depth: int) -> Link:
    """`subject:Patient.name`, or `subject.name` of whatever type has such a parameter."""
    head, _, inner = name.partition(".")
    param, _, only = head.partition(":")
    row = parameter_of(type, param)
    if row is None or not inner or not _is_followed(row):
        raise Malformed(refusals.unknown(name, type))
    targets = [target for target in ([only] if only else row.targets) if _is_stored(target)]
    if not targets or (row.targets and not set(targets) <= set(row.targets)):
        raise Malformed(
            refusals.not_supported(
                name,
                "behöver typen: skriv referens:Typ.parameter.",
                "needs the type: write reference:Type.parameter.",
            )
        )
    return Link(param, False, _questions(targets, inner, text, base, depth - 1))


def _questions(types: Iterable[str], inner: str, text: str, base: str, depth: int) -> tuple[SearchQuery, ...]:
    """The same filter for every type that has it. Raises Malformed, as the first type does, when none has."""
    found: list[SearchQuery] = []
    faults: list[Malformed] = []
    for type in types:
        try:
            found.append(_question(type, inner, text, base, depth))
        except Malformed as refusal:
            faults.append(refusal)
    if not found:
        raise faults[0]
    return tuple(found)


def _question(type: str, name: str, text: str, base: str, depth: int) -> SearchQuery:
    """The one filter as a question of its own to `type`."""
    link = _link(type, name, text, base, depth)
    if link is not None:
        return SearchQuery(type, links=(link,))
    bare, _, modifier = name.partition(":")
    row = parameter_of(type, bare)
    if row is None:
        raise Malformed(refusals.unknown(name, type))
    return SearchQuery(type, clauses=(parse_clause(row, modifier or None, text, base),))


def _is_followed(row: Parameter) -> bool:
    """Whether the parameter refers to resources here. A canonical is an address, and leads to no row."""
    if row.kind == "special":
        return True
    return row.kind == "reference" and any(path.endswith(":Reference") for path in row.paths)
