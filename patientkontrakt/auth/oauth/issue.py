"""Issuing tokens: the access token, what belongs to it, and the answer that carries them (SMART App Launch 2.2)."""

from collections.abc import Sequence
from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidScopeError

from patientkontrakt.auth.administration import journal
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import families, tokens
from patientkontrakt.auth.given.codes import Code
from patientkontrakt.auth.given.families import Family, found
from patientkontrakt.auth.given.person import Person, of_family
from patientkontrakt.auth.keys import access_token
from patientkontrakt.auth.keys.secret import b64_digest
from patientkontrakt.auth.registry.clients import Client, note_use
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.policy.scopes import Scopes

PEOPLE_S = 15 * 60
SYSTEM_S = 5 * 60


def to_person(
    authority: Authority,
    tx: Tx,
    client: Client,
    family: Family,
    person: Person,
    scope: str,
    at: int,
    request_id: str,
) -> dict[str, Any]:
    """The token response for a person's app: `scope` as far as the client is registered for it now, and a refresh token
    when `offline_access` or `online_access` was approved and still is. Raises InvalidScopeError when nothing is left.
    """
    granted = Scopes.parse(scope).within(client.registered)
    if granted == Scopes():
        raise InvalidScopeError
    jti, answer = _access(authority, tx, family, person.account, str(granted), at, PEOPLE_S)
    answer |= family.context.answer()
    if families.may_refresh(Scopes.parse(family.scope).within(client.registered)):
        answer["refresh_token"] = tokens.new_refresh(tx, family, at)
    authority.log.append(
        tx, [journal.of_person("token", person, at, request_id, client=family.client, jti=jti)]
    )
    return answer


def to_system(
    authority: Authority, tx: Tx, client: Client, scope: str, at: int, request_id: str, jkt: str | None = None
) -> dict[str, Any]:
    """The token response for a backend service: five minutes, no refresh token; bound to the key of that thumbprint."""
    family = Family(new_id(), client.id, None, None, None, None, scope, at + SYSTEM_S * 1000, jkt=jkt)
    found(tx, family, at)
    jti, answer = _access(authority, tx, family, client.id, scope, at, SYSTEM_S)
    authority.log.append(tx, [journal.of_system("token", client, at, request_id, jti)])
    return answer


def note_reuse(authority: Authority, tx: Tx, family: Family | None, at: int, request_id: str) -> None:
    """Log that a code or refresh token of this family was presented twice."""
    if family is None or family.account is None:
        return
    if who := of_family(tx, family.account, family.assignment, family.patient, family.relative):
        entry = journal.of_person("token", who, at, request_id, client=family.client, refused="reused")
        authority.log.append(tx, [entry])


def id_token(
    authority: Authority, code: Code, person: Person, others: Sequence[str], access: str, at: int
) -> str:
    """Who signed in, for the client that was granted `openid` (OpenID Connect Core §2), with `fhirUser` too among the
    granted `others` where she is in FHIR (SMART).
    """
    claims = {
        "iss": authority.issuer,
        "sub": person.account,
        "aud": code.client,
        "iat": at // 1000,
        "exp": at // 1000 + PEOPLE_S,
        "at_hash": b64_digest(access, 16),  # the left half (OpenID Connect Core §3.1.3.6)
        "sid": code.login,
    }
    if code.auth_time is not None:
        claims["auth_time"] = code.auth_time // 1000
    if code.acr:
        claims["acr"] = code.acr
    if code.nonce:
        claims["nonce"] = code.nonce
    if "fhirUser" in others:
        claims["fhirUser"] = fhir_user(authority, person)
    return authority.keys.sign(claims, "JWT", at)


def fhir_user(authority: Authority, person: Person) -> str:
    """The absolute address of the person's own resource."""
    return f"{authority.audience}/{person.who}"


def _access(
    authority: Authority, tx: Tx, family: Family, subject: str, scope: str, at: int, seconds: int
) -> tuple[str, dict[str, Any]]:
    expires = min(at // 1000 + seconds, family.expires // 1000)
    jti = tokens.new_access(tx, family, scope, at, expires * 1000)
    note_use(tx, family.client, at)
    claims = {
        "iss": authority.issuer,
        "sub": subject,
        "aud": authority.audience,
        "client_id": family.client,
        "scope": scope,
        "jti": jti,
        "iat": at // 1000,
        "exp": expires,
    }
    if family.patient:
        claims["patient"] = family.patient
    if family.jkt:
        claims["cnf"] = {"jkt": family.jkt}
    token = authority.keys.sign(claims, access_token.TYP, at)
    return jti, {
        "access_token": token,
        "token_type": "DPoP" if family.jkt else "Bearer",
        "expires_in": expires - at // 1000,
        "scope": scope,
    }
