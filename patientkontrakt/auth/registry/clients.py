"""OAuth clients: public ones with PKCE, confidential ones with a key or a secret. One class is one row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from authlib.oauth2.rfc6749 import ClientMixin

from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

PUBLIC = "none"
WITH_KEY = "private_key_jwt"
WITH_SECRET = "client_secret_basic"  # noqa: S105 - a method
_USE_NOTED_MS = 60_000
# Where the table calls a property something else, and how it keeps lists.
_COLUMN: Final = {"groups": "group_ids"}
_BETWEEN: Final = {"redirect_uris": "\n", "logout_uris": "\n", "groups": " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(ClientMixin):
    """A registered client. `scope` is all it may ever ask for; redirect URIs are compared byte for byte.

    `trusted` is the service's own portal and nothing else. `secret` is the SHA-256 of what it signs in with, where it
    signs in so; with `dpop` its tokens are bound to a key, always. Instants are epoch milliseconds; `last_used` is when
    it last was given a token, to the minute.
    """

    id: str
    name: str
    status: str
    auth_method: str
    scope: str
    trusted: bool = False
    redirect_uris: tuple[str, ...] = ()
    logout_uris: tuple[str, ...] = ()
    launch_uri: str | None = None
    dpop: bool = False
    organization: str | None = None
    groups: tuple[str, ...] = ()
    feed: bool = False
    jwks: str | None = None
    jwks_uri: str | None = None
    contact: str | None = None
    created: int = 0
    last_used: int | None = None
    approved_by: str | None = None
    approved: int | None = None
    secret: str | None = field(default=None, repr=False)

    @property
    def has_secret(self) -> bool:
        """Whether it has been given one."""
        return self.secret is not None

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


def note_use(tx: Tx, client_id: str, at: int) -> None:
    """Write down that the client got a token, at most once a minute; nobody waits for it who only reads."""
    tx.run(
        "UPDATE client SET last_used = :at WHERE id = :id AND (last_used IS NULL OR last_used <= :before)",
        {"id": client_id, "at": at, "before": at - _USE_NOTED_MS},
    )


def from_row(row: tuple[Any, ...]) -> Client:
    """The client in a row of COLUMNS."""
    said = dict(zip(_NAMES, row, strict=True))
    lists = {name: tuple(filter(None, (said[name] or "").split(end))) for name, end in _BETWEEN.items()}
    return Client(**said | lists | {name: bool(said[name]) for name in _YES_OR_NO})


def to_row(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a client, by column."""
    return {_COLUMN.get(name, name): _kept(name, value) for name, value in said.items()}


def _kept(name: str, value: Any) -> Any:
    if name in _BETWEEN:
        return _BETWEEN[name].join(value)
    return int(value) if name in _YES_OR_NO else value


_NAMES: Final = tuple(each.name for each in fields(Client))
_YES_OR_NO: Final = tuple(each.name for each in fields(Client) if each.type is bool)
COLUMNS: Final = ", ".join(_COLUMN.get(name, name) for name in _NAMES)
