"""How a client says who it is at the token, revocation and introspection endpoints: by key, by secret, or by name alone.

Functions of Authlib's client authentication registry: each returns the client, or None when its way was not taken.
"""

from collections.abc import Callable

from authlib.oauth2.rfc6749.errors import InvalidClientError

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import tokens
from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.proving import assertion
from patientkontrakt.auth.proving.wire import WireRequest
from patientkontrakt.auth.registry import client_secret, clients
from patientkontrakt.auth.registry.clients import Client

METHODS = [clients.WITH_KEY, clients.WITH_SECRET, clients.PUBLIC]
TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address, no secret
PUSH_PATH = "/oauth/par"

QueryClient = Callable[[str], Client | None]


_ASSERTING = frozenset({"client_assertion", "client_assertion_type"})
_PROVING = _ASSERTING | {"client_secret"}


class WrongSecret(InvalidClientError):
    """A client that came with an Authorization header is answered in the scheme it used (RFC 6749 §5.2)."""

    def __init__(self) -> None:
        super().__init__(status_code=401)


def refuse_mixture(request: WireRequest) -> None:
    """One way at a time: no secret in the body, no header beside an assertion, no half an assertion (S-092)."""
    params = request.params
    if request.authorization is not None and _PROVING & set(params):
        raise WrongSecret
    halved = ("client_assertion" in params) != ("client_assertion_type" in params)
    if (
        "client_secret" in params
        or halved
        or params.get("client_assertion_type", assertion.TYPE) != assertion.TYPE
    ):
        raise InvalidClientError(status_code=401)


def refuse_proof_beside_token(request: WireRequest) -> None:
    """A client that asks by a token of its own proves itself in no other way (S-092)."""
    if _PROVING & set(request.params):
        raise InvalidClientError(status_code=401)


def by_key(authority: Authority) -> Callable[[QueryClient, WireRequest], Client | None]:
    """private_key_jwt; the assertion is spent even when the grant is refused afterwards."""
    audiences = (authority.url(TOKEN_PATH), authority.url(PUSH_PATH), authority.issuer)

    def authenticate(query_client: QueryClient, request: WireRequest) -> Client | None:
        text = request.params.get("client_assertion")
        if text is None:
            return None
        try:
            client = query_client(_named(text, request))
            if client is None:
                raise BadToken
            claims = assertion.verify(text, client, audiences, authority.fetcher, request.at)
        except BadToken:
            raise InvalidClientError(status_code=401) from None
        if not assertion.spend(authority.database, client, claims, request.at):
            raise InvalidClientError(status_code=401)
        return client

    return authenticate


def by_secret(query_client: QueryClient, request: WireRequest) -> Client | None:
    """client_secret_basic. Whoever is unknown, suspended or of another way hears what a wrong secret hears."""
    if request.authorization is None:
        return None
    try:
        name, secret = client_secret.read(request.authorization)
    except client_secret.BadCredentials:
        raise WrongSecret from None
    client = query_client(name)
    if not client_secret.is_right(client, secret) or request.params.get("client_id", name) != name:
        raise WrongSecret
    return client


def by_name(authority: Authority) -> Callable[[QueryClient, WireRequest], Client | None]:
    """A public client says its name. At refresh it may leave it out, as npm fhirclient does (stack.md §3.3 trap 4)."""

    def authenticate(query_client: QueryClient, request: WireRequest) -> Client | None:
        if "client_assertion" in request.params or request.authorization is not None:
            return None
        client_id = request.params.get("client_id") or _of_refresh_token(authority, request)
        return query_client(client_id) if client_id else None

    return authenticate


def _named(text: str, request: WireRequest) -> str:
    named = assertion.client_named(text)
    if request.params.get("client_id", named) != named:
        raise BadToken
    return named


def _of_refresh_token(authority: Authority, request: WireRequest) -> str | None:
    secret = request.params.get("refresh_token")
    if request.params.get("grant_type") != "refresh_token" or not secret:
        return None
    with authority.database.glance() as tx:
        return tokens.client_of_refresh(tx, secret)
