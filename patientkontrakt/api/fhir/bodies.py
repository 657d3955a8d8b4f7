"""Bodies: their media type and size are judged before they are read, their text before it is parsed."""

from typing import Any, Final

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header

from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir import refusals
from patientkontrakt.api.fhir.ask import Pair, pairs_of
from patientkontrakt.fhir.outcome import Issue, Malformed, TooLarge, UnsupportedMedia, UnsupportedPatch
from patientkontrakt.fhir.patching import fhirpath_patch, json_patch
from patientkontrakt.fhir.patching.result import Change
from patientkontrakt.fhir.text import parse, parse_json

MAX_RESOURCE: Final = 1_000_000
MAX_BUNDLE: Final = 8_000_000
MAX_FORM: Final = 64_000
JSON_PATCH: Final = "application/json-patch+json"
FORM: Final = "application/x-www-form-urlencoded"


def resource(request: Request, type: str, limit: int = MAX_RESOURCE) -> dict[str, Any]:
    """The resource of `type` in the body. Raises UnsupportedMedia, TooLarge, Malformed."""
    body = any_resource(request, limit)
    if body.get("resourceType") != type:
        raise Malformed(wrong_type(type))
    return body


def any_resource(request: Request, limit: int = MAX_RESOURCE) -> dict[str, Any]:
    """The JSON object in the body, whatever it says it is. Raises UnsupportedMedia, TooLarge, Malformed."""
    negotiation.require_json(request.content_type, request.headers.get("Content-Encoding"))
    return parse(_read(request, limit), limit)


def patch(request: Request, type: str) -> Change:
    """The change of a resource of `type` that the body asks for. Raises UnsupportedMedia, TooLarge, Malformed.

    As application/json a list is a JSON Patch and Parameters are a FHIRPath Patch; any other object would be a merge,
    which is told what to send instead (conformance.md E1).
    """
    kind, params = parse_options_header(request.content_type)
    if kind not in (JSON_PATCH, *negotiation.OFFERS) or params.get("charset", "utf-8").lower() != "utf-8":
        raise UnsupportedPatch()
    negotiation.require_unpacked(request.headers.get("Content-Encoding"))
    body = parse_json(_read(request, MAX_RESOURCE), MAX_RESOURCE)
    if kind == JSON_PATCH or (kind == negotiation.PLAIN_JSON and isinstance(body, list)):
        return json_patch.change_of(body)
    if isinstance(body, dict) and body.get("resourceType") == "Parameters":
        return fhirpath_patch.change_of(body, type)
    raise UnsupportedPatch()


def form(request: Request) -> tuple[Pair, ...]:
    """The pairs of a form in the body; none when there is no body. Raises UnsupportedMedia, TooLarge, Malformed."""
    kind, params = parse_options_header(request.content_type)
    negotiation.require_unpacked(request.headers.get("Content-Encoding"))
    raw = _read(request, MAX_FORM)
    if not raw:
        return ()
    if kind != FORM or params.get("charset", "utf-8").lower() != "utf-8":
        raise UnsupportedMedia(
            Issue("not-supported", f"Skicka sökningen som {FORM}.", f"Send the search as {FORM}.")
        )
    return pairs_of(raw)


def has_form(request: Request) -> bool:
    """Whether the body says that it is a form."""
    return parse_options_header(request.content_type)[0] == FORM


def is_empty(request: Request) -> bool:
    """Whether no body was sent."""
    return not request.content_length and "chunked" not in request.headers.get("Transfer-Encoding", "")


def _read(request: Request, limit: int) -> bytes:
    """The whole body, of at most `limit` bytes. Raises TooLarge before reading more, Malformed when it was cut off."""
    # one byte more: of a body without Content-Length, Werkzeug gives the first bytes as if they were all
    request.max_content_length = limit + 1
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise TooLarge(_too_large(limit)) from None
    if len(raw) > limit:
        raise TooLarge(_too_large(limit))
    if len(raw) < (request.content_length or 0):
        raise Malformed(refusals.CUT_OFF)
    return raw


def wrong_type(type: str) -> Issue:
    """That a body is no `type`."""
    return Issue(
        "value",
        f"resourceType i innehållet ska vara {type}.",
        f"resourceType in the body must be {type}.",
        ("resourceType",),
    )


def _too_large(limit: int) -> Issue:
    return Issue(
        "too-long",
        f"Innehållet får vara högst {limit} byte.",
        f"The content may be at most {limit} bytes.",
    )
