"""Batch Bundles (FHIR R4 3.1.0.11.1): each entry is a request of its own, answered as if it had come alone (S-019, S-056)."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir import answers, bundles, refusals
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.problems import problem_of
from patientkontrakt.fhir.bundle import BundleEntry, in_order
from patientkontrakt.fhir.outcome import Malformed, Refusal
from patientkontrakt.fhir.patching import carried
from patientkontrakt.fhir.text import render
from patientkontrakt.policy.decision import AccessRefused

Answering = Callable[[Ask, str], Response]

_CONDITIONS: Final = (
    ("If-Match", "ifMatch"),
    ("If-None-Match", "ifNoneMatch"),
    ("If-None-Exist", "ifNoneExist"),
)


def run(ask: Ask, entries: Sequence[BundleEntry], answer: Answering) -> Response:
    """Every entry in FHIR's order; the answers in the order they were sent. A refusal is its entry's own.

    `answer` says what the door says to a request at a path below the base.
    """
    told = {entry.index: _told(ask, entry, answer) for entry in in_order(entries)}
    return answers.pasted(ask, bundles.bundle("batch-response", [told[entry.index] for entry in entries]))


def _told(ask: Ask, entry: BundleEntry, answer: Answering) -> str:
    try:
        if entry.refusal:
            raise entry.refusal
        inner = ask.within(_request(entry))
        response = answer(inner, inner.request.path.removeprefix("/fhir"))
    except (Refusal, AccessRefused) as error:
        response = answers.refused(problem_of(error))
    return _entry(entry, response)


def _request(entry: BundleEntry) -> Request:
    """The entry as a request at the door."""
    route, _, query = entry.url.partition("?")
    path = route.strip("/")
    if not path:
        raise Malformed(refusals.NO_BUNDLE_WITHIN)
    body, content_type = _body(entry)
    headers = [(name, entry.conditions[given]) for name, given in _CONDITIONS if given in entry.conditions]
    builder = EnvironBuilder(
        path=f"/fhir/{path}",
        query_string=query,
        method=entry.method,
        headers=headers,
        data=body,
        content_type=content_type,
    )
    return Request(builder.get_environ())


def _body(entry: BundleEntry) -> tuple[bytes | None, str | None]:
    """The resource as a body. A JSON Patch comes as a Binary (FHIR R4 3.1.0.11.1)."""
    resource = entry.resource
    if resource is None or entry.method in ("GET", "HEAD"):
        return None, None
    if entry.method == "PATCH" and resource.get("resourceType") == "Binary":
        return carried.text_of(resource), carried.JSON_PATCH
    return render(resource).encode(), negotiation.FHIR_JSON


def _entry(entry: BundleEntry, response: Response) -> str:
    said = {"status": f"{response.status_code} {HTTPStatus(response.status_code).phrase}"}
    place = response.headers.get("Location") or response.headers.get("Content-Location")
    if place:
        said["location"] = place
    if etag := response.headers.get("ETag"):
        said["etag"] = etag
    if response.last_modified:
        said["lastModified"] = clock.iso(clock.millis(response.last_modified))
    text = response.get_data(as_text=True) if entry.method != "HEAD" else ""
    is_outcome = text.startswith('{"resourceType":"OperationOutcome"')
    return bundles.told(said, None if is_outcome else text or None, text if is_outcome else None)
