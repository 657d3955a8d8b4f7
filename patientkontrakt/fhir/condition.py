"""A condition that should pick one resource, written as a search (FHIR R4 3.1.0.8.1): filters only, none ignored."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search.query import SearchQuery, parse_query

_MOST = 200
_LONGEST = 5_000
_UNREADABLE = Issue(
    "value",
    "Villkoret går inte att läsa: skriv det som en sökning, till exempel identifier=system|värde.",
    "The condition cannot be read: write it as a search, for example identifier=system|value.",
)
_NO_FILTERS = Issue(
    "value",
    "Villkoret ska vara filter, till exempel identifier=system|värde, och inget annat.",
    "The condition must be filters, for example identifier=system|value, and nothing else.",
)


def parse_condition(type: str, text: str, base: str) -> SearchQuery:
    """The condition that `text`, the query part of a search on `type`, states. Raises Malformed."""
    if len(text) > _LONGEST:
        raise Malformed(_UNREADABLE)
    try:
        pairs = parse_qsl(
            text.removeprefix("?"), keep_blank_values=True, errors="strict", max_num_fields=_MOST
        )
    except ValueError:
        raise Malformed(_UNREADABLE) from None
    return condition_of(type, pairs, base)


def condition_of(type: str, pairs: Sequence[tuple[str, str]], base: str) -> SearchQuery:
    """The condition of these pairs. One that filters nothing, or asks how the answer should look, is refused."""
    query = parse_query(type, pairs, True, base)
    filters = len(query.clauses) + len(query.links)
    if not filters or filters != len(pairs):
        raise Malformed(_NO_FILTERS)
    return query
