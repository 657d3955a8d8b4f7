"""private_key_jwt: a client proves itself by a short-lived signed assertion, used once (RFC 7523, SMART backend services).

Written here and not left to Authlib, whose defaults accept a year's life, any typ and replays (stack.md §3.3 trap 11).
"""

from decimal import Decimal
from typing import Any

from patientkontrakt.auth.keys.jose import BadToken, open_signed, peek
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.registry.client_keys import ALGORITHMS, key_of
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.db import Database

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE_S = 300
SKEW_S = 60
# An assertion without iat may have been written by a clock a few seconds ahead of ours.
_SLACK_S = 5
_LONGEST_JTI = 255


def client_named(assertion: str) -> str:
    """The client_id an assertion claims to be from, unverified. Raises BadToken."""
    _, claims = peek(assertion)
    if not isinstance(claims.get("sub"), str) or claims.get("iss") != claims["sub"]:
        raise BadToken
    name: str = claims["sub"]
    return name


def verify(
    assertion: str, client: Client, audiences: tuple[str, ...], fetcher: KeyFetcher, at: int
) -> dict[str, Any]:
    """The claims, when this client signed them for us just now. Raises BadToken. `spend` makes it single use."""
    claims = open_signed(assertion, "JWT", ALGORITHMS, lambda kid, alg: key_of(client, fetcher, kid, alg, at))
    if claims.get("iss") != client.id or claims.get("sub") != client.id:
        raise BadToken
    if not _is_for(claims.get("aud"), audiences):
        raise BadToken
    _check_time(claims, at // 1000)
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise BadToken
    return claims


def spend(database: Database, client: Client, claims: dict[str, Any], at: int) -> bool:
    """Take the assertion's jti, once, by one statement with a unique key; False when it was spent before.

    A jti whose assertion has expired may be used again: housekeeping may not have forgotten it yet. Raises Unavailable.
    """
    with database.stroke() as tx:
        taken = tx.run(
            """INSERT INTO jti_seen (client, jti, expires) VALUES (:client, :jti, :expires)
               ON CONFLICT (client, jti) DO UPDATE SET expires = excluded.expires WHERE jti_seen.expires < :at""",
            {
                "client": client.id,
                "jti": digest(claims["jti"]),
                "expires": (int(claims["exp"]) + SKEW_S) * 1000,
                "at": at,
            },
        )
    return taken > 0


def _is_for(audience: Any, audiences: tuple[str, ...]) -> bool:
    """Exactly us, as a text or as a list of that one text: one meant for others too could be replayed there."""
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    return isinstance(audience, str) and audience in audiences


def _check_time(claims: dict[str, Any], now: int) -> None:
    expires, issued, not_before = (_seconds(claims, name) for name in ("exp", "iat", "nbf"))
    if expires is None or expires <= now:
        raise BadToken
    if expires > (now + LIFE_S + _SLACK_S if issued is None else issued + LIFE_S):
        raise BadToken
    if any(start is not None and start > now + SKEW_S for start in (issued, not_before)):
        raise BadToken


def _seconds(claims: dict[str, Any], name: str) -> int | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise BadToken
    return int(value)
