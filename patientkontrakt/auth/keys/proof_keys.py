"""The public key in the header of a DPoP proof (RFC 9449 §4.2): of few kinds, whole, and without a private member."""

import re
from typing import Any

from patientkontrakt.auth.keys import jose
from patientkontrakt.auth.keys.jose import BadToken, Key

# Each algorithm with what its key has beside `kty` (RFC 7638 §3.2), and how long that is as base64url.
_EC = {"ES256": ("P-256", 43), "ES384": ("P-384", 64)}
_RSA = ("RS256", "RS384", "PS256")
ALGORITHMS = (*_EC, *_RSA)

_TEXT = re.compile(r"[A-Za-z0-9_-]+")
# Browsers and libraries say these of a public key; nothing is believed of them. x5u, x5c and jku have no place here.
_IDLE = frozenset({"kid", "alg", "use", "key_ops", "ext"})
_MOST_RSA_BITS = 4096
_LONGEST_EXPONENT = 6


def public_key(jwk: Any, algorithm: Any) -> tuple[Key, str]:
    """The key for that algorithm, and its thumbprint (RFC 7638, SHA-256). Raises BadToken."""
    if not isinstance(jwk, dict) or not isinstance(algorithm, str):
        raise BadToken
    core = _core(jwk, algorithm)
    if set(jwk) - set(core) - _IDLE:  # private members among them
        raise BadToken
    key = jose.public_key(core, [curve for curve, _ in _EC.values()], _MOST_RSA_BITS)
    if key is None:
        raise BadToken
    return key, key.thumbprint()


def _core(jwk: dict[str, Any], algorithm: str) -> dict[str, str]:
    if algorithm in _EC:
        curve, length = _EC[algorithm]
        core = {"kty": "EC", "crv": curve, "x": _number(jwk, "x"), "y": _number(jwk, "y")}
        right = len(core["x"]) == len(core["y"]) == length
    elif algorithm in _RSA:
        core = {"kty": "RSA", "n": _number(jwk, "n"), "e": _number(jwk, "e")}
        right = len(core["e"]) <= _LONGEST_EXPONENT
    else:
        raise BadToken
    if not right or any(jwk.get(name) != value for name, value in core.items()):
        raise BadToken
    return core


def _number(jwk: dict[str, Any], name: str) -> str:
    value = jwk.get(name)
    if not isinstance(value, str) or not _TEXT.fullmatch(value):
        raise BadToken
    return value
