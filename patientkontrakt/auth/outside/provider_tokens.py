"""The id_token of an identity provider: believed only when every bit of it is right (OpenID Connect Core 1.0 §3.1.3.7)."""

from typing import Any, Final

from patientkontrakt.auth.keys import jose
from patientkontrakt.auth.keys.jose import BadToken, Key
from patientkontrakt.auth.outside.providers import Provider

SKEW_S: Final = 60
LONGEST: Final = 16_384
_RSA, _P256, _P384 = ("RSA", None), ("EC", "P-256"), ("EC", "P-384")
# What a signature may be made with, and the key that belongs to it. Nothing symmetric, never `none`.
ALGORITHMS: Final = {
    "RS256": _RSA,
    "RS384": _RSA,
    "RS512": _RSA,
    "PS256": _RSA,
    "ES256": _P256,
    "ES384": _P384,
}
_CURVES: Final = ("P-256", "P-384")


def verified(provider: Provider, token: str, nonce: str, at: int) -> dict[str, Any]:
    """The claims of an id_token made for us, now, in answer to `nonce`. Raises BadToken, ProviderAway."""
    header, claims = jose.opened(token, LONGEST)
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or "crit" in header or not isinstance(kid, str | None):
        raise BadToken
    key = _find(provider.keys(at), algorithm, kid) or _find(provider.keys(at, again=True), algorithm, kid)
    if key is None:
        raise BadToken
    jose.check_signature(token, key, algorithm)
    _check(provider, claims, nonce, at // 1000)
    return claims


def _check(provider: Provider, claims: dict[str, Any], nonce: str, now: int) -> None:
    us, audience = provider.chosen.client, claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    right = (
        claims.get("iss") == provider.chosen.issuer,
        us in audiences,
        claims.get("azp", us) == us,
        len(audiences) == 1 or "azp" in claims,
        claims.get("nonce") == nonce,
        _instant(claims, "exp") > now,
        _instant(claims, "iat") <= now + SKEW_S,
        "nbf" not in claims or _instant(claims, "nbf") <= now + SKEW_S,
        isinstance(claims.get("sub"), str) and claims["sub"],
    )
    if not all(right):
        raise BadToken


def _instant(claims: dict[str, Any], name: str) -> int:
    value = claims.get(name)
    if type(value) is not int:  # bool is an int too
        raise BadToken
    return value


def _find(keys: list[dict[str, Any]], algorithm: str, kid: str | None) -> Key | None:
    """The one key the header means; without a `kid` there must be no choice."""
    meant = [each for each in keys if _is_for(each, algorithm) and (kid is None or each.get("kid") == kid)]
    return jose.public_key(meant[0], _CURVES) if len(meant) == 1 else None


def _is_for(member: dict[str, Any], algorithm: str) -> bool:
    kind, curve = ALGORITHMS[algorithm]
    return (
        member.get("kty") == kind
        and (curve is None or member.get("crv") == curve)
        and member.get("use", "sig") == "sig"
        and member.get("alg", algorithm) == algorithm
    )
