"""What the caller prefers, from its headers: media type, language, what to return, how strict to be.

Takes header texts, knows no Flask; a header that cannot be read counts as not sent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from werkzeug.http import parse_accept_header, parse_options_header

from patientkontrakt.fhir.outcome import NotAcceptable, UnsupportedMedia

Language = Literal["sv", "en"]
Return = Literal["representation", "minimal", "OperationOutcome"]

FHIR_JSON: Final = "application/fhir+json"
PLAIN_JSON: Final = "application/json"
OFFERS: Final = (FHIR_JSON, PLAIN_JSON)
VERSIONS: Final = ("4.0", "4.0.1")

# `_format` wins over Accept (FHIR R4 3.1.0.1.11); a plus that was not percent-encoded arrives as a space.
_FORMATS: Final = {
    "json": FHIR_JSON,
    FHIR_JSON: FHIR_JSON,
    FHIR_JSON.replace("+", " "): FHIR_JSON,
    PLAIN_JSON: PLAIN_JSON,
    "text/json": PLAIN_JSON,
}


@lru_cache(maxsize=256)
def media_type(accept: str | None, format: str | None = None) -> str:
    """The media type to answer in, with its charset. Raises NotAcceptable when neither of ours will do."""
    if format is not None:
        found = _FORMATS.get(format.strip().lower())
    else:
        found = _best(accept) if accept and accept.strip() else FHIR_JSON
    if found is None:
        raise NotAcceptable()
    return f"{found}; charset=utf-8"


def require_json(content_type: str | None, content_encoding: str | None = None) -> None:
    """Raise UnsupportedMedia unless a body is plain JSON of our version in UTF-8."""
    kind, params = parse_options_header(content_type)
    charset = params.get("charset", "utf-8").lower()
    version = params.get("fhirversion", VERSIONS[0])
    if kind not in OFFERS or charset not in ("utf-8", "utf8") or version not in VERSIONS:
        raise UnsupportedMedia()
    require_unpacked(content_encoding)


def require_unpacked(content_encoding: str | None) -> None:
    """Raise UnsupportedMedia for a compressed body: it could be a bomb (S-136)."""
    if content_encoding and content_encoding.strip().lower() != "identity":
        raise UnsupportedMedia()


def language(accept_language: str | None) -> Language:
    """Swedish unless the caller prefers English, or another language to both."""
    if not accept_language:
        return "sv"
    asked = (tag.lower().partition("-")[0] for tag, q in parse_accept_header(accept_language) if q > 0)
    return "sv" if next((tag for tag in asked if tag in ("sv", "en", "*")), "en") in ("sv", "*") else "en"


@dataclass(frozen=True)
class Prefer:
    """RFC 7240, as FHIR R4 uses it (3.1.0.1.9, 3.1.1.1.1)."""

    returns: Return = "representation"
    strict: bool = False
    lenient: bool = False
    asynchronous: bool = False


_NO_PREFERENCE: Final = Prefer()


def prefer(header: str | None) -> Prefer:
    """What the Prefer header says, of several the one that a server has made of them; the first of each kind counts."""
    if not header:
        return _NO_PREFERENCE
    words = [word.strip() for word in re.split("[,;]", header)]
    returns: Return = next((_RETURNS[word] for word in words if word in _RETURNS), "representation")
    handling = next((word for word in words if word in ("handling=strict", "handling=lenient")), "")
    return Prefer(
        returns, handling == "handling=strict", handling == "handling=lenient", "respond-async" in words
    )


_RETURNS: Final[dict[str, Return]] = {
    "return=minimal": "minimal",
    "return=representation": "representation",
    "return=OperationOutcome": "OperationOutcome",
}


def _best(accept: str) -> str | None:
    ranges = [(*parse_options_header(range), q) for range, q in parse_accept_header(accept)]
    usable = [(kind, q) for kind, params, q in ranges if params.get("fhirversion", VERSIONS[0]) in VERSIONS]
    wanted = max(OFFERS, key=lambda offer: _quality(offer, usable))
    return wanted if _quality(wanted, usable) > 0 else None


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The q of the most specific range that covers `offer` (RFC 9110 §12.5.1)."""
    for covering in (offer, "application/*", "*/*"):
        found = [q for kind, q in ranges if kind == covering]
        if found:
            return max(found)
    return 0.0
