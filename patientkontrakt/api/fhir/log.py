"""AuditEvent: the access log at the FHIR door (conformance.md AU-01…AU-06). It is read and searched, never written."""

from flask import Response

from patientkontrakt.accesslog.reading import Logged
from patientkontrakt.accesslog.render import render
from patientkontrakt.api.fhir import answers, bundles, links, remarks, searching, subset
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.reading import view
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir import text
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import logbook
from patientkontrakt.records.stored import Stored

TYPE = logbook.TYPE


def by_get(ask: Ask) -> Response:
    """GET AuditEvent?…: own rows, newest first."""
    place = links.place_in(ask, "search", TYPE)
    query = parse_query(TYPE, place.pairs, ask.prefer.strict, ask.door.base)
    with ask.reading() as desk:
        page = logbook.search(desk, query, place.after or None)
    shown, chosen = View(query.summary, query.elements), [_stored(ask, each) for each in page.rows]
    base = ask.door.base
    entries = [bundles.found(base, each, subset.text_of(each, shown), "match") for each in chosen]
    entries += remarks.of([issue for _, issue in query.ignored], cut=False, suppressed=False)
    onward = links.of_page(ask, TYPE, place, page.after)
    return answers.pasted(ask, bundles.bundle("searchset", entries, onward))


def by_post(ask: Ask) -> Response:
    """POST AuditEvent/_search."""
    return by_get(searching.with_form(ask))


def in_compartment(ask: Ask, id: str) -> Response:
    """GET Patient/id/AuditEvent?…"""
    return by_get(ask.also([("patient", f"Patient/{id}")]))


def in_compartment_by_post(ask: Ask, id: str) -> Response:
    """POST Patient/id/AuditEvent/_search."""
    return in_compartment(searching.with_form(ask), id)


def read(ask: Ask, id: str) -> Response:
    """One row: it has one version, for ever."""
    shown = view(ask, TYPE)
    with ask.reading() as desk:
        row = logbook.read(desk, id)
    return answers.shown(ask, _stored(ask, row), shown)


def _stored(ask: Ask, row: Logged) -> Stored:
    """The row as what the door hands out."""
    said = row.entry
    event = text.render(render(row, ask.door.base_url))
    return Stored(TYPE, row.id, 1, said.at, event, said.patient, said.custodian, said.unit, "alla")
