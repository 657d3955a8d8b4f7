"""Access tokens as JWT (RFC 9068): made here, and read back so strictly that only ours of this kind pass (S-060…S-068)."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.keys.jose import BadToken, open_signed
from patientkontrakt.auth.keys.key_ring import ALGORITHM, KeyRing

TYP = "at+jwt"
SKEW_S = 60


@dataclass(frozen=True, slots=True)
class Claims:
    """What the signature vouches for; everything else is read from the tables. `expires` in epoch milliseconds.

    `jkt` is the thumbprint of the key it is bound to (RFC 9449 §6.1), if it is.
    """

    jti: str
    subject: str
    client: str
    expires: int
    jkt: str | None = None


def read(token: str, ring: KeyRing, issuer: str, audience: str, at: int) -> Claims:
    """The claims of a token we signed for this audience and that has not expired. Raises BadToken."""
    claims = open_signed(token, TYP, (ALGORITHM,), lambda kid, alg: ring.find(kid, at))
    if claims.get("iss") != issuer or claims.get("aud") != audience:
        raise BadToken
    now = at // 1000
    expires, issued = _instant(claims, "exp"), _instant(claims, "iat")
    starts = _instant(claims, "nbf") if "nbf" in claims else issued
    if expires <= now or max(issued, starts) > now + SKEW_S:
        raise BadToken
    _text(claims, "scope")
    return Claims(
        _text(claims, "jti"), _text(claims, "sub"), _text(claims, "client_id"), expires * 1000, key_of(claims)
    )


def key_of(claims: dict[str, Any]) -> str | None:
    """The thumbprint in a token's `cnf`; None when it has none. Raises BadToken for another shape."""
    if "cnf" not in claims:
        return None
    bound = claims["cnf"]
    if not isinstance(bound, dict) or set(bound) != {"jkt"}:
        raise BadToken
    return _text(bound, "jkt")


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not value:
        raise BadToken
    return value


def _instant(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if type(value) is not int or value <= 0:  # bool is an int too
        raise BadToken
    return value
