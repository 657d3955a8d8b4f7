"""`_typeFilter`: searches that a type's resources must answer, `CarePlan?status=active` (Bulk Data 2.0 "_typeFilter")."""

import re
from typing import Final
from urllib.parse import parse_qsl

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.types import TYPES

_NAME: Final = "_typeFilter"
# The guide does not say how a comma within a value is told from one between filters: a filter begins with its type.
_BETWEEN: Final = re.compile(r",(?=[A-Z][A-Za-z]{1,63}\?)")


def several(text: str) -> list[str]:
    """The filters of one `_typeFilter`."""
    return _BETWEEN.split(text)


def type_of(text: str) -> str:
    """The type that a filter is about, as it was written."""
    return text.partition("?")[0]


def question(text: str, base: str) -> SearchQuery:
    """The search that a filter is. Raises Malformed for what is no search, or says more than which resources."""
    type, mark, written = text.partition("?")
    if not mark or type not in TYPES or not TYPES[type].is_in_archive:
        raise Malformed(_no_search())
    query = parse_query(type, _pairs(written), True, base)
    more = query.includes or query.sort or query.total or query.summary or query.elements
    if more or query.count is not None or not (query.clauses or query.links):
        raise Malformed(_no_search())
    return query


def _pairs(written: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(written, keep_blank_values=True, errors="strict", strict_parsing=True)
    except ValueError:
        raise Malformed(_no_search()) from None


def _no_search() -> Issue:
    return refusals.issue(
        "value",
        _NAME,
        "ska vara sökningar med bara filter, som CarePlan?status=active.",
        "must be searches of filters only, such as CarePlan?status=active.",
    )
