"""Headers of every answer: nothing sniffed, framed, kept or told onwards; and which origins may read it.

A door that needs other values sets its own: these are set only where nothing is.
"""

import re
from typing import Final

from flask import Flask, Response, current_app, g, request

from patientkontrakt.auth import cors
from patientkontrakt.db import Database, Unavailable

FHIR: Final = "/fhir"
PUBLIC: Final = frozenset(
    {"/fhir/metadata", "/fhir/openapi.json", "/fhir/package.tgz", "/fhir/.well-known/smart-configuration"}
)
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # what is refused is told, too

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._\-]{1,64}", re.ASCII)
_VARY: Final = ("Authorization", "Accept", "Accept-Language", "Prefer")


def register(app: Flask, database: Database, *, encrypted: bool) -> None:
    """Protect every answer; open those under /fhir to the pages of registered apps (model.md "CORS")."""

    def protect(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if encrypted:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    def name_nothing(response: Response) -> Response:
        """What is not there is of no media type: a client would try to read it."""
        if response.calculate_content_length() == 0:
            response.headers.pop("Content-Type", None)
        return response

    def correlate(response: Response) -> Response:
        """Our own X-Request-Id names the request; the caller's comes back beside it (FHIR R4 3.1.0.18)."""
        asked = request.headers.get("X-Request-Id", "")
        if _REQUEST_ID.fullmatch(asked):
            response.headers["X-Correlation-Id"] = asked
        return response

    def share(response: Response) -> Response:
        path = request.path.rstrip("/")
        if path in PUBLIC:
            cors.for_everybody(response)
        elif g.get("for_everybody"):
            response.vary.update(_VARY)
            cors.for_everybody(response, ("GET", "POST"))
        elif path == FHIR or path.startswith(FHIR + "/"):
            response.vary.update(_VARY)
            _share_with_registered(response, database)
        return response

    app.after_request(protect)
    app.after_request(name_nothing)
    app.after_request(correlate)
    app.after_request(share)


def _share_with_registered(response: Response, database: Database) -> None:
    try:
        cors.for_registered(request, response, database, METHODS)
    except Unavailable:
        # what has been decided is answered all the same; a browser only shows it to nobody else's page
        current_app.logger.warning("registered origins unknown: the database is away")
