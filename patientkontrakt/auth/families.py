"""Token families: all tokens that came of one approval (or of one assertion) live and die together."""

from dataclasses import dataclass

from patientkontrakt.db import Tx

FAMILY_MS = 90 * 24 * 60 * 60 * 1000

_COLUMNS = "id, client, account, assignment, login, patient, scope, expires, revoked"


@dataclass(frozen=True, slots=True)
class Family:
    """What a family of tokens is bound to. `account` is None for a system's."""

    id: str
    client: str
    account: str | None
    assignment: str | None
    login: str | None
    patient: str | None
    scope: str
    expires: int
    revoked: int | None = None

    def is_live(self, at: int) -> bool:
        """Neither revoked nor past its absolute life."""
        return self.revoked is None and at < self.expires


def found(tx: Tx, family: Family, at: int) -> None:
    """Write a new family down."""
    tx.run(
        """INSERT INTO token_family (id, client, account, assignment, login, patient, scope, created, expires)
           VALUES (:id, :client, :account, :assignment, :login, :patient, :scope, :at, :expires)""",
        {
            "id": family.id,
            "client": family.client,
            "account": family.account,
            "assignment": family.assignment,
            "login": family.login,
            "patient": family.patient,
            "scope": family.scope,
            "expires": family.expires,
            "at": at,
        },
    )


def get(tx: Tx, id: str) -> Family | None:
    """A family by its id."""
    row = tx.row(f"SELECT {_COLUMNS} FROM token_family WHERE id = :id", {"id": id})
    return Family(*row) if row else None


def revoke(tx: Tx, id: str, at: int, reason: str) -> None:
    """Kill one family; every token of it is refused at its next use."""
    _revoke(tx, "id", id, at, reason)


def revoke_of_login(tx: Tx, login: str, at: int, reason: str) -> None:
    """Kill what came of one login session."""
    _revoke(tx, "login", login, at, reason)


def revoke_of_account(tx: Tx, account: str, at: int, reason: str) -> None:
    """Kill all an account has given out."""
    _revoke(tx, "account", account, at, reason)


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
