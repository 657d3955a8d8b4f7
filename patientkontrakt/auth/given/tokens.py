"""The rows behind tokens: an access token is known by its jti, a refresh token by its hash; neither is stored."""

from patientkontrakt.auth.given.families import Family
from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id


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


def client_of_refresh(tx: Tx, secret: str) -> str | None:
    """Whose a refresh token is, used up or not; looking takes nothing."""
    row = tx.row(
        """SELECT f.client FROM token t JOIN token_family f ON f.id = t.family
           WHERE t.id = :id AND t.kind = 'refresh'""",
        {"id": digest(secret)},
    )
    return row[0] if row else None


def claim_refresh(tx: Tx, secret: str, at: int) -> bool:
    """Use a refresh token up, once (stack.md §3.3 trap 3); False when it was used before, revoked or is too old."""
    return bool(
        tx.run(
            """UPDATE token SET used = :at
               WHERE id = :id AND kind = 'refresh' AND used IS NULL AND revoked IS NULL AND expires > :at""",
            {"id": digest(secret), "at": at},
        )
    )


def revoke_access(tx: Tx, jti: str, at: int) -> None:
    """Kill one access token and leave its family be."""
    tx.run("UPDATE token SET revoked = :at WHERE id = :id AND revoked IS NULL", {"id": jti, "at": at})


def _insert(tx: Tx, id: str, kind: str, family: Family, scope: str, at: int, expires: int) -> None:
    tx.run(
        """INSERT INTO token (id, kind, family, scope, issued, expires)
           VALUES (:id, :kind, :family, :scope, :at, :expires)""",
        {"id": id, "kind": kind, "family": family.id, "scope": scope, "at": at, "expires": expires},
    )
