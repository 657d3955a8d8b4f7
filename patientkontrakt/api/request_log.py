"""Each request gets an id, and a line in the log when it was refused, failed or slow, or for every one by a setting.

What was read by whom is the access log's business; this one is for operators. It has the route, not the
address: what a caller puts into an address is the caller's. Of who asked it has the kind: patient, staff, system.
"""

import secrets
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SessionInterface
from flask.typing import ResponseReturnValue
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug.exceptions import BadRequest

from patientkontrakt.api.metrics import counts

SLOW = 1.0  # seconds
# An id has letters only: ten digits of it in a row would be taken for a personal number, and struck out of the log.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
log = structlog.get_logger()


class NoSessions(SessionInterface):
    """Sign-ins are rows of our own tables: Flask has no cookie to look for, to open and to sign."""

    def open_session(self, app: Flask, request: Request) -> None:
        """None."""


class Service(Flask):
    """Flask, but an unexpected error is logged without the address and without its message."""

    session_interface = NoSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself: nothing here is a coroutine, which Flask would ask of six functions at every request."""
        return func

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        log.error("unexpected error", route=_route(), exc_info=exc_info)


def follow(app: Flask, *, every: bool = False) -> None:
    """Register what happens at the beginning and the end of every request; `every` one leaves a line then."""
    app.before_request(_begin)
    app.after_request(partial(_end, every))
    app.teardown_request(_forget)
    for error in (ParseException, NoMoreData):
        app.register_error_handler(error, _broken_body)


def _begin() -> None:
    g.request_id = secrets.token_hex(11).translate(_LETTERS)
    g.request_began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(every: bool, response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    seconds = time.perf_counter() - g.request_began
    counts.answered(_route(), request.method, response.status_code, seconds)
    if every or response.status_code >= 400 or seconds > SLOW:
        log.info(
            "request",
            method=request.method if request.method in counts.METHODS else "other",
            route=_route(),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
            caller=g.get("caller"),
        )
    return response


def _forget(error: BaseException | None) -> None:
    """What this thread logs from now on is no longer of this request."""
    structlog.contextvars.clear_contextvars()


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "unknown"


def _broken_body(error: Exception) -> ResponseReturnValue:
    """gunicorn finds out that a chunked body is broken while we read it: the caller's fault, not ours (R16)."""
    answer: ResponseReturnValue = current_app.handle_user_exception(BadRequest("The body is broken off."))
    return answer
