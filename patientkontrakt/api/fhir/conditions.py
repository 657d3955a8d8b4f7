"""Conditions in headers: which version a change is of, which the caller has, whether there may be one (RFC 9110 §13.1)."""

import re
from typing import Final

from patientkontrakt.fhir.condition import parse_condition
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search.question import SearchQuery

_ONE: Final = re.compile(r'(?:W/)?"(?P<version>\d{1,9})"', re.ASCII)
_UNREADABLE: Final = Issue(
    "value",
    'If-Match ska vara en enda version, den du läste, till exempel W/"3".',
    'If-Match must be one version, the one you read, for example W/"3".',
    ("http.If-Match",),
)

_ONLY_ANY: Final = Issue(
    "value",
    "If-None-Match på en skrivning ska vara *: bara om den inte finns.",
    "If-None-Match on a write must be *: only if it is not there.",
    ("http.If-None-Match",),
)


def if_match(header: str | None) -> int | None:
    """The version in If-Match; None when not sent. Raises Malformed for `*`, a list and garbage (S-143).

    `*` would mean "whatever it is now": the very overwriting that versions are there to stop.
    """
    if header is None:
        return None
    found = _ONE.fullmatch(header.strip())
    if found is None:
        raise Malformed(_UNREADABLE)
    return int(found["version"])


def only_new(header: str | None) -> bool:
    """Whether If-None-Match says that nothing may be there yet. Raises Malformed for any other than `*` on a write."""
    if header is not None and header.strip() != "*":
        raise Malformed(_ONLY_ANY)
    return header is not None


def if_none_exist(header: str | None, type: str, base: str) -> SearchQuery | None:
    """The condition of a conditional create; personal numbers may stand in it (model.md "Tokens"). Raises Malformed."""
    return None if header is None else parse_condition(type, header, base)


def has_already(header: str | None, version: int) -> bool:
    """Whether If-None-Match says that the caller has `version`: then 304 is the answer. Weak comparison."""
    if header is None:
        return False
    versions = {tag["version"] for tag in map(_ONE.fullmatch, map(str.strip, header.split(","))) if tag}
    return header.strip() == "*" or str(version) in versions
