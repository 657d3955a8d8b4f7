"""Reading signed tokens with nothing left open: one algorithm list, three header fields, strict JSON (security.md R5).

Every attack of S-060…S-066 ends here; what a valid token means is decided elsewhere.
"""

import base64
import binascii
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.text import parse

Key: TypeAlias = RSAKey | ECKey
KeyFinder: TypeAlias = Callable[[str, str], Key | None]

LONGEST = 8_192
_SEGMENTS = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_KID = re.compile(r"[!-~]{1,200}")
# jku, jwk, x5u, x5c, crit, zip, b64 and whatever comes next: a header field we do not need is an attack.
_HEADER = {"alg", "typ", "kid"}


_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_PUBLIC = ("kty", "n", "e", "crv", "x", "y")
_LEAST_RSA_BITS, _MOST_RSA_BITS = 2048, 16_384


class _Registry(jws.JWSRegistry):
    """`opened` bounds the whole; a header may hold a key (RFC 9449) or certificates, longer than joserfc's 512 bytes."""

    max_header_length = 16_384


class BadToken(Exception):
    """Not a token of ours, or not one of this kind. Says nothing more: the caller needs no hints."""


def open_signed(token: str, typ: str, algorithms: Collection[str], key_for: KeyFinder) -> dict[str, Any]:
    """The claims of a compact JWS signed by the key its `kid` names. Raises BadToken.

    `key_for(kid, alg)` gives the key, None for an unknown one; the algorithm was checked against `algorithms` before.
    """
    header, claims = peek(token)
    if set(header) != _HEADER or header["typ"] != typ or header["alg"] not in algorithms:
        raise BadToken
    key = key_for(_kid(header), header["alg"])
    if key is None:
        raise BadToken
    check_signature(token, key, header["alg"])
    return claims


def peek(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they were written, unverified. Raises BadToken when they are no two strict JSON objects,
    or the header does not name an algorithm, a kind and a key.
    """
    header, claims = opened(token)
    if not all(isinstance(header.get(name), str) for name in ("alg", "typ", "kid")):
        raise BadToken
    return header, claims


def opened(token: str, longest: int = LONGEST) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a compact JWS, unverified. Raises BadToken when they are no two strict JSON objects.

    `longest` is how many characters are read at all: 16,384 at most.
    """
    segments = _SEGMENTS.fullmatch(token) if len(token) <= longest else None
    if segments is None:
        raise BadToken
    try:
        header, claims = parse(_decode(segments[1]), longest, 4), parse(_decode(segments[2]), longest, 8)
    except (Refusal, binascii.Error, ValueError):
        raise BadToken from None
    return header, claims


def check_signature(token: str, key: Key, algorithm: str) -> None:
    """Raises BadToken for any other signature than this key's by this algorithm.

    Which header fields there may be, the caller has judged; what it let be is ignored (RFC 7515 §4).
    """
    registry = _Registry(algorithms=[algorithm], strict_check_header=False)
    try:
        jws.deserialize_compact(token, key, registry=registry)
    except (JoseError, ValueError, TypeError):
        raise BadToken from None


def is_private(member: Mapping[str, Any]) -> bool:
    """Whether a JWK holds more than a public key."""
    return bool(_PRIVATE & set(member))


def public_key(
    member: Mapping[str, Any], curves: Collection[str], most_bits: int = _MOST_RSA_BITS
) -> Key | None:
    """The public half of a JWK, for verifying only: RSA of 2048 to `most_bits` bits, or EC on one of these curves.

    None for one that is weak, of another kind, or no key at all.
    """
    core = {name: member[name] for name in _PUBLIC if name in member}
    if not all(isinstance(value, str) for value in core.values()):
        return None
    try:
        if core.get("kty") == "RSA":
            rsa = RSAKey.import_key(core)
            return rsa if _LEAST_RSA_BITS <= rsa.raw_value.key_size <= most_bits else None
        if core.get("kty") == "EC" and core.get("crv") in curves:
            return ECKey.import_key(core)
    except (JoseError, SecurityWarning, ValueError, TypeError, KeyError):
        return None
    return None


def _kid(header: dict[str, Any]) -> str:
    kid: str = header["kid"]
    if not _KID.fullmatch(kid):
        raise BadToken
    return kid


def _decode(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
