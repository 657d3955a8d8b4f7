"""The rows behind tokens: an access token is known by its jti, a refresh token by its hash; neither is stored."""

from dataclasses import dataclass

from patientkontrakt.auth.families import Family, get
from patientkontrakt.auth.secret import digest, new_secret
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token of a family; instants in epoch milliseconds."""

    id: str
    kind: str
    family: str
    scope: str
    issued: int
    expires: int
    used: int | None
    revoked: int | None

    def is_live(self, at: int) -> bool:
        """Neither used up, revoked nor expired (its family is another question)."""
        return self.used is None and self.revoked is None and at < self.expires


def new_access(tx: Tx, family: Family, scope: str, at: int, expires: int) -> str:
    """Write an access token's row; returns its jti."""
    jti = new_id()
    _insert(tx, jti, "access", family, scope, at, expires)
    return jti


def new_refresh(tx: Tx, family: Family, at: int) -> str:
    """Write a refresh token's row with the family's whole scope; returns the secret that goes to the client."""
    secret = new_secret()
    _insert(tx, digest(secret), "refresh", family, family.scope, at, family.expires)
    return secret


def find(tx: Tx, id: str) -> TokenRow | None:
    """A token's row by jti, or by the hash of a refresh token."""
    row = tx.row(
        "SELECT id, kind, family, scope, issued, expires, used, revoked FROM token WHERE id = :id", {"id": id}
    )
    return TokenRow(*row) if row else None


def family_of_refresh(tx: Tx, secret: str) -> Family | None:
    """The family a refresh token belongs to, used up or not; looking takes nothing."""
    row = find(tx, digest(secret))
    return get(tx, row.family) if row and row.kind == "refresh" else None


def claim_refresh(tx: Tx, secret: str, at: int) -> bool:
    """Use a refresh token up, once (stack.md §3.3 trap 3); False when it was used before, revoked or is too old."""
    return bool(
        tx.run(
            """UPDATE token SET used = :at
               WHERE id = :id AND kind = 'refresh' AND used IS NULL AND revoked IS NULL AND expires > :at""",
            {"id": digest(secret), "at": at},
        )
    )


def was_used(tx: Tx, secret: str) -> bool:
    """Whether a refresh token had been rotated out: presenting it again means that somebody else has it."""
    row = find(tx, digest(secret))
    return row is not None and row.kind == "refresh" and row.used is not None


def revoke_access(tx: Tx, jti: str, at: int) -> None:
    """Kill one access token and leave its family be."""
    tx.run("UPDATE token SET revoked = :at WHERE id = :id AND revoked IS NULL", {"id": jti, "at": at})


def _insert(tx: Tx, id: str, kind: str, family: Family, scope: str, at: int, expires: int) -> None:
    tx.run(
        """INSERT INTO token (id, kind, family, scope, issued, expires)
           VALUES (:id, :kind, :family, :scope, :at, :expires)""",
        {"id": id, "kind": kind, "family": family.id, "scope": scope, "at": at, "expires": expires},
    )
