"""create, update and patch, plain and conditional (FHIR R4 3.1.0.8, .4, .5). An unheeded condition is refused."""

from flask import Response

from patientkontrakt.api.fhir import answers, bodies, conditions, refusals
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.fhir.condition import condition_of
from patientkontrakt.records import conditional, mask, patching, writer
from patientkontrakt.records.conditional import Written

# A condition that was not heeded would let a write through that its sender meant to stop.
_NEVER_HEEDED = ("If-Modified-Since", "If-Unmodified-Since")


def create(ask: Ask, type: str) -> Response:
    """POST Type: a new resource under an id of ours, unless If-None-Exist finds one."""
    _require_heeded(ask, "If-None-Match", "If-Match")
    # fhirpy's get_or_create POSTs its condition in the address (conformance.md E2): that must not create
    _require_no_filters(ask)
    condition = conditions.if_none_exist(ask.header("If-None-Exist"), type, ask.door.base)
    resource = bodies.resource(ask.request, type)
    with ask.writing() as desk:
        if condition is None:
            done = Written(mask.one(desk, writer.create(desk, resource)), created=True)
        else:
            done = conditional.create(desk, resource, condition)
    return answers.written(ask, done.stored, created=done.created, is_shown=done.is_shown)


def update(ask: Ask, type: str, id: str) -> Response:
    """PUT Type/id: the next version, of the one that If-Match names; the first, where If-None-Match is *."""
    _require_heeded(ask, "If-None-Exist")
    _require_no_filters(ask)
    version = conditions.if_match(ask.header("If-Match"))
    only_new = conditions.only_new(ask.header("If-None-Match"))
    resource = bodies.resource(ask.request, type)
    with ask.writing() as desk:
        stored = mask.one(desk, writer.put(desk, type, id, resource, version, only_new=only_new))
    return answers.written(ask, stored)


def conditional_update(ask: Ask, type: str) -> Response:
    """PUT Type?…: the next version of the one that matches, or a new one when none does."""
    _require_heeded(ask, "If-None-Exist", "If-None-Match")
    condition = condition_of(type, ask.filters(), ask.door.base)
    version = conditions.if_match(ask.header("If-Match"))
    resource = bodies.resource(ask.request, type)
    with ask.writing() as desk:
        done = conditional.update(desk, resource, condition, version)
    return answers.written(ask, done.stored, created=done.created)


def patch(ask: Ask, type: str, id: str) -> Response:
    """PATCH Type/id: the next version, of the one that If-Match names, with a change made."""
    _require_heeded(ask, "If-None-Exist", "If-None-Match")
    _require_no_filters(ask)
    version = conditions.if_match(ask.header("If-Match"))
    change = bodies.patch(ask.request, type)
    with ask.writing() as desk:
        stored = mask.one(desk, patching.patch(desk, type, id, change, version))
    return answers.written(ask, stored, created=False)


def conditional_patch(ask: Ask, type: str) -> Response:
    """PATCH Type?…: the same for the one that matches."""
    _require_heeded(ask, "If-None-Exist", "If-None-Match")
    condition = condition_of(type, ask.filters(), ask.door.base)
    version = conditions.if_match(ask.header("If-Match"))
    change = bodies.patch(ask.request, type)
    with ask.writing() as desk:
        stored = mask.one(desk, patching.conditional_patch(desk, condition, change, version))
    return answers.written(ask, stored, created=False)


def _require_heeded(ask: Ask, *others: str) -> None:
    """Raise Malformed for a condition that this interaction does not know."""
    if any(ask.header(name) is not None for name in (*_NEVER_HEEDED, *others)):
        raise refusals.conditional()


def _require_no_filters(ask: Ask) -> None:
    if ask.filters():
        raise refusals.conditional()
