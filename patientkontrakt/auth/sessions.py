"""Login sessions, kept by the server: 30 minutes idle, 8 hours at most, a new id at every sign-in (S-101)."""

from dataclasses import dataclass

from patientkontrakt.auth import families
from patientkontrakt.auth.person import COLUMNS, Person, from_row
from patientkontrakt.auth.secret import digest, new_secret
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id

IDLE_MS = 30 * 60 * 1000
ABSOLUTE_MS = 8 * 60 * 60 * 1000
# A use is written down at most this often: reading a page need not write.
TOUCH_MS = 60 * 1000


@dataclass(frozen=True, slots=True)
class Session:
    """A live login: who signed in, and when (epoch milliseconds)."""

    id: str
    created: int
    seen: int
    person: Person

    def is_stale(self, at: int) -> bool:
        """Whether its last use should be written down again."""
        return at - self.seen >= TOUCH_MS


def begin(tx: Tx, person: Person, former: Session | None, at: int) -> str:
    """Sign a person in; returns the new secret for the cookie, of which only the hash is kept.

    `former` is the session the browser came with. The same person's goes on under the new secret, so that signing
    out ends all that came of it; somebody else's ends.
    """
    secret = new_secret()
    if former and (former.person.account, former.person.assignment) == (person.account, person.assignment):
        tx.run(
            "UPDATE login_session SET secret = :secret, created = :at, seen = :at WHERE id = :id",
            {"id": former.id, "secret": digest(secret), "at": at},
        )
        return secret
    if former:
        end(tx, former, at)
    tx.run(
        """INSERT INTO login_session (id, secret, account, assignment, created, seen)
           VALUES (:id, :secret, :account, :assignment, :at, :at)""",
        {
            "id": new_id(),
            "secret": digest(secret),
            "account": person.account,
            "assignment": person.assignment,
            "at": at,
        },
    )
    return secret


def find(tx: Tx, secret: str, at: int) -> Session | None:
    """The live session of a cookie whose person may still act; None otherwise."""
    found = tx.row(
        f"""SELECT l.id, l.created, l.seen, {COLUMNS}
            FROM login_session l JOIN account a ON a.id = l.account
            LEFT JOIN assignment s ON s.id = l.assignment AND s.account = a.id
            WHERE l.secret = :secret AND l.ended IS NULL AND l.seen > :idle AND l.created > :oldest""",
        {"secret": digest(secret), "idle": at - IDLE_MS, "oldest": at - ABSOLUTE_MS},
    )
    if not found:
        return None
    id, created, seen, *person = found
    session = Session(id, created, seen, from_row(person))
    return None if session.person.refusal(at) else session


def touch(tx: Tx, session: Session, at: int) -> None:
    """Note that the session is in use."""
    tx.run("UPDATE login_session SET seen = :at WHERE id = :id AND seen < :at", {"id": session.id, "at": at})


def end(tx: Tx, session: Session, at: int) -> None:
    """Sign out: the session and every token that came of it."""
    tx.run(
        "UPDATE login_session SET ended = :at WHERE id = :id AND ended IS NULL", {"id": session.id, "at": at}
    )
    families.revoke_of_login(tx, session.id, at, "signed out")


def end_all(tx: Tx, account: str, at: int) -> None:
    """End every session of an account."""
    tx.run(
        "UPDATE login_session SET ended = :at WHERE account = :id AND ended IS NULL",
        {"id": account, "at": at},
    )
