"""GET /metadata and /openapi.json: what this server does, computed from its tables; open to everybody (FHIR R4 3.1.0.14)."""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from flask import Response, request

from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir.ask import media_type, pairs_of
from patientkontrakt.fhir.capability import capability_statement
from patientkontrakt.fhir.openapi import openapi
from patientkontrakt.fhir.text import render

# When what the statement says last changed.
CHANGED: Final = "2026-11-22"


def statement(base_url: str) -> Response:
    """The CapabilityStatement. Raises NotAcceptable."""
    content_type = media_type(request, pairs_of(request.query_string))
    return Response(_statement(base_url), content_type=content_type)


def description(base_url: str) -> Response:
    """The same in OpenAPI 3.1: JSON whatever the caller accepts; large, so that it may be kept, and asked for by ETag."""
    text, tag = _description(base_url)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(text, content_type=negotiation.PLAIN_JSON)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(tag)
    return response


@lru_cache(maxsize=4)
def _statement(base_url: str) -> str:
    return render(capability_statement(base_url, version("patientkontrakt"), CHANGED))


@lru_cache(maxsize=4)
def _description(base_url: str) -> tuple[str, str]:
    text = render(openapi(base_url, version("patientkontrakt"), CHANGED))
    return text, hashlib.sha256(text.encode()).hexdigest()[:32]
