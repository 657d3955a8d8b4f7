"""What each refusal is over HTTP: one table from exception to status, for every door.

`answer_under` gives a door's tree of addresses its own way of saying it: OperationOutcome, problem+json.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from patientkontrakt.api import reasons
from patientkontrakt.api.metrics import counts
from patientkontrakt.auth.proving.guard import Unauthenticated
from patientkontrakt.db import Unavailable
from patientkontrakt.fhir import outcome
from patientkontrakt.fhir.outcome import Issue, NotFound, Refusal
from patientkontrakt.policy.decision import AccessRefused

RETRY_AFTER: Final = "5"
_EXTENSION: Final = "patientkontrakt-problems"

# Subclasses before their bases.
STATUS: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (outcome.Malformed, 400),
    (outcome.Invalid, 422),
    (outcome.NotFound, 404),
    (outcome.Gone, 410),
    (outcome.VersionConflict, 412),
    (outcome.PreconditionRequired, 428),
    (outcome.MultipleMatches, 412),
    (outcome.Conflict, 409),
    (outcome.MethodNotAllowed, 405),
    (outcome.UnsupportedMedia, 415),
    (outcome.NotAcceptable, 406),
    (outcome.TooLarge, 413),
    (outcome.NotSupported, 400),
    (outcome.Throttled, 429),
)


@dataclass(frozen=True)
class Problem:
    """A refusal as HTTP has it: the status, why in both languages, and headers that belong to it."""

    status: int
    issues: tuple[Issue, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Problem], Response]


def problem_of(error: Exception) -> Problem:
    """The Problem of anything a door may meet. What we do not know is a 500 that tells a reference only."""
    match error:
        case Refusal():
            return _of_refusal(error)
        case AccessRefused(may_know=False):
            return _of_refusal(NotFound())
        case AccessRefused(reason="scope"):
            challenge = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
            return Problem(403, (reasons.of("scope"),), challenge)
        case AccessRefused():
            return Problem(403, (reasons.of(error.reason),))
        case Unauthenticated():
            return Problem(401, (reasons.UNAUTHENTICATED,), {"WWW-Authenticate": error.challenge})
        case Unavailable():
            return Problem(503, (reasons.UNAVAILABLE,), {"Retry-After": RETRY_AFTER})
        case HTTPException() if error.code and error.code < 500:
            return _of_http(error)
    return Problem(500, (reasons.ours(g.get("request_id", "–")),))


def answer_under(app: Flask, prefix: str, answer: Answer) -> None:
    """From now on every refusal and error under the path `prefix` is told by `answer`."""
    tongues: dict[str, Answer] | None = app.extensions.get(_EXTENSION)
    if tongues is None:
        tongues = app.extensions[_EXTENSION] = {}
        _register(app, tongues)
    tongues[prefix] = answer


def _register(app: Flask, tongues: Mapping[str, Answer]) -> None:
    def handle(error: Exception) -> Any:
        counts.refused(_why(error))
        for prefix, answer in tongues.items():
            if request.path == prefix or request.path.startswith(prefix + "/"):
                return _told(answer, problem_of(error))
        if isinstance(error, HTTPException):
            return error
        return _plain(problem_of(error))

    # An unexpected error arrives as InternalServerError, after the application has logged where it happened.
    for kind in (Refusal, AccessRefused, Unauthenticated, Unavailable, HTTPException):
        app.register_error_handler(kind, handle)


def _why(error: Exception) -> str:
    """The law's reason, or what kind of refusal it was: words of the code."""
    return error.reason if isinstance(error, AccessRefused) else type(error).__name__


def _told(answer: Answer, problem: Problem) -> Response:
    response = answer(problem)
    response.headers.update(problem.headers)
    return response


def _plain(problem: Problem) -> Response:
    text = "\n".join(f"{issue.sv} {issue.en}" for issue in problem.issues)
    return Response(text, problem.status, dict(problem.headers), content_type="text/plain; charset=utf-8")


def _of_refusal(error: Refusal) -> Problem:
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    headers = {}
    if isinstance(error, outcome.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allow)
    if isinstance(error, outcome.Throttled):
        headers["Retry-After"] = str(error.wait_s)
    if isinstance(error, outcome.UnsupportedPatch):
        headers["Accept-Patch"] = ", ".join(error.accept)
    return Problem(status, error.issues, headers)


def _of_http(error: HTTPException) -> Problem:
    """What Flask and Werkzeug refuse by themselves, before or while they read the request."""
    code = error.code or InternalServerError.code
    if isinstance(error, MethodNotAllowed):
        return _of_refusal(outcome.MethodNotAllowed(tuple(error.valid_methods or ())))
    return Problem(code, (reasons.of_status(code),))
