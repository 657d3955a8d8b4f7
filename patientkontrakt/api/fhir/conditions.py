"""If-Match and If-None-Match: which version a change is of, and which the caller has already (RFC 9110 §13.1)."""

import re
from typing import Final

from patientkontrakt.fhir.outcome import Issue, Malformed

_ONE: Final = re.compile(r'(?:W/)?"(?P<version>\d{1,9})"', re.ASCII)
_UNREADABLE: Final = Issue(
    "value",
    'If-Match ska vara en enda version, den du läste, till exempel W/"3".',
    'If-Match must be one version, the one you read, for example W/"3".',
    ("http.If-Match",),
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


def has_already(header: str | None, version: int) -> bool:
    """Whether If-None-Match says that the caller has `version`: then 304 is the answer. Weak comparison."""
    if header is None:
        return False
    versions = {tag["version"] for tag in map(_ONE.fullmatch, map(str.strip, header.split(","))) if tag}
    return header.strip() == "*" or str(version) in versions
