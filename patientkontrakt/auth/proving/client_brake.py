"""The brake on clients that fail to prove who they are, at every endpoint where they do (S-099).

It counts failures of one name from one address: a name alone anybody can say, and could lock its owner out; an address alone
may be a hospital's. How many have failed at an address bounds what strangers make us write, and keeps nobody out who proves
who it is. Whoever names nobody is not counted: what she shows is 256 random bits or nothing.
"""

from authlib.oauth2.rfc6749.errors import OAuth2Error

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.proving import assertion, throttle
from patientkontrakt.auth.proving.throttle import Counted
from patientkontrakt.auth.proving.wire import WireRequest
from patientkontrakt.auth.registry import client_secret, clients
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.named_client import any_named


class TooManyFailures(OAuth2Error):
    """Come back in `wait_s` seconds, with the right key (RFC 6585 §4)."""

    error = "temporarily_unavailable"

    def __init__(self, wait_s: int) -> None:
        super().__init__(status_code=429)
        self.wait_s = wait_s

    def get_headers(self) -> list[tuple[str, str]]:
        """With Retry-After."""
        return [*super().get_headers(), ("Retry-After", str(self.wait_s))]


def heed(authority: Authority, request: WireRequest) -> None:
    """Let a client try to prove who it is. Raises TooManyFailures."""
    if (
        (one := _counted(authority, request))
        and (seconds := throttle.wait_now(authority.database, one, request.at))
        and not _is_public(_client(authority, request))
    ):
        raise TooManyFailures(seconds)


def note(authority: Authority, request: WireRequest) -> None:
    """It has failed. Raises TooManyFailures when so many have at its address.

    Then an unknown name leaves nothing behind: there is no end of them, but of those that are registered. And a client that
    does prove who it is goes on: it shares the address with whoever fails.
    """
    one, client = _counted(authority, request), _client(authority, request)
    if one is None or _is_public(client):
        return
    address = throttle.counted(
        throttle.CLIENTS_OF_ADDRESS, request.address, authority.settings.key("session")
    )
    seconds = throttle.wait_now(authority.database, address, request.at)
    counted = [one, address] if not seconds else [one] if client else []
    for each in counted:
        throttle.spend(authority.database, each, request.at)
    if seconds:
        raise TooManyFailures(seconds)


def count_push(authority: Authority, client: str, request: WireRequest) -> None:
    """A request is about to be kept for it: anybody can push in a public client's name. Raises TooManyFailures."""
    one = throttle.counted(throttle.PUSHED, f"{client}@{request.address}", authority.settings.key("session"))
    if seconds := throttle.spend(authority.database, one, request.at):
        raise TooManyFailures(seconds)


def _counted(authority: Authority, request: WireRequest) -> Counted | None:
    name = _named(request)
    key = authority.settings.key("session")
    return throttle.counted(throttle.CLIENT_AND_ADDRESS, f"{name}@{request.address}", key) if name else None


def _client(authority: Authority, request: WireRequest) -> Client | None:
    return any_named(authority.database, _named(request) or "")


def _is_public(client: Client | None) -> bool:
    """Whether it is a client that has no secret to guess: others could only keep it out. An unknown name is counted."""
    return client is not None and client.auth_method == clients.PUBLIC


def _named(request: WireRequest) -> str | None:
    """The client it says it is; nothing of this is proven."""
    if request.authorization is not None:
        try:
            return client_secret.read(request.authorization)[0]
        except client_secret.BadCredentials:
            return None
    if text := request.params.get("client_assertion"):
        try:
            return assertion.client_named(text)
        except BadToken:
            return None
    return request.params.get("client_id")
