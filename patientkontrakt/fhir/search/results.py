"""Parameters that do not filter but say what to bring along and how to show it: `_count`, `_include`, …"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.parameters import COMMON, PARAMETERS, Parameter, parameter_of
from patientkontrakt.fhir.search.question import Include, Summary, Total

MAX_COUNT = 200
MAX_SORT = 5
MAX_ELEMENTS = 50

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_ELEMENT = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}(\.[A-Za-z0-9]{1,64}){0,9}", re.ASCII)
_SORTED_KINDS = ("date", "token", "string", "uri", "quantity")


@dataclass(frozen=True)
class Result:
    """What one result parameter sets: a field of SearchQuery, its value, and the text the self link shows."""

    field: str
    value: Any
    shown: str


def parse_result(type: str, name: str, text: str) -> Result | None:
    """What the pair sets, or None when it is no result parameter. Raises Malformed."""
    bare, _, modifier = name.partition(":")
    if bare in ("_include", "_revinclude") and modifier in ("", "iterate"):
        include = _include(type, name, text, reverse=bare == "_revinclude", iterate=modifier == "iterate")
        return Result("includes", (include,), text)
    read = _READERS.get(name)
    return read(type, name, text) if read else None


def sortable(type: str) -> tuple[str, ...]:
    """The parameters of `type` that `_sort` takes."""
    rows = {**COMMON, **PARAMETERS.get(type, {})}
    return tuple(
        name for name, row in rows.items() if row.kind in _SORTED_KINDS and name not in _NEVER_SORTED
    )


_NEVER_SORTED = frozenset({"_tag", "_security"})


def _count(type: str, name: str, text: str) -> Result:
    if not _NUMBER.fullmatch(text):
        raise Malformed(
            refusals.issue("value", name, "ska vara ett heltal från 0.", "must be a whole number from 0.")
        )
    count = min(int(text), MAX_COUNT)
    return Result("count", count, str(count))


def _total(type: str, name: str, text: str) -> Result:
    return Result("total", _one_of(get_args(Total), name, text), text)


def _summary(type: str, name: str, text: str) -> Result:
    return Result("summary", _one_of(get_args(Summary), name, text), text)


def _one_of(allowed: tuple[str, ...], name: str, text: str) -> str:
    if text not in allowed:
        listed = ", ".join(allowed)
        raise Malformed(
            refusals.issue("value", name, f"ska vara någon av {listed}.", f"must be one of {listed}.")
        )
    return text


def _elements(type: str, name: str, text: str) -> Result:
    elements = tuple(dict.fromkeys(text.split(",")))
    if len(elements) > MAX_ELEMENTS or not all(_ELEMENT.fullmatch(element) for element in elements):
        raise Malformed(
            refusals.issue(
                "value",
                name,
                "ska vara namn på element med komma emellan.",
                "must be element names between commas.",
            )
        )
    return Result("elements", elements, text)


def _sort(type: str, name: str, text: str) -> Result:
    keys = tuple((key.removeprefix("-"), key.startswith("-")) for key in text.split(","))
    allowed = sortable(type)
    if len(keys) > MAX_SORT or any(param not in allowed for param, _ in keys):
        listed = ", ".join(allowed)
        raise Malformed(
            refusals.issue(
                "not-supported",
                name,
                f"kan ordna efter högst {MAX_SORT} av {listed}.",
                f"takes at most {MAX_SORT} of {listed}.",
            )
        )
    return Result("sort", keys, text)


def _shown_elsewhere(type: str, name: str, text: str) -> Result:
    """`_format` and `_pretty` are read by the door that writes the answer."""
    return Result("", None, text)


def _include(type: str, name: str, text: str, *, reverse: bool, iterate: bool) -> Include:
    parts = text.split(":")
    if text == "*":
        return Include("*" if reverse or iterate else type, "*", None, reverse, iterate)
    if len(parts) not in (2, 3) or not all(parts):
        raise Malformed(
            refusals.issue(
                "value",
                name,
                "skrivs Typ:parameter eller Typ:parameter:Typ.",
                "is written Type:parameter or Type:parameter:Type.",
            )
        )
    include = Include(parts[0], parts[1], parts[2] if len(parts) == 3 else None, reverse, iterate)
    if not _makes_sense(type, include):
        raise Malformed(_leads_nowhere(type, name, text, reverse=reverse))
    return include


def _leads_nowhere(type: str, name: str, text: str, *, reverse: bool) -> Issue:
    named = refusals.shown(text)
    sv = f"{named} är ingen referens {'till' if reverse else 'från'} {type}."
    en = f"{named} is no reference {'to' if reverse else 'from'} {type}."
    return refusals.issue("not-supported", name, sv, en)


def _makes_sense(type: str, include: Include) -> bool:
    """Whether the source has such a reference, and it can lead from or to the searched type."""
    if include.source not in PARAMETERS or (include.target is not None and include.target not in PARAMETERS):
        return False
    if not include.reverse and not include.iterate and include.source != type:
        return False
    if include.param == "*":
        return True
    row = parameter_of(include.source, include.param)
    return row is not None and row.kind in ("reference", "special") and _leads(row, type, include)


def _leads(row: Parameter, type: str, include: Include) -> bool:
    if not row.targets:
        return True
    if include.target is not None and include.target not in row.targets:
        return False
    return not include.reverse or include.iterate or type in row.targets


_READERS: Mapping[str, Callable[[str, str, str], Result]] = {
    "_count": _count,
    "_total": _total,
    "_summary": _summary,
    "_elements": _elements,
    "_sort": _sort,
    "_format": _shown_elsewhere,
    "_pretty": _shown_elsewhere,
}
