"""create and update (FHIR R4 3.1.0.8, 3.1.0.4). What is conditional in another way than If-Match is refused, not ignored."""

from flask import Response

from patientkontrakt.api.fhir import answers, bodies, conditions, refusals
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.records import mask, writer

# A condition that was not heeded would let a write through that its sender meant to stop.
_CONDITIONS = ("If-None-Exist", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")


def create(ask: Ask, type: str) -> Response:
    """POST Type: a new resource under an id of ours."""
    _require_unconditional(ask)
    resource = bodies.resource(ask.request, type)
    with ask.writing() as desk:
        stored = mask.one(desk, writer.create(desk, resource))
    return answers.written(ask, stored)


def update(ask: Ask, type: str, id: str) -> Response:
    """PUT Type/id: the next version, of the one that If-Match names."""
    _require_unconditional(ask)
    version = conditions.if_match(ask.header("If-Match"))
    resource = bodies.resource(ask.request, type)
    with ask.writing() as desk:
        stored = mask.one(desk, writer.put(desk, type, id, resource, version))
    return answers.written(ask, stored)


def conditional_update(ask: Ask, type: str) -> Response:
    """PUT Type?…: not yet."""
    raise refusals.conditional()


def _require_unconditional(ask: Ask) -> None:
    """fhirpy's get_or_create POSTs its condition in the address (conformance.md E2): that must not create."""
    if ask.filters() or any(ask.header(name) is not None for name in _CONDITIONS):
        raise refusals.conditional()
