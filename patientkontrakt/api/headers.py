"""Headers of every answer: nothing sniffed, framed, kept or told onwards; and which origins may read it.

A door that needs other values sets its own: these are set only where nothing is.
"""

import re
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, current_app, g, request

from patientkontrakt.auth.oauth import cors
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
    always = _ALWAYS | ({"Strict-Transport-Security": "max-age=31536000"} if encrypted else {})

    def complete(response: Response) -> Response:
        _protect(response, always)
        _name_nothing(response)
        _correlate(response)
        _share(response, database)
        return response

    app.after_request(complete)


def _protect(response: Response, always: Mapping[str, str]) -> None:
    said = {name.lower() for name, _ in response.headers}
    for name, value in always.items():
        if name.lower() not in said:
            response.headers.add(name, value)


def _name_nothing(response: Response) -> None:
    """What is not there is of no media type: a client would try to read it."""
    if response.calculate_content_length() == 0:
        response.headers.pop("Content-Type", None)


def _correlate(response: Response) -> None:
    """Our own X-Request-Id names the request; the caller's comes back beside it (FHIR R4 3.1.0.18)."""
    asked = request.headers.get("X-Request-Id", "")
    if _REQUEST_ID.fullmatch(asked):
        response.headers["X-Correlation-Id"] = asked


def _share(response: Response, database: Database) -> None:
    path = request.path.rstrip("/")
    if path in PUBLIC:
        cors.for_everybody(response)
    elif g.get("for_everybody"):
        _vary(response)
        cors.for_everybody(response, ("GET", "POST"))
    elif path == FHIR or path.startswith(FHIR + "/"):
        _vary(response, "Origin")
        if "Origin" in request.headers:
            _share_with_registered(response, database)


def _vary(response: Response, *more: str) -> None:
    names = (*_VARY, *more)
    if "Vary" in response.headers:
        response.vary.update(names)
    else:
        response.headers.add("Vary", ", ".join(names))


def _share_with_registered(response: Response, database: Database) -> None:
    try:
        cors.for_registered(request, response, database, METHODS)
    except Unavailable:
        # what has been decided is answered all the same; a browser only shows it to nobody else's page
        current_app.logger.warning("registered origins unknown: the database is away")
