"""Search by type and in a patient's compartment, by GET and by POST _search (FHIR R4 3.1.0.10, 3.1.1)."""

from collections.abc import Sequence
from typing import Final

from flask import Response

from patientkontrakt.api.fhir import answers, bodies, bundles, links, remarks, subset
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.paging import Place
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.fhir.search.several import parse_several
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import reader
from patientkontrakt.records.reader import Page

# The types whose resources are a patient's, and searched as such.
COMPARTMENT: Final = tuple(
    name for name, row in TYPES.items() if row.kind == "care" and parameter_of(name, "patient") is not None
)


def by_get(ask: Ask, type: str) -> Response:
    """GET Type?…"""
    place = links.place_in(ask, "search", type)
    query = parse_query(type, place.pairs, ask.prefer.strict, ask.door.base)
    with ask.reading() as desk:
        page = reader.search(desk, query, place.after or None)
    return answers.pasted(ask, _searchset(ask, query, page))


def by_post(ask: Ask, type: str) -> Response:
    """POST Type/_search: the pairs of the address and of the form both apply (S-014)."""
    return by_get(with_form(ask), type)


def in_compartment(ask: Ask, id: str, type: str) -> Response:
    """GET Patient/id/Type?…: what is the patient's, and matches."""
    if parameter_of(type, "patient") is None:
        raise NotFound()
    return by_get(ask.also([("patient", f"Patient/{id}")]), type)


def in_compartment_by_post(ask: Ask, id: str, type: str) -> Response:
    """POST Patient/id/Type/_search."""
    return in_compartment(with_form(ask), id, type)


def with_form(ask: Ask) -> Ask:
    """A form may name a person by number, an address never: of those one account sends only so many."""
    pairs = bodies.form(ask.request)
    ask.door.numbers.heed(ask.actor, ask.now, pairs)
    return ask.also(pairs)


def of_system(ask: Ask) -> Response:
    """GET /?_type=…: several types in one order."""
    return _among(ask, "", ())


def of_system_by_post(ask: Ask) -> Response:
    """POST /_search."""
    return of_system(with_form(ask))


def in_whole_compartment(ask: Ask, id: str) -> Response:
    """GET Patient/id/*?…: what is the patient's, of every type or those of `_type`."""
    whose = [] if links.goes_on(ask) else [("patient", f"Patient/{id}")]  # a page link carries it already
    return _among(ask.also(whose), f"Patient/{id}/*", COMPARTMENT)


def _among(ask: Ask, path: str, types: Sequence[str]) -> Response:
    place = links.place_in(ask, "search", path)
    queries = parse_several(place.pairs, ask.door.base, types)
    with ask.reading() as desk:
        named = any(name == "_type" for name, _ in place.pairs)
        page = reader.search_among(desk, queries, place.after or None, named=named)
    return answers.pasted(ask, _searchset(ask, queries[0], page, place))


def entries_of(ask: Ask, query: SearchQuery, page: Page) -> list[str]:
    """The entries of a page: what matched, what came along, and what is to be said about it."""
    base, view = ask.door.base, View(query.summary, query.elements)
    entries = [bundles.found(base, each, subset.text_of(each, view), "match") for each in page.matches]
    entries += [bundles.found(base, each, subset.text_of(each, view), "include") for each in page.included]
    said = remarks.of([issue for _, issue in query.ignored], cut=page.cut, suppressed=page.suppressed)
    return [*entries, *said]


def _searchset(ask: Ask, query: SearchQuery, page: Page, place: Place | None = None) -> str:
    entries = entries_of(ask, query, page)
    understood = place or Place("search", query.type, query.pairs, ())
    return bundles.bundle(
        "searchset", entries, links.of_page(ask, understood.of, understood, page.after), page.total
    )
