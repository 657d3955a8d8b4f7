"""Login sessions, kept by the server: 30 minutes idle, 8 hours at most, a new id at every sign-in (S-101)."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.given import families
from patientkontrakt.auth.given.person import COLUMNS, Person, from_row
from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id

IDLE_MS = 30 * 60 * 1000
ABSOLUTE_MS = 8 * 60 * 60 * 1000
# A use is written down at most this often: reading a page need not write.
TOUCH_MS = 60 * 1000

_PROVEN = ("provider", "acr", "authenticated")


@dataclass(frozen=True, slots=True)
class Proven:
    """What a provider vouched for at a sign-in: which one, how strongly, and when she proved who she is (epoch
    milliseconds), if it said so."""

    provider: str
    acr: str | None
    authenticated: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A live login: who signed in, when (epoch milliseconds), and what a provider vouched for.

    `authenticated` is when she proved who she is: at a provider that may be earlier; None when it did not say.
    """

    id: str
    created: int
    seen: int
    authenticated: int | None
    person: Person
    proven: Proven | None = None

    def is_stale(self, at: int) -> bool:
        """Whether its last use should be written down again."""
        return at - self.seen >= TOUCH_MS


def begin(tx: Tx, person: Person, former: Session | None, at: int, proven: Proven | None = None) -> str:
    """Sign a person in; returns the new secret for the cookie, of which only the hash is kept.

    `former` is the session the browser came with. The same person's goes on under the new secret, so that signing
    out ends all that came of it; somebody else's ends.
    """
    secret = new_secret()
    row = {"id": new_id(), "secret": digest(secret), "at": at} | _told(proven, at)
    if former and (former.person.account, former.person.assignment) == (person.account, person.assignment):
        tx.run(
            f"""UPDATE login_session SET secret = :secret, created = :at, seen = :at,
                {", ".join(f"{name} = :{name}" for name in _PROVEN)} WHERE id = :id""",
            row | {"id": former.id},
        )
        return secret
    if former:
        end(tx, former, at)
    tx.run(
        f"""INSERT INTO login_session (id, secret, account, assignment, created, seen, {", ".join(_PROVEN)})
            VALUES (:id, :secret, :account, :assignment, :at, :at, :{", :".join(_PROVEN)})""",
        row | {"account": person.account, "assignment": person.assignment},
    )
    return secret


def find(tx: Tx, secret: str, at: int) -> Session | None:
    """The live session of a cookie whose person may still act; None otherwise."""
    return _live(tx, "l.secret", digest(secret), at)


def find_by_id(tx: Tx, id: str, at: int) -> Session | None:
    """The live session that an id_token of ours names as `sid`."""
    return _live(tx, "l.id", id, at)


def has_time_left(created: int, seen: int, at: int) -> bool:
    """Whether a login that has not ended is neither idle too long nor too old (epoch milliseconds)."""
    return at - seen < IDLE_MS and at - created < ABSOLUTE_MS


def touch(tx: Tx, id: str, at: int) -> None:
    """Note that a session is in use; one that has been idle too long, or has ended, is not awakened by it."""
    tx.run(
        "UPDATE login_session SET seen = :at WHERE id = :id AND ended IS NULL AND seen < :at AND seen > :idle",
        {"id": id, "at": at, "idle": at - IDLE_MS},
    )


def end(tx: Tx, session: Session, at: int) -> None:
    """Sign out: the session and every token that came of it."""
    tx.run(
        "UPDATE login_session SET ended = :at WHERE id = :id AND ended IS NULL", {"id": session.id, "at": at}
    )
    families.revoke_of_login(tx, session.id, at, "signed out")


def proven_of_ended(tx: Tx, id: str) -> Proven | None:
    """What a provider vouched for at a login that has ended."""
    row = tx.row(
        f"""SELECT {", ".join(_PROVEN)} FROM login_session
            WHERE id = :id AND ended IS NOT NULL AND provider IS NOT NULL""",
        {"id": id},
    )
    return Proven(*row) if row else None


def end_all(tx: Tx, account: str, at: int) -> None:
    """End every session of an account."""
    tx.run(
        "UPDATE login_session SET ended = :at WHERE account = :id AND ended IS NULL",
        {"id": account, "at": at},
    )


def _told(proven: Proven | None, at: int) -> dict[str, Any]:
    if proven is None:  # one of the cast: she says who she is, here and now
        return dict.fromkeys(_PROVEN) | {"authenticated": at}
    return {name: getattr(proven, name) for name in _PROVEN}


def _live(tx: Tx, column: str, value: str, at: int) -> Session | None:
    found = tx.row(
        f"""SELECT l.id, l.created, l.seen, {", ".join(f"l.{name}" for name in _PROVEN)}, {COLUMNS}
            FROM login_session l JOIN account a ON a.id = l.account
            LEFT JOIN assignment s ON s.id = l.assignment AND s.account = a.id
            WHERE {column} = :value AND l.ended IS NULL AND l.seen > :idle AND l.created > :oldest""",
        {"value": value, "idle": at - IDLE_MS, "oldest": at - ABSOLUTE_MS},
    )
    if not found:
        return None
    id, created, seen, provider, acr, authenticated, *person = found
    proven = Proven(provider, acr, authenticated) if provider else None
    session = Session(id, created, seen, authenticated, from_row(person), proven)
    return None if session.person.refusal(at) else session
