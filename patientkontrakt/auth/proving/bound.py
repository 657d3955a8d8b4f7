"""Which key the tokens of a request to the authorization server are bound to (RFC 9449 §5, §10)."""

import re
from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError, OAuth2Error
from werkzeug.wrappers import Request

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.proving import dpop
from patientkontrakt.auth.proving.dpop import Proof
from patientkontrakt.auth.registry.clients import PUBLIC, Client

_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")


class InvalidProof(OAuth2Error):  # type: ignore[misc,unused-ignore]
    """RFC 9449 §5: the proof does not hold, was used before, or is missing where there must be one."""

    error = "invalid_dpop_proof"


class KeyNamedBeforehand:
    """An extension of the code grant: `dpop_jkt` names the key that will redeem the code, by its thumbprint (§10)."""

    def __call__(self, grant: Any) -> None:
        """Hook into Authlib's grant, where the redirect URI has already been verified."""
        grant.register_hook("after_validate_authorization_request_payload", self.check)

    def check(self, grant: Any, redirect_uri: str) -> None:
        """Refuse what can be no thumbprint."""
        named = grant.request.params.get("dpop_jkt")
        if named is not None and not _THUMBPRINT.fullmatch(named):
            raise InvalidRequestError


def key_of(authority: Authority, request: Request, at: int) -> str | None:
    """The thumbprint of the key this request is signed with, whose proof is used up by that; None without a proof.

    Raises InvalidProof.
    """
    proof = proof_of(authority, request, at)
    spend(authority, proof)
    return proof.jkt if proof else None


def proof_of(authority: Authority, request: Request, at: int) -> Proof | None:
    """The proof of this request, if one came, read and not yet spent. Raises InvalidProof."""
    if dpop.HEADER not in request.headers:
        return None
    try:
        return dpop.read(request, authority.issuer, at)
    except dpop.BadProof:
        raise InvalidProof from None


def spend(authority: Authority, proof: Proof | None) -> None:
    """Use a proof up, once it is known who shows it: strangers write nothing. Raises InvalidProof."""
    if proof is None:
        return
    try:
        dpop.spend(authority.database, proof)
    except dpop.BadProof:
        raise InvalidProof from None


def require_key(client: Client, jkt: str | None) -> None:
    """A client registered for bound tokens gets no others. Raises InvalidProof."""
    if client.dpop and jkt is None:
        raise InvalidProof


def require_same_key(client: Client, bound_to: str | None, jkt: str | None) -> None:
    """A refresh token bound to a key is good with a proof only: a public client's with that key's own, §5.

    A client that proves itself otherwise may come with a new key. A public client's free one stays free, and is good for
    nothing where tokens must be bound: whoever stole it would bind it. Raises InvalidProof, InvalidGrantError.
    """
    require_key(client, jkt)
    if bound_to is None:
        if client.dpop and client.auth_method == PUBLIC:
            raise InvalidGrantError
        return
    if jkt is None:
        raise InvalidProof
    if client.auth_method == PUBLIC and jkt != bound_to:
        raise InvalidGrantError
