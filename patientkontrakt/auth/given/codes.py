"""Authorization codes: 60 seconds, one use, taken by one atomic UPDATE before anything is checked (stack.md §3.3 trap 1).

A code that was presented is burnt, also by a wrong verifier; it is kept 10 minutes so that a replay is seen and punished.
"""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin

from patientkontrakt.auth.given import families
from patientkontrakt.auth.given.families import FAMILY_MS, Family
from patientkontrakt.auth.given.sessions import ABSOLUTE_MS
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.db import Tx

CODE_MS = 60 * 1000
KEPT_MS = 10 * 60 * 1000

_COLUMNS = """family, client, account, assignment, login, patient, redirect_uri, scope, nonce, challenge, authenticated,
    context, relative, approval, jkt, offline, acr, auth_time"""
_NAMES = tuple(name.strip() for name in _COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class Code(AuthorizationCodeMixin):
    """What was approved, and for whom; `authenticated` is when the person signed in here (epoch milliseconds).

    `context` is the JSON of auth/given/context.py; `acr` the level of assurance she signed in with, `auth_time` when she proved
    who she is (epoch milliseconds), if her provider said so.
    """

    family: str
    client: str
    account: str
    assignment: str | None
    login: str
    patient: str | None
    redirect_uri: str
    scope: str
    nonce: str | None
    challenge: str
    authenticated: int
    context: str | None = None
    relative: str | None = None
    approval: str | None = None
    jkt: str | None = None
    offline: int = 0
    acr: str | None = None
    auth_time: int | None = None

    def get_redirect_uri(self) -> str:
        """For Authlib, which compares it with the token request's."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """For Authlib."""
        return self.scope

    @property
    def code_challenge(self) -> str:
        """For Authlib's PKCE extension."""
        return self.challenge

    @property
    def code_challenge_method(self) -> str:
        """S256, always: no other reaches a code."""
        return "S256"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A code that had been used before; its family is dead now."""

    code: Code


def issue(tx: Tx, secret: str, code: Code, at: int) -> None:
    """Write a new code down under the hash of its secret."""
    values: dict[str, Any] = {name: getattr(code, name) for name in _NAMES}
    tx.run(
        f"""INSERT INTO code (id, expires, {_COLUMNS})
            VALUES (:id, :expires, :{", :".join(_NAMES)})""",
        values | {"id": digest(secret), "expires": at + CODE_MS},
    )


def claim(tx: Tx, secret: str, at: int, jkt: str | None = None) -> Code | Replayed | None:
    """Take the code, once, and found its family, bound to the key it is presented with; None when it is unknown or too old.

    A code presented again was stolen or leaked: everything it gave is revoked (RFC 6749 §4.1.2). The family is
    founded here, in the claiming transaction, so that a replay always finds something to revoke.
    """
    _hold_login(tx, secret)
    row = tx.row(
        f"""UPDATE code SET used = :at
            WHERE id = :id AND used IS NULL AND expires > :at
              AND EXISTS (SELECT 1 FROM login_session l WHERE l.id = code.login AND l.ended IS NULL)
            RETURNING {_COLUMNS}""",
        {"id": digest(secret), "at": at},
    )
    if row is None:
        return _punish_replay(tx, secret, at)
    code = Code(*row)
    families.found(tx, _family_of(code, at, jkt), at)
    return code


def burn_of_account(tx: Tx, account: str, at: int) -> None:
    """Nothing comes any more of the codes an account has on their way."""
    tx.run(
        "UPDATE code SET used = :at WHERE account = :account AND used IS NULL", {"account": account, "at": at}
    )


def _hold_login(tx: Tx, secret: str) -> None:
    """Whoever signs out meanwhile waits, and finds the family; who has signed out is seen. SQLite's writer is alone."""
    if tx.dialect == "postgresql":
        tx.row(
            "SELECT 1 FROM login_session WHERE id = (SELECT login FROM code WHERE id = :id) FOR SHARE",
            {"id": digest(secret)},
        )


def _family_of(code: Code, at: int, jkt: str | None) -> Family:
    return Family(
        code.family,
        code.client,
        code.account,
        code.assignment,
        code.login,
        code.patient,
        code.scope,
        at + FAMILY_MS if code.offline else code.authenticated + ABSOLUTE_MS,
        kept_context=code.context,
        relative=code.relative,
        approval=code.approval,
        jkt=jkt,
        offline=bool(code.offline),
    )


def _punish_replay(tx: Tx, secret: str, at: int) -> Replayed | None:
    row = tx.row(f"SELECT {_COLUMNS} FROM code WHERE id = :id AND used IS NOT NULL", {"id": digest(secret)})
    if row is None:
        return None
    code = Code(*row)
    families.revoke(tx, code.family, at, "code replayed")
    return Replayed(code)
