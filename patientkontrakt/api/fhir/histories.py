"""The history of a type and of everything (FHIR R4 3.1.0.11): what has been written, newest first, in pages."""

from flask import Response

from patientkontrakt.api.fhir import answers, bundles, links, since
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.records import histories


def of_type(ask: Ask, type: str) -> Response:
    """GET Type/_history?_since=…&_count=…"""
    return _history(ask, type)


def of_system(ask: Ask) -> Response:
    """GET _history?_since=…&_count=…"""
    return _history(ask, "")


def _history(ask: Ask, type: str) -> Response:
    """No total: it would have to count every version there is (S-116)."""
    place = links.place_in(ask, "history", type)
    count, start = since.of_history(type, place.pairs)
    with ask.reading() as desk:
        told = histories.history(desk, type or None, count, start, place.after or None)
    entries = [bundles.version(ask.door.base, stored, method) for stored, method in told.versions]
    path = f"{type}/_history" if type else "_history"
    return answers.pasted(
        ask, bundles.bundle("history", entries, links.of_page(ask, path, place, told.after))
    )
