"""Our profiles, extensions, codes and operations: read, searched and taken as a package by anybody (FHIR R4 5.3, 5.5, 4.8).

What others have defined lies in the archive and takes a token; who has one searches both at once, and finds ours first.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flask import Response, request

from patientkontrakt import clock
from patientkontrakt.api.fhir import (
    answers,
    bodies,
    bundles,
    links,
    reading,
    refusals,
    remarks,
    searching,
    since,
    subset,
    writing,
)
from patientkontrakt.api.fhir.ask import Ask, Heard, Pair
from patientkontrakt.api.fhir.bundles import Links
from patientkontrakt.api.fhir.paging import Place
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.profiles import finding
from patientkontrakt.fhir.profiles.library import SOFTWARE, TYPES, Definition, library
from patientkontrakt.fhir.profiles.package import NAME, package
from patientkontrakt.fhir.search import refusals as search_refusals
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.records import reader

KEPT: Final = "public, max-age=3600"
OFFSET: Final = "_offset"
_DIGITS: Final = 4  # of how many of ours have been shown


def read_openly(heard: Heard, type: str, id: str) -> Response | None:
    """One of ours; None for what is not."""
    found = library().get((type, id))
    return None if found is None else _shown(heard, found)


def vread_openly(heard: Heard, type: str, id: str, version: str) -> Response | None:
    """One of ours as it is in this release; earlier ones are in earlier packages."""
    found = library().get((type, id))
    return None if found is None or found.version != version else _shown(heard, found)


def search_openly(heard: Heard, type: str) -> Response | None:
    """A search among ours; None when somebody has a token, and searches the archive too."""
    if heard.header("Authorization") is not None:
        return None
    return _ours_alone(heard, type)


def _ours_alone(heard: Heard, type: str) -> Response:
    query, offset = _asked(heard, type, heard.filters())
    found = _own(query)
    own, _, after = _turned(query, offset, found)
    said = remarks.of([issue for _, issue in query.ignored])
    entries = [*_entries(heard, query, own), *said]
    return _may_be_kept(_bundle(heard, entries, _links(heard, query, after), len(found)))


def search_openly_by_form(heard: Heard, type: str) -> Response | None:
    """The same by POST Type/_search."""
    if heard.header("Authorization") is not None:
        return None
    return search_openly(heard.also(bodies.form(heard.request)), type)


def history_openly(heard: Heard, type: str, id: str) -> Response | None:
    """One of ours as it is in this release, its only version here; None for what is not."""
    found = library().get((type, id))
    if found is None:
        return None
    since.of_history(
        type, heard.filters()
    )  # one version, always of the same day: nothing to narrow, but nothing unread
    address = f"{heard.door.base}/{found.key}"
    entries = [bundles.released(address, found.key, found.text, found.version)]
    told = [("self", links.address(f"{address}/_history", heard.filters()))]
    return _may_be_kept(answers.pasted(heard, bundles.bundle("history", entries, told, len(entries))))


def history(ask: Ask, type: str, id: str) -> Response:
    """GET Type/id/_history, of whatever type."""
    return history_openly(ask, type, id) or reading.history(ask, type, id)


def packed() -> Response:
    """GET /package.tgz: all of them as a FHIR package."""
    response = Response(package(SOFTWARE), content_type="application/gzip")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}-{SOFTWARE}.tgz"'
    response.add_etag()
    response.make_conditional(request)
    return _may_be_kept(response)


def read(ask: Ask, type: str, id: str) -> Response:
    """GET Type/id, of whatever type."""
    return read_openly(ask, type, id) or reading.read(ask, type, id)


def vread(ask: Ask, type: str, id: str, version: str) -> Response:
    """GET Type/id/_history/version, of whatever type."""
    return vread_openly(ask, type, id, version) or reading.vread(ask, type, id, version)


def update(ask: Ask, type: str, id: str) -> Response:
    """PUT Type/id: never one of ours, which the software brings."""
    _require_not_ours(ask, type, id)
    return writing.update(ask, type, id)


def patch(ask: Ask, type: str, id: str) -> Response:
    """PATCH Type/id: never one of ours."""
    _require_not_ours(ask, type, id)
    return writing.patch(ask, type, id)


def search(ask: Ask, type: str) -> Response:
    """GET Type?…, of whatever type: of definitions ours first, then those of the archive, as one list."""
    if type not in TYPES:
        return searching.by_get(ask, type)
    if not ask.actor.scopes.covers(ask.actor.levels, type, "s"):
        return _ours_alone(ask, type)  # no less than without a token
    place = links.place_in(ask, "search", type)
    query, offset = _asked(ask, type, place.pairs)
    found = _own(query)
    own, room, after = ([], query.count, None) if place.after else _turned(query, offset, found)
    with ask.reading() as desk:
        page = reader.search(desk, replace(query, count=room), place.after or None)
    if after is None and own and room == 0:
        after = len(found)  # the next page begins with the archive's
    here = Place("search", type, query.pairs, ())
    onward = links.of_page(ask, type, here, page.after) if after is None else _links(ask, query, after)
    total = None if page.total is None else page.total + len(found)
    entries = [*_entries(ask, query, own), *searching.entries_of(ask, query, page)]
    return _bundle(ask, entries, onward, total)


def search_by_form(ask: Ask, type: str) -> Response:
    """POST Type/_search, of whatever type."""
    return search(searching.with_form(ask), type)


def _asked(heard: Heard, type: str, pairs: Sequence[Pair]) -> tuple[SearchQuery, int]:
    """What is asked, and how many of ours have been shown. Raises Malformed."""
    offsets = [value for name, value in pairs if name == OFFSET]
    if any(not (each.isascii() and each.isdigit() and len(each) <= _DIGITS) for each in offsets):
        raise Malformed(search_refusals.issue("value", OFFSET, "ska vara ett tal.", "must be a number."))
    others = [pair for pair in pairs if pair[0] != OFFSET]
    query = parse_query(type, others, heard.prefer.strict, heard.door.base)
    return query, int(offsets[0]) if offsets else 0


def _own(query: SearchQuery) -> Sequence[Definition]:
    return finding.matching(library(), query, clock.millis(clock.now()))


def _turned(
    query: SearchQuery, offset: int, found: Sequence[Definition]
) -> tuple[Sequence[Definition], int | None, int | None]:
    """Those of ours on this page, the room left on it, and where the next page of ours begins."""
    count = reader.DEFAULT_COUNT if query.count is None else query.count
    if query.summary == "count" or count == 0:
        return [], query.count, None
    shown = found[offset : offset + count]
    reached = offset + len(shown)
    return shown, count - len(shown), reached if reached < len(found) else None


def _entries(heard: Heard, query: SearchQuery, own: Sequence[Definition]) -> list[str]:
    base, view = heard.door.base, View(query.summary, query.elements)
    return [bundles.match(f"{base}/{each.key}", _text(each, view)) for each in own]


def _links(heard: Heard, query: SearchQuery, after: int | None) -> Links:
    """Of a page that goes on among ours: they are the same for all, so the next is a plain address."""
    here = f"{heard.door.base}/{query.type}"
    told = [("self", links.address(here, query.pairs))]
    if after is not None:
        told.append(("next", links.address(here, (*query.pairs, (OFFSET, str(after))))))
    return told


def _bundle(heard: Heard, entries: Sequence[str], told: Links, total: int | None) -> Response:
    return answers.pasted(heard, bundles.bundle("searchset", entries, told, total))


def _shown(heard: Heard, found: Definition) -> Response:
    view = reading.view(heard, found.resource["resourceType"])
    if not view.is_whole:
        return _may_be_kept(answers.pasted(heard, _text(found, view)))
    response = answers.pasted(heard, found.text)
    response.set_etag(found.version, weak=True)
    response.make_conditional(heard.request)
    return _may_be_kept(response)


def _text(found: Definition, view: View) -> str:
    return found.text if view.is_whole else subset.part(found.resource, view)


def _may_be_kept(response: Response) -> Response:
    """By anybody, for an hour: it is the same for all, and changes with the software only."""
    response.headers["Cache-Control"] = KEPT
    return response


def _require_not_ours(ask: Ask, type: str, id: str) -> None:
    if (type, id) in library():
        raise refusals.not_allowed(ask.request.method, ("GET",))
