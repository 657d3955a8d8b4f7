"""OAuth clients as the protocol sees them: public ones with PKCE, confidential ones with a key or a secret."""

from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from patientkontrakt.auth import families
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

PUBLIC = "none"
WITH_KEY = "private_key_jwt"
WITH_SECRET = "client_secret_basic"  # noqa: S105 - a method
_USE_NOTED_MS = 60_000

COLUMNS = """id, name, auth_method, trusted, scope, redirect_uris, organization, group_ids, feed, jwks, jwks_uri, status,
    secret, dpop"""


@dataclass(frozen=True, slots=True)
class Client(ClientMixin):
    """A registered client. `scope` is all it may ever ask for; redirect URIs are compared byte for byte.

    `secret` is the SHA-256 of what it signs in with, where it signs in so; with `dpop` its tokens are bound to a key, always.
    """

    id: str
    name: str
    auth_method: str
    trusted: bool
    scope: str
    redirect_uris: tuple[str, ...]
    organization: str | None
    groups: tuple[str, ...]
    feed: bool
    jwks: str | None
    jwks_uri: str | None
    status: str
    secret: str | None = field(default=None, repr=False)
    dpop: bool = False

    @property
    def registered(self) -> Scopes:
        """The scopes it may ask for."""
        return Scopes.parse(self.scope)

    @property
    def is_system(self) -> bool:
        """Whether it acts for itself, without a person."""
        return any(scope.level == "system" for scope in self.registered.resources)

    # What Authlib asks of a client.

    def get_client_id(self) -> str:
        """The client_id."""
        return self.id

    def get_default_redirect_uri(self) -> None:  # type: ignore[override]
        """None: every request names its redirect URI (security.md R7)."""
        return

    def get_allowed_scope(self, scope: str | None) -> str | None:  # type: ignore[override]
        """What of the asked scope is within the registered; None when nothing is."""
        return str(Scopes.parse(scope or "").within(self.registered)) or None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Exact membership."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """False: Authlib would compare clear text; client_secret.py judges (stack.md §3.3 trap 6)."""
        return False

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """The one method it registered, at every endpoint."""
        return method == self.auth_method

    def check_response_type(self, response_type: str) -> bool:
        """Only `code`."""
        return response_type == "code" and bool(self.redirect_uris)

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes and refresh for clients of people, client credentials for systems."""
        if self.is_system:
            return grant_type == "client_credentials" and self.auth_method == WITH_KEY
        return grant_type in ("authorization_code", "refresh_token")


def find(tx: Tx, client_id: str) -> Client | None:
    """The active client of that id."""
    client = find_any(tx, client_id)
    return client if client and client.status == "active" else None


def find_any(tx: Tx, client_id: str) -> Client | None:
    """The client of that id, suspended or not."""
    row = tx.row(f"SELECT {COLUMNS} FROM client WHERE id = :id", {"id": client_id})
    return from_row(row) if row else None


def is_trusted(tx: Tx, client_id: str) -> bool:
    """Whether the active client of that id is the portal of this service."""
    client = find(tx, client_id)
    return client is not None and client.trusted


def all_clients(tx: Tx) -> list[Client]:
    """Every client, by id."""
    return [from_row(row) for row in tx.rows(f"SELECT {COLUMNS} FROM client ORDER BY id")]


def note_use(tx: Tx, client_id: str, at: int) -> None:
    """Write down that the client got a token, at most once a minute; nobody waits for it who only reads."""
    tx.run(
        "UPDATE client SET last_used = :at WHERE id = :id AND (last_used IS NULL OR last_used <= :before)",
        {"id": client_id, "at": at, "before": at - _USE_NOTED_MS},
    )


def suspend(tx: Tx, client_id: str, at: int) -> bool:
    """Close a client: its tokens are refused at their next use. False when there is no such client."""
    found = tx.run("UPDATE client SET status = 'suspended' WHERE id = :id", {"id": client_id})
    families.revoke_of_client(tx, client_id, at, "client suspended")
    return bool(found)


def replace_keys(tx: Tx, client_id: str, jwks: str) -> None:
    """Give a client new keys; assertions with the old ones are refused from now (S-095)."""
    tx.run("UPDATE client SET jwks = :jwks, jwks_uri = NULL WHERE id = :id", {"id": client_id, "jwks": jwks})


def from_row(row: tuple[Any, ...]) -> Client:
    """The client in a row of COLUMNS."""
    (
        id,
        name,
        auth_method,
        trusted,
        scope,
        uris,
        organization,
        groups,
        feed,
        jwks,
        jwks_uri,
        status,
        secret,
        dpop,
    ) = row
    return Client(
        id,
        name,
        auth_method,
        bool(trusted),
        scope,
        tuple(uris.split("\n")) if uris else (),
        organization,
        tuple(groups.split()),
        bool(feed),
        jwks,
        jwks_uri,
        status,
        secret,
        bool(dpop),
    )
