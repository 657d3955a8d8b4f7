"""Bulk Data 2.0: an export is begun, asked after, fetched file by file, cancelled (http://hl7.org/fhir/uv/bulkdata)."""

from datetime import UTC
from typing import Final

import flask
from flask import Response
from werkzeug.http import http_date

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir import answers, bodies
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.problems import Problem
from patientkontrakt.fhir.bulk.kickoff import Level, pairs_of, parse_kickoff
from patientkontrakt.fhir.bulk.manifest import NDJSON, manifest
from patientkontrakt.fhir.outcome import Issue, Malformed, NotFound, operation_outcome
from patientkontrakt.fhir.text import render
from patientkontrakt.records.bulk import exports, rights
from patientkontrakt.records.bulk.exports import Standing

LONGEST_WAIT: Final = 60
"""Seconds between two questions after a long export; the longer it has taken, the longer it may be left alone."""

_NOT_ASYNCHRONOUS: Final = Issue(
    "required",
    "En export görs i bakgrunden: skicka Prefer: respond-async.",
    "An export is made in the background: send Prefer: respond-async.",
    ("http.Prefer",),
)
_BY_POST: Final = Issue(
    "not-supported",
    "patient anges i ett anrop med POST, i Parameters.",
    "patient is given in a request by POST, in Parameters.",
    ("http.patient",),
)
_FAILED: Final = Issue(
    "exception",
    "Exporten gick inte att göra. Ingenting av den finns kvar: begär en ny.",
    "The export could not be made. Nothing of it is left: ask for a new one.",
)
_REFUSED: Final = Issue(
    "forbidden",
    "Klienten får inte längre det som exporten skulle hålla. Ingenting av den finns kvar.",
    "The client may no longer have what the export was to hold. Nothing of it is left.",
)


def of_system(ask: Ask) -> Response:
    """GET or POST $export: everything the client may read."""
    return _begun(ask, "system")


def of_patients(ask: Ask) -> Response:
    """GET or POST Patient/$export: the patients whom the client may read."""
    return _begun(ask, "Patient")


def of_group(ask: Ask, id: str) -> Response:
    """GET or POST Group/id/$export: the members of one Group of the client's."""
    return _begun(ask, "Group", id)


def standing(ask: Ask, job: str) -> Response:
    """GET the status: how far it has come, or the manifest."""
    with ask.reading() as desk:
        found = exports.standing(desk, ask.door.exports, job)
    if found.is_failed:
        is_refused = found.course is not None and bool(found.course.refused)
        return answers.refused(Problem(403, (_REFUSED,)) if is_refused else Problem(500, (_FAILED,)))
    if not found.is_done or found.course is None:
        wait = max(1, min(LONGEST_WAIT, found.waited // 10_000))
        return Response(status=202, headers={"X-Progress": found.progress, "Retry-After": str(wait)})
    return _manifest(ask, job, found)


def cancel(ask: Ask, job: str) -> Response:
    """DELETE the status: cancelled, or done with. Nothing of it is left."""
    with ask.writing() as desk:
        id = exports.cancel(desk, ask.door.exports, job)
    ask.door.exports.remove(id)
    return Response(status=202)


def send(ask: Ask, job: str, file: str) -> Response:
    """GET one file, sent by the operating system."""
    if ask.request.environ is not flask.request.environ:
        raise NotFound()  # an entry of a batch: a file is no resource
    with ask.reading() as desk:
        found = exports.fetch(desk, ask.door.exports, job, file)
    try:
        response = flask.send_file(found.path, mimetype=NDJSON)
    except FileNotFoundError:  # removed since it was permitted
        raise NotFound(exports.LOST) from None
    response.headers["Cache-Control"] = "no-store"
    return response


def _begun(ask: Ask, level: Level, group: str | None = None) -> Response:
    if ask.actor.kind != "system":
        with ask.reading() as desk:
            rights.refuse(desk, "act")
    prefer = negotiation.prefer(ask.request.headers.get("Prefer"))  # an entry of a batch has none
    if not prefer.asynchronous:
        raise Malformed(_NOT_ASYNCHRONOUS)
    kickoff = parse_kickoff(level, _pairs(ask), lenient=prefer.lenient, base=ask.door.base)
    errors = tuple(operation_outcome([issue], answers.language()) for issue in kickoff.ignored)
    with ask.writing() as desk:
        id = exports.begin(desk, kickoff, group, _address(ask), errors)
    return Response(status=202, headers={"Content-Location": f"{ask.door.base}/_export/{id}"})


def _pairs(ask: Ask) -> list[tuple[str, str]]:
    pairs = ask.filters()
    if any(name == "patient" for name, _ in pairs):
        raise Malformed(_BY_POST)  # who somebody is stands in no address
    if ask.request.method != "POST" or bodies.is_empty(ask.request):
        return pairs
    return [*pairs, *pairs_of(bodies.resource(ask.request, "Parameters"))]


def _address(ask: Ask) -> str:
    """The address that was asked, as the service calls itself; what came in a body is not in it."""
    query = ask.request.query_string.decode("ascii")
    return f"{ask.door.base_url}{ask.request.path}{f'?{query}' if query else ''}"


def _manifest(ask: Ask, job: str, found: Standing) -> Response:
    course, order = found.course, found.order
    if course is None:
        raise NotFound()
    body = manifest(
        order.request,
        course.at,
        course.parts,
        lambda name: f"{ask.door.base}/_export/{job}/{name}",
        is_since=order.kickoff.since is not None,
    )
    headers = {"Expires": http_date(clock.moment(found.until or 0).astimezone(UTC))}
    return Response(render(body), headers=headers, content_type=f"{negotiation.PLAIN_JSON}; charset=utf-8")
