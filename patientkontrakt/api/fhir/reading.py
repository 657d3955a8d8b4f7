"""read, vread and the history of one resource (FHIR R4 3.1.0.2, 3.1.0.3, 3.1.0.11)."""

import re
from typing import Final

from flask import Response

from patientkontrakt.api.fhir import answers, bundles, links, refusals, since
from patientkontrakt.api.fhir.ask import FORMAT, Ask, Heard
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir.outcome import Issue, Malformed, NotFound
from patientkontrakt.fhir.search.results import Result, parse_result
from patientkontrakt.records import reader

_VERSION: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_COUNT_ONLY_IN_SEARCH: Final = Issue(
    "value", "_summary=count hör till sökningar.", "_summary=count belongs to searches.", ("http._summary",)
)


def read(ask: Ask, type: str, id: str) -> Response:
    """The current version."""
    shown = view(ask, type)
    with ask.reading() as desk:
        stored = reader.read(desk, type, id)
    return answers.shown(ask, stored, shown)


def vread(ask: Ask, type: str, id: str, version: str) -> Response:
    """One version."""
    shown = view(ask, type)
    if not _VERSION.fullmatch(version):
        raise NotFound()
    with ask.reading() as desk:
        stored = reader.vread(desk, type, id, int(version))
    return answers.shown(ask, stored, shown)


def history(ask: Ask, type: str, id: str) -> Response:
    """The versions the caller may see, newest first, in pages: `_since`, `_count`."""
    key = f"{type}/{id}"
    place = links.place_in(ask, "history", key)
    count, start = since.of_history(type, place.pairs)
    before = int(place.after[0]) if place.after else None
    with ask.reading() as desk:
        told = reader.history(desk, type, id, count, before, start)
    base = ask.door.base
    entries = [bundles.version(base, stored, method) for stored, method in told.versions]
    after = None if told.before is None else (told.before,)
    return answers.pasted(
        ask,
        bundles.bundle(
            "history", entries, links.of_page(ask, f"{key}/_history", place, after), total=told.total
        ),
    )


def view(ask: Heard, type: str) -> View:
    """What `_summary` and `_elements` leave of a resource; other parameters change nothing of a read."""
    asked: dict[str, Result] = {}
    for name, value in ask.pairs:
        if name in ("_summary", "_elements") and (found := parse_result(type, name, value)):
            asked[found.field] = found
        elif ask.prefer.strict and name not in FORMAT:
            raise refusals.not_a_parameter(name)
    chosen = View(**{name: result.value for name, result in asked.items()})
    if chosen.summary == "count":
        raise Malformed(_COUNT_ONLY_IN_SEARCH)
    return chosen
