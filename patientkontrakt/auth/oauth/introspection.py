"""What is told of a token to the client it was issued to; to anybody else it does not exist (RFC 7662, S-097)."""

from typing import Any

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import standing
from patientkontrakt.auth.given.standing import Standing
from patientkontrakt.auth.keys.access_token import TYP, key_of
from patientkontrakt.auth.keys.jose import BadToken, open_signed
from patientkontrakt.auth.keys.key_ring import ALGORITHM
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.oauth.issue import fhir_user
from patientkontrakt.db import Tx

INACTIVE: dict[str, Any] = {"active": False}


def find(authority: Authority, tx: Tx, token: str, at: int) -> Standing | None:
    """The standing of an access token we signed, expired or not, or of a refresh token."""
    try:
        claims = open_signed(token, TYP, (ALGORITHM,), lambda kid, alg: authority.keys.find(kid, at))
    except BadToken:
        return standing.of_token(tx, digest(token))
    jti = claims.get("jti")
    found = standing.of_token(tx, jti) if isinstance(jti, str) else None
    return found if found and found.jkt == key_of(claims) else None


def describe(authority: Authority, found: Standing | None, client: str, at: int) -> dict[str, Any]:
    """RFC 7662 §2.2 for a live token of this client; otherwise exactly {"active": false}.

    It is told with the launch context that came with it (SMART App Launch 2.2, token introspection).
    """
    if found is None or found.client != client or not found.is_live(at):
        return INACTIVE
    answer = {
        "active": True,
        "scope": str(found.ceiling),
        "client_id": found.client,
        "sub": found.subject,
        "iss": authority.issuer,
        "aud": authority.audience,
        "iat": found.issued // 1000,
        "exp": found.expires // 1000,
    }
    if found.kind == "access":
        answer["token_type"] = "DPoP" if found.jkt else "Bearer"
    if found.jkt:
        answer["cnf"] = {"jkt": found.jkt}
    answer |= found.family.context.answer()
    if found.person:
        answer["fhirUser"] = fhir_user(authority, found.person)
    return answer
