"""One question to several types at once: `/?_type=CarePlan,Goal&_lastUpdated=…` (FHIR R4 3.1.1.1)."""

from collections.abc import Sequence

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.types import TYPES

MAX_TYPES = 30
_TYPE = "_type"


def parse_several(
    pairs: Sequence[tuple[str, str]], base: str, types: Sequence[str] = ()
) -> tuple[SearchQuery, ...]:
    """The question for each type that `_type` names, else for each of `types`. Raises Malformed.

    A filter must mean something for every type: ignored for one of them it would show too much. So none is ignored.
    """
    wanted = [type for name, text in pairs if name == _TYPE for type in text.split(",")] or list(types)
    if not wanted or any(type not in TYPES or not TYPES[type].is_in_archive for type in wanted):
        raise Malformed(_not_types())
    if len(wanted) > MAX_TYPES:
        raise Malformed(refusals.too_much(_TYPE, f"högst {MAX_TYPES} typer.", f"at most {MAX_TYPES} types."))
    if types and not set(wanted) <= set(types):
        raise Malformed(_not_types())
    rest = [(name, text) for name, text in pairs if name != _TYPE]
    return tuple(parse_query(type, rest, True, base) for type in dict.fromkeys(wanted))


def _not_types() -> Issue:
    return refusals.issue(
        "value",
        _TYPE,
        "ska vara resurstyper som finns här, med komma emellan.",
        "must be resource types that exist here, between commas.",
    )
