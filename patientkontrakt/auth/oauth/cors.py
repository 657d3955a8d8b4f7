"""Which browser pages of other origins may read an answer: metadata everybody's, tokens and FHIR those of registered apps."""

from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from werkzeug.wrappers import Request, Response

from patientkontrakt.auth import moment
from patientkontrakt.auth.outside.redirects import origin
from patientkontrakt.db import Database, Unavailable

HEADERS: Final = (
    "Authorization, DPoP, Content-Type, Accept, If-Match, If-None-Match, If-None-Exist, Prefer, X-Request-Id"
)
EXPOSED: Final = (
    "ETag, Location, Content-Location, Last-Modified, Retry-After, WWW-Authenticate, Allow, Accept-Patch,"
    " X-Request-Id, X-Correlation-Id, X-Progress"
)


KEPT_MS: Final = 5_000
"""How long a process goes on believing an origin: a new client's counts at once, a closed one's as long as this at most.

Nothing is opened by it: a closed client's tokens are dead at once, and what its page then reads is the refusal.
"""
_believed: WeakKeyDictionary[Database, tuple[frozenset[str], int]] = WeakKeyDictionary()


def for_everybody(response: Response, methods: Iterable[str] = ("GET",)) -> Response:
    """Any page may read this: it is public and holds nothing of a person."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _allow(response, methods)


def for_registered(
    request: Request, response: Response, database: Database, methods: Iterable[str]
) -> Response:
    """Pages at the origin of a registered redirect URI may read this; never with cookies (S-109)."""
    response.vary.add("Origin")
    asking = request.headers.get("Origin")
    if asking and _is_registered(asking, database):
        response.headers["Access-Control-Allow-Origin"] = asking
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        _allow(response, methods)
    return response


def registered_origins(database: Database) -> frozenset[str]:
    """The origins of all active clients' redirect URIs."""
    with database.glance() as tx:
        rows = tx.rows("SELECT redirect_uris FROM client WHERE status = 'active'")
    found = (origin(uri) for (uris,) in rows for uri in uris.split("\n") if uri)
    return frozenset(one for one in found if one)


def _is_registered(asking: str, database: Database) -> bool:
    """False also when the database is away: the answer, a 503 by then, must still get out."""
    at = moment.at()
    origins, until = _believed.get(database, (frozenset(), 0))
    if asking in origins and at < until:
        return True
    try:
        origins = registered_origins(database)
    except Unavailable:
        return False
    _believed[database] = origins, at + KEPT_MS
    return asking in origins


def _allow(response: Response, methods: Iterable[str]) -> Response:
    response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Headers"] = HEADERS
    response.headers["Access-Control-Max-Age"] = "600"
    return response
