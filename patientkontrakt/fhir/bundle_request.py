"""Bundle.entry.request: method, URL and preconditions of one entry, read strictly (FHIR R4 3.1.0.11)."""

import re
from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir.outcome import Issue, Malformed, MethodNotAllowed
from patientkontrakt.fhir.peek import string
from patientkontrakt.fhir.resource import ID

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH")
_KNOWN_METHODS = (*METHODS, "DELETE")
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,50}")
_SEGMENT = re.compile(r"[A-Za-z0-9\-.$_]{1,64}")
_IF_MATCH = re.compile(r'(?:W/)?"([0-9]{1,18})"')
_LONGEST = 8000


@dataclass(frozen=True)
class Request:
    """What one entry asks for. `url` is relative; `tail` is what follows Type/id, such as ("_history", "3")."""

    method: str
    url: str
    type: str | None
    id: str | None
    tail: tuple[str, ...]
    query: str | None
    if_match: int | None
    if_none_match: str | None
    if_none_exist: str | None


NOTHING = Request("", "", None, None, (), None, None, None, None)


def parse_request(request: dict[str, Any], path: str, base: str | None) -> Request:
    """The request under `path`; an absolute URL under `base` counts as relative.

    Raises Malformed or MethodNotAllowed with the place.
    """
    method = _method(string(request, "method"), path)
    url = _relative(string(request, "url"), path, base)
    route, mark, query = url.partition("?")
    segments = [segment for segment in route.split("/") if segment] if route.strip("/") else []
    if method not in ("GET", "HEAD") and "ifModifiedSince" in request:
        raise _malformed(f"{path}.ifModifiedSince", "Hör till GET.", "Belongs to GET.")
    if len(url) > _LONGEST or not all(_plain(segment) for segment in segments) or "//" in route:
        raise _malformed(f"{path}.url", "URL:en går inte att läsa.", "The URL cannot be read.")
    type_name = segments[0] if segments and _TYPE.fullmatch(segments[0]) else None
    rest = segments[1:] if type_name else segments
    id = rest[0] if type_name and rest and ID.fullmatch(rest[0]) else None
    return Request(
        method=method,
        url=url,
        type=type_name,
        id=id,
        tail=tuple(rest[1:] if id else rest),
        query=query if mark else None,
        if_match=_version(string(request, "ifMatch"), f"{path}.ifMatch"),
        if_none_match=string(request, "ifNoneMatch"),
        if_none_exist=string(request, "ifNoneExist"),
    )


def _method(method: str | None, path: str) -> str:
    if method not in _KNOWN_METHODS:
        raise _malformed(
            f"{path}.method", "Metoden saknas eller är okänd.", "The method is missing or unknown."
        )
    if method not in METHODS:
        raise MethodNotAllowed(
            METHODS,
            Issue(
                "not-supported",
                f"Metoden är inte tillåten i en Bundle. Tillåtna: {', '.join(METHODS)}.",
                f"The method is not allowed in a Bundle. Allowed: {', '.join(METHODS)}.",
                (f"{path}.method",),
            ),
        )
    return method


def _relative(url: str | None, path: str, base: str | None) -> str:
    if url is None:
        raise _malformed(f"{path}.url", "URL saknas.", "The URL is missing.")
    if "://" not in url.partition("?")[0]:
        return url
    if base is not None and url[: len(base) + 1] == f"{base}/":
        return url[len(base) + 1 :]
    raise _malformed(f"{path}.url", "URL:en pekar på en annan server.", "The URL points at another server.")


def _plain(segment: str) -> bool:
    return bool(_SEGMENT.fullmatch(segment)) and segment not in (".", "..")


def _version(text: str | None, path: str) -> int | None:
    if text is None:
        return None
    match = _IF_MATCH.fullmatch(text)
    if not match:
        raise _malformed(path, 'Skriv versionen som W/"3".', 'Write the version as W/"3".')
    return int(match[1])


def _malformed(path: str, sv: str, en: str) -> Malformed:
    return Malformed(Issue("value", sv, en, (path,)))
