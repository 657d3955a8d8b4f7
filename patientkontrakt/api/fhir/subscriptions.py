"""Subscription: a backend client's own (Subscriptions R5 Backport 1.1), with $status and $events."""

from collections.abc import Iterable
from typing import Final, cast

from flask import Response

from patientkontrakt import clock
from patientkontrakt.api.fhir import answers, bodies, bundles, conditions, links, refusals, remarks, subset
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.everything import pairs_of
from patientkontrakt.api.fhir.reading import view
from patientkontrakt.api.fhir.subset import View
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.resource import ID
from patientkontrakt.fhir.search import refusals as search_refusals
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.subscriptions.notification import notification, status_set
from patientkontrakt.fhir.subscriptions.order import CONTENTS, Content
from patientkontrakt.records.subscriptions import asking, keeping

TYPE: Final = keeping.TYPE
DEFAULT_COUNT: Final = 50
_CONDITIONS: Final = ("If-None-Exist", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")
_STATES: Final = ("requested", "active", "error", "off")
_DIGITS: Final = 15


def by_get(ask: Ask) -> Response:
    """GET Subscription?…: own ones, oldest first."""
    place = links.place_in(ask, "search", TYPE)
    query = parse_query(TYPE, place.pairs, ask.prefer.strict, ask.door.base)
    with ask.reading() as desk:
        found = keeping.search(desk, query)
    start, count = (int(place.after[0]) if place.after else 0), query.count
    size = DEFAULT_COUNT if count is None else count
    chosen = [] if query.summary == "count" else found[start : start + size]
    shown, base = View(query.summary, query.elements), ask.door.base
    entries = [bundles.found(base, each, subset.text_of(each, shown), "match") for each in chosen]
    entries += remarks.of([issue for _, issue in query.ignored], cut=False, suppressed=False)
    after = (start + size,) if chosen and start + size < len(found) else None
    onward = links.of_page(ask, TYPE, place, after)
    return answers.pasted(ask, bundles.bundle("searchset", entries, onward, len(found)))


def by_post(ask: Ask) -> Response:
    """POST Subscription/_search."""
    return by_get(ask.also(bodies.form(ask.request)))


def create(ask: Ask) -> Response:
    """POST Subscription: a new one, requested."""
    _require_plain(ask, "If-Match")
    resource = bodies.resource(ask.request, TYPE)
    with ask.writing() as desk:
        made = keeping.create(desk, ask.door.vault, resource)
    return answers.written(ask, made, created=True)


def read(ask: Ask, id: str) -> Response:
    """GET Subscription/id: as it is now; earlier versions are not kept."""
    shown = view(ask, TYPE)
    with ask.reading() as desk:
        stored = keeping.read(desk, id)
    return answers.shown(ask, stored, shown)


def update(ask: Ask, id: str) -> Response:
    """PUT Subscription/id: changed, and a new handshake; or off."""
    _require_plain(ask)
    version = conditions.if_match(ask.header("If-Match"))
    resource = bodies.resource(ask.request, TYPE)
    with ask.writing() as desk:
        stored = keeping.update(desk, ask.door.vault, id, resource, version)
    return answers.written(ask, stored, created=False)


def status(ask: Ask, id: str) -> Response:
    """GET or POST Subscription/id/$status."""
    asked = _said(ask)
    for name, _ in asked.filters():
        raise refusals.not_a_parameter(name)
    with ask.reading() as desk:
        found = asking.status(desk, id)
    return answers.pasted(asked, status_set(ask.door.base, [found]))


def statuses(ask: Ask) -> Response:
    """GET or POST Subscription/$status?id=…&status=…: of several, or all."""
    asked = _said(ask)
    ids, states = set(), set()
    for name, value in asked.filters():
        if name == "id" and ID.fullmatch(value):
            ids.add(value)
        elif name == "status" and value in _STATES:
            states.add(value)
        else:
            raise refusals.not_a_parameter(name)
    with ask.reading() as desk:
        found = asking.statuses(desk, ids, states)
    return answers.pasted(asked, status_set(ask.door.base, found))


def events(ask: Ask, id: str) -> Response:
    """GET or POST Subscription/id/$events?eventsSinceNumber=…&eventsUntilNumber=…&content=…"""
    asked = _said(ask)
    pairs = asked.filters()
    said = dict(pairs)
    for name in said.keys() - {"eventsSinceNumber", "eventsUntilNumber", "content"}:
        raise refusals.not_a_parameter(name)
    for name in said:
        if sum(each == name for each, _ in pairs) > 1:
            raise _unreadable(name, "ska anges högst en gång.", "must be given at most once.")
    content = said.get("content")
    if content is not None and content not in CONTENTS:
        names = ", ".join(CONTENTS)
        raise _unreadable("content", f"ska vara ett av {names}.", f"must be one of {names}.")
    first, last = _number(said, "eventsSinceNumber"), _number(said, "eventsUntilNumber")
    with ask.reading() as desk:
        again = asking.events(desk, id, first or 1, last, cast(Content | None, content))
    text = notification(ask.door.base, again.status, "query-event", again.events, clock.millis(ask.now))
    return answers.pasted(asked, text)


def _said(ask: Ask) -> Ask:
    """The ask with what its body says: a form, Parameters, or nothing."""
    if ask.request.method != "POST":
        return ask
    if bodies.has_form(ask.request) or bodies.is_empty(ask.request):
        return ask.also(bodies.form(ask.request))
    return ask.also(pairs_of(bodies.resource(ask.request, "Parameters")))


def _number(said: dict[str, str], name: str) -> int | None:
    text = said.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise _unreadable(name, "ska vara numret på en händelse.", "must be the number of an event.")
    return int(text)


def _unreadable(name: str, sv: str, en: str) -> Malformed:
    return Malformed(search_refusals.issue("value", name, sv, en))


def _require_plain(ask: Ask, *others: str) -> None:
    """Raise Malformed for a condition: none is heeded here but If-Match of an update."""
    unheeded: Iterable[str] = (*_CONDITIONS, *others)
    if ask.filters() or any(ask.header(name) is not None for name in unheeded):
        raise refusals.conditional()
