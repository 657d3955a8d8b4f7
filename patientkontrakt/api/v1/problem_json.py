"""Refusals as problem+json (RFC 9457), in the caller's language with the other beside it."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response, request

from patientkontrakt.api import negotiation
from patientkontrakt.api.negotiation import Language
from patientkontrakt.api.openapi import PROBLEM_JSON
from patientkontrakt.api.problems import Problem
from patientkontrakt.fhir.outcome import Issue


def told(problem: Problem) -> Response:
    """The answer; `errors` has an entry per issue, with the place it is about."""
    language = negotiation.language(request.headers.get("Accept-Language"))
    body = problem_json(problem, language)
    response = Response(json.dumps(body, ensure_ascii=False), problem.status, content_type=PROBLEM_JSON)
    response.headers["Content-Language"] = language
    return response


def problem_json(problem: Problem, language: Language) -> dict[str, Any]:
    """The problem details of RFC 9457 §3."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": " ".join(_text(issue, language) for issue in problem.issues),
        "errors": [_entry(issue, language) for issue in problem.issues],
    }


def _text(issue: Issue, language: Language) -> str:
    return issue.sv if language == "sv" else issue.en


def _entry(issue: Issue, language: Language) -> dict[str, Any]:
    other: Language = "en" if language == "sv" else "sv"
    entry: dict[str, Any] = {
        "code": issue.code,
        "detail": _text(issue, language),
        other: _text(issue, other),
    }
    return entry | {"where": list(issue.expression)} if issue.expression else entry
