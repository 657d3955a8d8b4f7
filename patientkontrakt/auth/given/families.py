"""Token families: all tokens that came of one approval (or of one assertion) live and die together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.given import context
from patientkontrakt.auth.given.context import Context
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

# With one of these a client gets refresh tokens: for as long as she is signed in, or for as long as the family lives.
_REFRESHING = frozenset({"offline_access", "online_access"})
FAMILY_MS = 90 * 24 * 60 * 60 * 1000

# What `from_row` reads, with `f` for token_family.
COLUMNS = """f.id, f.client, f.account, f.assignment, f.login, f.patient, f.scope, f.expires, f.revoked,
    f.context, f.relative, f.approval, f.jkt, f.offline"""
WIDTH = COLUMNS.count(",") + 1


@dataclass(frozen=True, slots=True)
class Family:
    """What a family of tokens is bound to. `account` is None for a system's.

    `kept_context` is the rest of its context as JSON, `relative` the RelatedPerson a guardian acts as, `jkt` the
    thumbprint of the key its tokens are bound to. One that is `offline` outlives the sign-in it came of.
    """

    id: str
    client: str
    account: str | None
    assignment: str | None
    login: str | None
    patient: str | None
    scope: str
    expires: int
    revoked: int | None = None
    kept_context: str | None = None
    relative: str | None = None
    approval: str | None = None
    jkt: str | None = None
    offline: bool = False

    @property
    def context(self) -> Context:
        """What the token answer tells beside the tokens."""
        return context.from_row(self.patient, self.relative, self.kept_context)


def may_refresh(scopes: Scopes) -> bool:
    """Whether these scopes give refresh tokens (SMART App Launch 2.2, `online_access` and `offline_access`)."""
    return bool(_REFRESHING & set(scopes.others))


def found(tx: Tx, family: Family, at: int) -> None:
    """Write a new family down."""
    tx.run(
        """INSERT INTO token_family (id, client, account, assignment, login, patient, scope, created, expires,
               context, relative, approval, jkt, offline)
           VALUES (:id, :client, :account, :assignment, :login, :patient, :scope, :at, :expires,
               :context, :relative, :approval, :jkt, :offline)""",
        {
            "id": family.id,
            "client": family.client,
            "account": family.account,
            "assignment": family.assignment,
            "login": family.login,
            "patient": family.patient,
            "scope": family.scope,
            "expires": family.expires,
            "context": family.kept_context,
            "relative": family.relative,
            "approval": family.approval,
            "jkt": family.jkt,
            "offline": int(family.offline),
            "at": at,
        },
    )


def get(tx: Tx, id: str) -> Family | None:
    """A family by its id."""
    row = tx.row(f"SELECT {COLUMNS} FROM token_family f WHERE f.id = :id", {"id": id})
    return from_row(row) if row else None


def from_row(row: Sequence[Any]) -> Family:
    """The family in a row of COLUMNS."""
    values: list[Any] = [*row[:-1], bool(row[-1])]
    return Family(*values)


def bind(tx: Tx, id: str, jkt: str) -> None:
    """Bind a family's tokens to the key of that thumbprint from now; what was bound to another, or to none, is dead."""
    tx.run("UPDATE token_family SET jkt = :jkt WHERE id = :id", {"id": id, "jkt": jkt})


def revoke(tx: Tx, id: str, at: int, reason: str) -> None:
    """Kill one family; every token of it is refused at its next use."""
    _revoke(tx, "id", id, at, reason)


def revoke_of_login(tx: Tx, login: str, at: int, reason: str) -> None:
    """Kill what came of one login session, but for what was approved to outlive it (`offline_access`, SM-43)."""
    _revoke(tx, "offline = 0 AND login", login, at, reason)


def revoke_of_account(tx: Tx, account: str, at: int, reason: str) -> None:
    """Kill all an account has given out."""
    _revoke(tx, "account", account, at, reason)


def revoke_of_relative(tx: Tx, relative: str, at: int, reason: str) -> None:
    """Kill what was given to who acted as that RelatedPerson, and the codes on their way."""
    _revoke(tx, "relative", relative, at, reason)
    tx.run(
        "UPDATE code SET used = :at WHERE relative = :relative AND used IS NULL",
        {"at": at, "relative": relative},
    )


def revoke_as_relative(tx: Tx, account: str, at: int, reason: str) -> None:
    """Kill what an account was given as somebody's relative, and the codes on their way."""
    _revoke(tx, "relative IS NOT NULL AND account", account, at, reason)
    tx.run(
        "UPDATE code SET used = :at WHERE account = :account AND relative IS NOT NULL AND used IS NULL",
        {"at": at, "account": account},
    )


def revoke_of_client(tx: Tx, client: str, at: int, reason: str) -> None:
    """Kill all a client holds."""
    _revoke(tx, "client", client, at, reason)


def revoke_all(tx: Tx, at: int, reason: str) -> None:
    """Kill every family and session: after a restored backup nobody knows which were revoked since (S-083)."""
    tx.run("UPDATE login_session SET ended = :at WHERE ended IS NULL", {"at": at})
    tx.run(
        "UPDATE token_family SET revoked = :at, reason = :reason WHERE revoked IS NULL",
        {"at": at, "reason": reason},
    )
    tx.run("UPDATE code SET used = :at WHERE used IS NULL", {"at": at})


def _revoke(tx: Tx, column: str, value: str, at: int, reason: str) -> None:
    tx.run(
        f"UPDATE token_family SET revoked = :at, reason = :reason WHERE {column} = :value AND revoked IS NULL",
        {"value": value, "at": at, "reason": reason},
    )
