"""DPoP proofs (RFC 9449 §4.2, §4.3): who uses a token signs each request with the key it is bound to.

Read with nothing left open, as jose.py reads tokens; by a reader of its own, because here the key stands in the header.
Nonces (§8) are not used: docs/adr/0023.
"""

import hmac
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from werkzeug.wrappers import Request

from patientkontrakt.auth.keys import proof_keys
from patientkontrakt.auth.keys.jose import BadToken, check_signature, opened
from patientkontrakt.auth.keys.proof_keys import ALGORITHMS
from patientkontrakt.auth.keys.secret import b64_digest, digest
from patientkontrakt.db import Database

HEADER: Final = "DPoP"
TYP: Final = "dpop+jwt"
OLDEST_S: Final = 120
SKEW_S: Final = 60
_LONGEST_JTI = 255
_PORTS = {"http": 80, "https": 443}
_FIELDS = {"typ", "alg", "jwk"}
_ALGS = f'algs="{" ".join(ALGORITHMS)}"'

# What a resource answers (§7.1): no proof, or one that does not hold; a token that does not go with its key or scheme.
BAD_PROOF: Final = f'DPoP error="invalid_dpop_proof", {_ALGS}'
DEAD_TOKEN: Final = f'DPoP error="invalid_token", {_ALGS}'


# Scheme, host, port and path.
_Place: TypeAlias = tuple[str, str, int, str]


class BadProof(Exception):
    """No proof, more than one, or one that is not for this request, now. Says nothing more: the caller needs no hints."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof whose signature holds: the thumbprint of its key (RFC 7638), and what makes it single use until `expires`.

    `expires` is in epoch milliseconds.
    """

    jkt: str
    jti: str
    expires: int


def read(request: Request, base_url: str, at: int, token: str | None = None) -> Proof:
    """The one proof in this request's header, made just now for its method and address, and for `token` where one is used.

    `base_url` is what the service calls itself: a proxy's or the portal's own address of it would not do.

    Raises BadProof. `spend` makes it single use.
    """
    headers = request.headers.getlist(HEADER)
    if len(headers) != 1:
        raise BadProof
    try:
        return _read(headers[0], request.method, _here(base_url, request.path), at, token)
    except BadToken:
        raise BadProof from None


def spend(database: Database, proof: Proof) -> None:
    """Take the proof's jti, once for its key, by an insert with a unique key. Raises BadProof when it was seen before."""
    with database.stroke() as tx:
        taken = tx.run(
            "INSERT INTO jti_seen (client, jti, expires) VALUES (:key, :jti, :expires) ON CONFLICT DO NOTHING",
            {"key": f"dpop:{proof.jkt}", "jti": digest(proof.jti), "expires": proof.expires},
        )
    if not taken:
        raise BadProof


def _read(text: str, method: str, here: _Place, at: int, token: str | None) -> Proof:
    header, claims = opened(text)
    if set(header) != _FIELDS or header["typ"] != TYP:
        raise BadToken
    key, jkt = proof_keys.public_key(header["jwk"], header["alg"])
    check_signature(text, key, header["alg"])
    if claims.get("htm") != method or _place(claims.get("htu")) != here:
        raise BadToken
    if token is not None and not _names(claims.get("ath"), token):
        raise BadToken
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise BadToken
    issued = _made_now(claims.get("iat"), at // 1000)
    return Proof(jkt, jti, (issued + OLDEST_S + 1) * 1000)


def _made_now(issued: Any, now: int) -> int:
    if isinstance(issued, bool) or not isinstance(issued, (int, Decimal)):
        raise BadToken
    if not now - OLDEST_S <= issued <= now + SKEW_S:
        raise BadToken
    return int(issued)


def _names(ath: Any, token: str) -> bool:
    hashed = b64_digest(token).encode()
    return isinstance(ath, str) and hmac.compare_digest(ath.encode("utf-8", "surrogatepass"), hashed)


def _here(base_url: str, path: str) -> _Place:
    scheme, host, port, root = _place(base_url)
    return scheme, host, port, root.rstrip("/") + path


def _place(url: Any) -> _Place:
    """An address in the one spelling of all that RFC 3986 §6.2.2 and §6.2.3 call equal; query and fragment are cut."""
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
        port = parts.port or _PORTS[parts.scheme]
        path = unquote(parts.path or "/", errors="strict")
    except (ValueError, KeyError):
        raise BadToken from None
    if not parts.hostname or "@" in parts.netloc:
        raise BadToken
    return parts.scheme, parts.hostname, port, path
