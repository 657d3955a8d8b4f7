"""Search by type and in a patient's compartment, by GET and by POST _search (FHIR R4 3.1.0.10, 3.1.1)."""

from flask import Response

from patientkontrakt.api.fhir import answers, bodies, bundles, links, remarks, subset
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.paging import Place
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.reader import Page


def by_get(ask: Ask, type: str) -> Response:
    """GET Type?…"""
    place = links.place_in(ask, "search", type)
    query = parse_query(type, place.pairs, ask.prefer.strict, ask.door.base)
    with ask.reading() as desk:
        page = reader.search(desk, query, place.after or None)
    return answers.pasted(ask, _searchset(ask, query, page))


def by_post(ask: Ask, type: str) -> Response:
    """POST Type/_search: the pairs of the address and of the form both apply (S-014)."""
    return by_get(ask.also(bodies.form(ask.request)), type)


def in_compartment(ask: Ask, id: str, type: str) -> Response:
    """GET Patient/id/Type?…: what is the patient's, and matches."""
    if parameter_of(type, "patient") is None:
        raise NotFound()
    return by_get(ask.also([("patient", f"Patient/{id}")]), type)


def in_compartment_by_post(ask: Ask, id: str, type: str) -> Response:
    """POST Patient/id/Type/_search."""
    return in_compartment(ask.also(bodies.form(ask.request)), id, type)


def _searchset(ask: Ask, query: SearchQuery, page: Page) -> str:
    base, view = ask.door.base, View(query.summary, query.elements)
    entries = [bundles.found(base, each, subset.text_of(each, view), "match") for each in page.matches]
    entries += [bundles.found(base, each, subset.text_of(each, view), "include") for each in page.included]
    entries += remarks.of([issue for _, issue in query.ignored], cut=page.cut, suppressed=page.suppressed)
    understood = Place("search", query.type, query.pairs, ())
    return bundles.bundle(
        "searchset", entries, links.of_page(ask, query.type, understood, page.after), page.total
    )
