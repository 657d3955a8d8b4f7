"""Every no at the authorization server's addresses for programs as JSON (RFC 6749 §5.2); its pages are for people."""

from typing import Final

from flask import Flask, Response, jsonify

from patientkontrakt.api.problems import Problem, answer_under

FOR_PROGRAMS: Final = (
    "/oauth/token",
    "/oauth/par",
    "/oauth/revoke",
    "/oauth/introspect",
    "/oauth/userinfo",
    "/oauth/jwks",
    "/.well-known",
)
_CODES: Final = {500: "server_error", 503: "temporarily_unavailable"}


def register(app: Flask) -> None:
    """From now on what these addresses do not refuse by themselves is told in their way: a wrong method, a broken body."""
    for address in FOR_PROGRAMS:
        answer_under(app, address, _refused)


def _refused(problem: Problem) -> Response:
    code = _CODES.get(problem.status, "invalid_request")
    response = jsonify({"error": code, "error_description": problem.issues[0].en})
    response.status_code = problem.status
    response.headers["Cache-Control"] = "no-store"
    return response
