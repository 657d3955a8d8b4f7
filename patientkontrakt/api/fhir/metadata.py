"""GET /metadata: what this server does, computed from its tables; open to everybody (FHIR R4 3.1.0.14)."""

from functools import lru_cache
from importlib.metadata import version
from typing import Final

from flask import Response, request

from patientkontrakt.api.fhir.ask import media_type, pairs_of
from patientkontrakt.fhir.capability import capability_statement
from patientkontrakt.fhir.text import render

# When what the statement says last changed.
CHANGED: Final = "2026-11-21"


def statement(base_url: str) -> Response:
    """The CapabilityStatement. Raises NotAcceptable."""
    content_type = media_type(request, pairs_of(request.query_string))
    return Response(_text(base_url), content_type=content_type)


@lru_cache(maxsize=4)
def _text(base_url: str) -> str:
    return render(capability_statement(base_url, version("patientkontrakt"), CHANGED))
