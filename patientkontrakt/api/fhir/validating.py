"""$validate (FHIR R4 3.1.0.17): for anybody, by the rules writes are judged by. What is sent is stored and logged nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from flask import Response

from patientkontrakt import clock
from patientkontrakt.api.fhir import answers, bodies, refusals
from patientkontrakt.api.fhir.ask import Ask, Heard
from patientkontrakt.fhir import peek
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.profiles.judging import PROFILES, claimed, of_type
from patientkontrakt.fhir.profiles.profile import Profile, addresses
from patientkontrakt.fhir.resource import relative
from patientkontrakt.fhir.validate import MOST_ISSUES, validate
from patientkontrakt.records import reader

MODES: Final = ("create", "update", "delete", "profile")
PIECE: Final = 16_000
"""Bytes that count as one resource to the brake."""

Body = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What is asked: the resource, if one was sent, for which mode, and by which profiles beside those it claims."""

    resource: Body | None
    mode: str | None
    profiles: tuple[Profile, ...]


def of_type_openly(heard: Heard, type: str) -> Response:
    """POST Type/$validate: the resource in the body, or in its Parameters."""
    _slow_down(heard)
    wish = _wish(heard, type)
    if wish.resource is None:
        raise Malformed(_MISSING)
    return _judged(heard, type, wish.resource, wish)


def of_one_openly(heard: Heard, type: str, id: str) -> Response | None:
    """POST Type/id/$validate: as the next version of that one. None where what is stored may be meant."""
    if heard.header("Authorization") is not None or bodies.is_empty(heard.request):
        return None
    _slow_down(heard)
    return _of_next(heard, type, id, _wish(heard, type))


def of_one(ask: Ask, type: str, id: str) -> Response:
    """The same for somebody with a token; without a resource, of what is stored."""
    wish = Wish(None, *_said(dict(ask.filters()), type)) if bodies.is_empty(ask.request) else _wish(ask, type)
    return _of_next(ask, type, id, wish) or _of_stored(ask, type, id, wish)


def of_stored(ask: Ask, type: str, id: str) -> Response:
    """GET Type/id/$validate of what is stored."""
    return _of_stored(ask, type, id, Wish(None, *_said(dict(ask.filters()), type)))


def _of_next(heard: Heard, type: str, id: str, wish: Wish) -> Response | None:
    if wish.mode == "delete":
        return answers.judged(heard, [refusals.NEVER_DELETED])
    if wish.resource is None:
        return None
    differs = [] if wish.resource.get("id") == id else [_other_id(type)]
    return _judged(heard, type, wish.resource, wish, differs)


def _of_stored(ask: Ask, type: str, id: str, wish: Wish) -> Response:
    """A read, by its law and in its log."""
    with ask.reading() as desk:
        stored = reader.read(desk, type, id)
    return _judged(ask, type, stored.body(), wish)


def _slow_down(heard: Heard) -> None:
    size = heard.request.content_length
    cost = 1 + (bodies.MAX_RESOURCE if size is None else min(size, bodies.MAX_RESOURCE)) // PIECE
    if not isinstance(heard, Ask):
        heard.door.judging.pass_or_refuse(heard.request.remote_addr or "", clock.millis(heard.now), cost)


def _judged(heard: Heard, type: str, resource: Body, wish: Wish, differs: Iterable[Issue] = ()) -> Response:
    if wish.mode == "delete":
        return answers.judged(heard, [refusals.NEVER_DELETED])
    if resource.get("resourceType") != type:
        return answers.judged(heard, [bodies.wrong_type(type)])
    found = [*differs, *validate(relative(resource, heard.door.base), wish.profiles)]
    return answers.judged(heard, found or _remarks(resource, wish))


def _remarks(resource: Body, wish: Wish) -> Iterable[Issue]:
    """Of a sound one: what it claims that is not known here, what it was judged by, and what only a write can tell."""
    told = {each.url: each for each in (*claimed(resource), *wish.profiles)}
    names = ", ".join(told) or "FHIR R4"
    kind = resource["resourceType"]
    unknown = (index for index, url in addresses(resource) if url.partition("|")[0] not in PROFILES)
    for index in islice(unknown, MOST_ISSUES):
        yield _unknown(f"{kind}.meta.profile[{index}]")
    yield Issue(
        "informational", f"Inga fel. Prövat mot {names}.", f"No faults. Judged by {names}.", (), "information"
    )
    yield _AT_WRITES


def _wish(heard: Heard, type: str) -> Wish:
    """Raises UnsupportedMedia, TooLarge, Malformed."""
    body = bodies.any_resource(heard.request)
    said = dict(heard.filters())
    if body.get("resourceType") != "Parameters":
        return Wish(body, *_said(said, type))
    resource = None
    for index, part in peek.mappings(body, "parameter"):
        name = peek.string(part, "name") or ""
        values = [value for key, value in part.items() if key.startswith("value")]
        if name == "resource" and isinstance(part.get("resource"), dict):
            resource = part["resource"]
        elif name in ("mode", "profile") and len(values) == 1 and isinstance(values[0], str):
            said[name] = values[0]
        else:
            raise Malformed(_unreadable(index))
    return Wish(resource, *_said(said, type))


def _said(said: Mapping[str, str], type: str) -> tuple[str | None, tuple[Profile, ...]]:
    """The mode and the profile that are named. Raises Malformed for another parameter, or one that is not known."""
    for name in said:
        if name not in ("mode", "profile"):
            raise refusals.not_a_parameter(name)
    mode = said.get("mode")
    if mode is not None and mode not in MODES:
        raise Malformed(_wrong("mode", f"mode ska vara {_OR}.", f"mode must be {_OR}."))
    if "profile" not in said:
        return mode, ()
    profile = PROFILES.get(said["profile"].partition("|")[0])
    if profile is None or profile.type != type:
        raise Malformed(_no_such_profile(type))
    return mode, (profile,)


def _no_such_profile(type: str) -> Issue:
    known = ", ".join(each.url for each in of_type(type)) or "–"
    return _wrong(
        "profile",
        f"Profilen finns inte här för {type}. De som finns: {known}.",
        f"There is no such profile here for {type}. Those that are: {known}.",
        "not-supported",
    )


def _wrong(name: str, sv: str, en: str, code: str = "value") -> Issue:
    return Issue(code, sv, en, (f"http.{name}",))


def _other_id(type: str) -> Issue:
    return Issue(
        "value",
        "id i innehållet ska vara samma som i adressen.",
        "The id in the body must be that of the address.",
        (f"{type}.id",),
    )


def _unknown(place: str) -> Issue:
    return Issue(
        "not-supported",
        "Profilen är inte känd här: resursen är inte prövad mot den.",
        "The profile is not known here: the resource was not judged by it.",
        (place,),
        "warning",
    )


def _unreadable(index: int) -> Issue:
    return Issue(
        "structure",
        "Parametern ska vara resource, mode eller profile.",
        "The parameter must be resource, mode or profile.",
        (f"Parameters.parameter[{index}]",),
    )


_MISSING: Final = Issue(
    "required",
    "Skicka resursen, eller Parameters med resource.",
    "Send the resource, or Parameters with resource.",
    ("Parameters.parameter",),
)
_OR: Final = " | ".join(MODES)
_AT_WRITES: Final = Issue(
    "informational",
    "Det som beror på vad som redan finns (referenser, stegen en plan får gå, vem som får skriva) prövas när det skrivs.",
    "What depends on what is there already (references, the steps of a plan, who may write) is judged at the write.",
    (),
    "information",
)
