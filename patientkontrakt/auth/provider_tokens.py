"""The id_token of an identity provider: believed only when every bit of it is right (OpenID Connect Core 1.0 §3.1.3.7)."""

from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64decode

from patientkontrakt.auth.jose import BadToken, Key
from patientkontrakt.auth.providers import Provider
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.text import parse

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
_LEAST_RSA_BITS = 2048
_PUBLIC = ("kty", "n", "e", "crv", "x", "y")


def verified(provider: Provider, token: str, nonce: str, at: int) -> dict[str, Any]:
    """The claims of an id_token made for us, now, in answer to `nonce`. Raises BadToken, ProviderAway."""
    header, claims = _unverified(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or "crit" in header or not isinstance(kid, str | None):
        raise BadToken
    key = _find(provider.keys(at), algorithm, kid) or _find(provider.keys(at, again=True), algorithm, kid)
    if key is None:
        raise BadToken
    try:
        jws.deserialize_compact(token, key, algorithms=[algorithm])
    except (JoseError, ValueError, TypeError):
        raise BadToken from None
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


def _unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they were written: two strict JSON objects."""
    if len(token) > LONGEST or not token.isascii():
        raise BadToken
    try:
        parts = jws.extract_compact(token.encode())
        protected = token.split(".")[0]
        return parse(urlsafe_b64decode(protected.encode()), LONGEST, 4), parse(parts.payload, LONGEST, 8)
    except (JoseError, Refusal, ValueError, TypeError):
        raise BadToken from None


def _find(keys: list[dict[str, Any]], algorithm: str, kid: str | None) -> Key | None:
    """The one key the header means; without a `kid` there must be no choice."""
    meant = [each for each in keys if _is_for(each, algorithm) and (kid is None or each.get("kid") == kid)]
    return _import(meant[0]) if len(meant) == 1 else None


def _is_for(member: dict[str, Any], algorithm: str) -> bool:
    kind, curve = ALGORITHMS[algorithm]
    return (
        member.get("kty") == kind
        and (curve is None or member.get("crv") == curve)
        and member.get("use", "sig") == "sig"
        and member.get("alg", algorithm) == algorithm
    )


def _import(member: dict[str, Any]) -> Key | None:
    core = {name: member[name] for name in _PUBLIC if isinstance(member.get(name), str)}
    try:
        if core["kty"] == "EC":
            return ECKey.import_key(core)
        rsa = RSAKey.import_key(core)
    except (JoseError, SecurityWarning, ValueError, TypeError, KeyError):
        return None
    return rsa if rsa.raw_value.key_size >= _LEAST_RSA_BITS else None
