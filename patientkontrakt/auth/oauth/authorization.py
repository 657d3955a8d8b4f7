"""An authorization request, checked from the outside in: first whom we may answer at all, then what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from authlib.oauth2.rfc6749.errors import (
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
    UnsupportedResponseTypeError,
)

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import freshness, par
from patientkontrakt.auth.given.par import Pushed
from patientkontrakt.auth.oauth import numbers
from patientkontrakt.auth.oauth.numbers import NumberTold
from patientkontrakt.auth.oauth.server import Server
from patientkontrakt.auth.proving.wire import WireRequest
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.named_client import named_client

# Request objects are known so that they are refused, not overlooked.
_KNOWN = par.ASKING | {"request", "request_uri"}
MOST_SCOPES: Final = 64
"""Scopes in one request; a wildcard is one."""


class Unanswerable(Exception):
    """No verified redirect URI: the person gets a page, and nobody is redirected anywhere (S-070, S-071)."""


@dataclass(frozen=True)
class Request:
    """A request whose client and redirect URI are verified; `grant` is Authlib's.

    `asked_at` is when the app asked, in epoch milliseconds: when it handed the request over itself (RFC 9126), or when the
    browser first brought it.
    """

    wire: WireRequest
    client: Client
    redirect_uri: str
    grant: Any
    asked_at: int

    def again(self) -> dict[str, str]:
        """What stands in the addresses of the pages on the way: of a pushed request only whose it is and its reference."""
        if self.wire.pushed:
            return {"client_id": self.client.id, "request_uri": self.wire.pushed}
        return self.wire.params | ({} if self.longest_s is None else {freshness.ASKED_AT: str(self.asked_at)})

    @property
    def longest_s(self) -> int | None:
        """How many seconds ago she may have proven who she is; None when it does not matter."""
        return freshness.longest_s(self.wire.params)


def destination(authority: Authority, params: Mapping[str, str]) -> tuple[Client, str] | None:
    """The client and its redirect URI, when the URI is registered for it byte for byte; of a pushed request too."""
    client = named_client(authority.database, params.get("client_id", ""))
    if client and is_reference(params):
        pushed = _resolved(authority, params)
        params = pushed.params if pushed else {}
    uri = params.get("redirect_uri", "")
    return (client, uri) if client and client.check_redirect_uri(uri) else None


def longest_s(authority: Authority, params: Mapping[str, str]) -> int | None:
    """How newly a request, pushed or not, wants her to have proven who she is: seconds; None when it does not matter."""
    if not is_reference(params):
        return freshness.longest_s(params)
    pushed = _resolved(authority, params)
    return freshness.longest_s(pushed.params) if pushed else None


def is_reference(params: Mapping[str, str]) -> bool:
    """Whether the request was pushed: then its reference alone counts, and what else the browser brings does not (§4)."""
    return params.get("request_uri", "").startswith(par.PREFIX)


def understand(authority: Authority, server: Server, wire: WireRequest) -> Request:
    """Check the whole request; what means nothing here is left behind.

    Raises Unanswerable, NumberTold, or OAuth2Error that knows its verified redirect URI.
    """
    asked_at = freshness.asked_at(wire.params, wire.at) or wire.at
    wire = _with_known(wire)
    if numbers.tell(wire.params.items()):
        raise NumberTold
    if is_reference(wire.params):
        wire, asked_at = _as_pushed(authority, wire)
    found = destination(authority, wire.params)
    if found is None:
        raise Unanswerable
    client, uri = found
    try:
        # Authlib would repeat an unknown response type in its words, and fail on some of its characters.
        if wire.params.get("response_type") != "code":
            raise UnsupportedResponseTypeError("")
        _check_prompt(wire.params.get("prompt", "").split())
        _check_scope(wire.params.get("scope", "").split())
        grant = server.get_consent_grant(wire)  # type: ignore[no-untyped-call]
    except OAuth2Error as error:
        raise to_client(error, wire, uri) from None
    return Request(wire, client, uri, grant, asked_at)


def _check_prompt(words: list[str]) -> None:
    """`none` stands alone (OpenID Connect Core §3.1.2.1)."""
    if "none" in words and len(words) > 1:
        raise InvalidRequestError


def _check_scope(words: list[str]) -> None:
    """What many granular scopes have in common with the registered ones takes longer than anybody may make us work."""
    if len(words) > MOST_SCOPES:
        raise InvalidScopeError


def check(authority: Authority, server: Server, wire: WireRequest) -> None:
    """Check a request that is pushed by the app itself. Raises OAuth2Error that goes back to it and nowhere else."""
    try:
        understand(authority, server, wire)
    except (Unanswerable, NumberTold):
        raise InvalidRequestError from None
    except OAuth2Error as error:
        error.redirect_uri, error.state = None, None
        raise


def to_client(error: OAuth2Error, wire: WireRequest, redirect_uri: str) -> OAuth2Error:
    """The same error, on its way to the verified redirect URI with the state that came."""
    error.redirect_uri, error.state = redirect_uri, wire.params.get("state")
    return error


def _with_known(wire: WireRequest) -> WireRequest:
    """Without what is not asked for: it would travel in the addresses of every page on the way."""
    known = {name: value for name, value in wire.params.items() if name in _KNOWN}
    return WireRequest(wire.method, known, wire.at, wire.request_id)


def _as_pushed(authority: Authority, wire: WireRequest) -> tuple[WireRequest, int]:
    """The request behind a reference, and when it was pushed. Raises Unanswerable for one that is dead or another's."""
    pushed = _resolved(authority, wire.params)
    if pushed is None:
        raise Unanswerable
    behind = WireRequest(wire.method, pushed.params, wire.at, wire.request_id)
    behind.pushed = wire.params["request_uri"]
    return behind, pushed.created


def _resolved(authority: Authority, params: Mapping[str, str]) -> Pushed | None:
    with authority.database.glance() as tx:
        return par.resolve(tx, params.get("client_id", ""), params["request_uri"], moment.at())
