"""Answers: stored text and pasted bundles with the headers of FHIR R4 3.1.0. Made only after the desk has closed."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Final

import simplejson
from flask import Response, request
from werkzeug.http import http_date

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir import conditions, subset
from patientkontrakt.api.fhir.ask import Ask, Heard, media_type
from patientkontrakt.api.fhir.subset import WHOLE, View
from patientkontrakt.api.problems import Problem
from patientkontrakt.fhir.outcome import Issue, operation_outcome
from patientkontrakt.fhir.text import parse, render
from patientkontrakt.records.stored import Stored

_NO_LIMIT: Final = 1 << 40
_STORED: Final = Issue("informational", "Sparat.", "Stored.", (), "information")


def shown(ask: Ask, stored: Stored, view: View = WHOLE) -> Response:
    """One resource, or 304 when the caller has it already. A part of one has no ETag: it cannot be put back."""
    if not view.is_whole or stored.is_masked:
        return _json(ask, subset.text_of(stored, view), 200, {"Last-Modified": _modified(stored)})
    if conditions.has_already(ask.header("If-None-Match"), stored.version):
        return Response(status=304, headers=_versioned(stored))
    return _json(ask, stored.text, 200, _versioned(stored))


def written(ask: Ask, stored: Stored, *, created: bool | None = None, is_shown: bool = True) -> Response:
    """What came of a create, update or patch, as much of it as Prefer asks for and the caller may read.

    ``created`` says whether it is new, where its version does not; Location is where a POST ended.
    """
    is_new = stored.version == 1 if created is None else created
    place = f"{ask.door.base}/{stored.key}/_history/{stored.version}"
    header = "Location" if is_new or ask.request.method == "POST" else "Content-Location"
    headers = _versioned(stored) | {header: place}
    status = 201 if is_new else 200
    match ask.prefer.returns if is_shown else "minimal":
        case "minimal":
            return Response(status=status, headers=headers)
        case "OperationOutcome":
            return _json(ask, _outcome_text([_STORED]), status, headers)
    return _json(ask, stored.text, status, headers)


def pasted(ask: Heard, text: str) -> Response:
    """A bundle or another text made for this answer."""
    return _json(ask, text, 200, {})


def judged(ask: Heard, issues: Iterable[Issue]) -> Response:
    """What has been found about a resource that was sent to be judged, as the answer itself."""
    return _json(ask, _outcome_text(issues), 200, {})


def refused(problem: Problem) -> Response:
    """The OperationOutcome of a refusal, whatever the caller accepts."""
    return Response(
        _outcome_text(problem.issues),
        problem.status,
        content_type=f"{negotiation.FHIR_JSON}; charset=utf-8",
    )


def language() -> negotiation.Language:
    """The language of this request's answer."""
    return negotiation.language(request.headers.get("Accept-Language"))


def _outcome_text(issues: Iterable[Issue]) -> str:
    return render(operation_outcome(issues, language()))


def _json(ask: Heard, text: str, status: int, headers: Mapping[str, str]) -> Response:
    if dict(ask.pairs).get("_pretty") == "true":
        text = _pretty(text)
    return Response(text, status, dict(headers), content_type=media_type(ask.request, ask.pairs))


def _pretty(text: str) -> str:
    """For people's eyes: lines and indentation, numbers still as they were written."""
    return simplejson.dumps(
        parse(text.encode(), limit=_NO_LIMIT), indent=2, use_decimal=True, ensure_ascii=False
    )


def _versioned(stored: Stored) -> dict[str, str]:
    etag = {} if stored.is_masked else {"ETag": stored.etag}
    return etag | {"Last-Modified": _modified(stored)}


def _modified(stored: Stored) -> str:
    return http_date(clock.moment(stored.updated).astimezone(UTC))
