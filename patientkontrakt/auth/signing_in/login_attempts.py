"""Sign-ins under way at a provider: ten minutes, one answer, for the very browser that began (CVE-2025-68158).

An attempt is found by the hash of the `state` *and* of the visitor's cookie, in one UPDATE: who has only one of them
takes nothing and spoils nothing. While somebody chooses among her assignments it keeps who she is, sealed.
"""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.auth.signing_in.seal import opened, sealed
from patientkontrakt.db import Tx

LASTS_MS = 10 * 60 * 1000
_VERIFIER, _PERSON = "verifier", "person"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was sent to the provider at `begun` (epoch milliseconds), and where the person is on her way to.

    `longest_s` is how many seconds ago she may have proven who she is: 0 for a new sign-in, None when it does not matter.
    """

    id: str
    provider: str
    nonce: str
    verifier: str
    next: str | None
    longest_s: int | None
    begun: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody a provider has proven, who chooses among her assignments; `person` as it was kept."""

    id: str
    next: str | None
    person: dict[str, Any]


def begin(
    authority: Authority,
    tx: Tx,
    provider: str,
    cookie: str,
    next: str | None,
    longest_s: int | None,
    at: int,
) -> tuple[str, str, str]:
    """Note that this browser goes to a provider; returns `state`, `nonce` and the PKCE verifier."""
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    tx.run(
        """INSERT INTO login_attempt (id, visitor, provider, nonce, verifier, next, longest_s, created, expires)
           VALUES (:id, :visitor, :provider, :nonce, :verifier, :next, :longest, :at, :expires)""",
        {
            "id": digest(state),
            "visitor": digest(cookie),
            "provider": provider,
            "nonce": nonce,
            "verifier": sealed(authority, _VERIFIER, verifier),
            "next": next,
            "longest": longest_s,
            "at": at,
            "expires": at + LASTS_MS,
        },
    )
    return state, nonce, verifier


def take(authority: Authority, tx: Tx, provider: str, state: str, cookie: str, at: int) -> Attempt | None:
    """The attempt an answer of that provider belongs to, once."""
    row = tx.row(
        """UPDATE login_attempt SET used = :at
           WHERE id = :id AND visitor = :visitor AND provider = :provider AND used IS NULL AND expires > :at
           RETURNING id, provider, nonce, verifier, next, longest_s, created""",
        {"id": digest(state), "visitor": digest(cookie), "provider": provider, "at": at},
    )
    if row is None:
        return None
    id, provider, nonce, verifier, *rest = row
    secret = opened(authority, _VERIFIER, verifier)
    return Attempt(id, provider, nonce, secret, *rest) if secret else None


def keep(authority: Authority, tx: Tx, id: str, person: dict[str, Any], at: int) -> None:
    """Keep who came back until she has chosen."""
    tx.run(
        "UPDATE login_attempt SET person = :person, expires = :expires WHERE id = :id",
        {"id": id, "person": sealed(authority, _PERSON, person), "expires": at + LASTS_MS},
    )


def waiting(authority: Authority, tx: Tx, cookie: str, at: int) -> Waiting | None:
    """Who chooses in this browser: the last who came back."""
    return _waiting(
        authority,
        tx.row(
            """SELECT id, next, person FROM login_attempt
               WHERE visitor = :visitor AND person IS NOT NULL AND expires > :at ORDER BY created DESC, id LIMIT 1""",
            {"visitor": digest(cookie), "at": at},
        ),
    )


def settle(tx: Tx, id: str, at: int) -> bool:
    """Whether this choice is the one that counts: the person is forgotten with it."""
    return bool(
        tx.run(
            "UPDATE login_attempt SET person = NULL WHERE id = :id AND person IS NOT NULL AND expires > :at",
            {"id": id, "at": at},
        )
    )


def _waiting(authority: Authority, row: tuple[Any, ...] | None) -> Waiting | None:
    if row is None:
        return None
    id, next, text = row
    person = opened(authority, _PERSON, text)
    return Waiting(id, next, person) if person else None
