"""Sessions, kept by the server: 30 minutes idle, 8 hours at most. The cookie is a secret of which we keep the hash."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.db import Database
from patientkontrakt.portal.box import Box

IDLE_MS: Final = 30 * 60 * 1000
ABSOLUTE_MS: Final = 8 * 60 * 60 * 1000
TOUCH_MS: Final = 60 * 1000
CLAIM_MS: Final = 15 * 1000


@dataclass(frozen=True)
class Session:
    """A person at work. `person` is "Patient/x", "RelatedPerson/x" or "PractitionerRole/x"; `about` says who in words."""

    id: str
    person: str
    access: str
    refresh: str | None
    id_token: str | None
    about: dict[str, Any]
    expires: int
    created: int
    seen: int

    @property
    def is_staff(self) -> bool:
        """Staff work at /arbete, everybody else is at /min."""
        return self.person.startswith("PractitionerRole/")

    @property
    def is_guardian(self) -> bool:
        """Who reads for a child."""
        return self.person.startswith("RelatedPerson/")

    def ends(self, at: int) -> int:
        """When it ends if nothing more happens after `at`."""
        return min(at + IDLE_MS, self.created + ABSOLUTE_MS)


class Sessions:
    """The table of sessions. Each method is a transaction of its own: none is open while the gateway is asked."""

    def __init__(self, database: Database, box: Box) -> None:
        self.database = database
        self.box = box

    def begin(self, person: str, secrets_of: dict[str, Any], expires: int, at: int) -> str:
        """A new session; returns the cookie's secret."""
        secret = secrets.token_urlsafe(32)
        with self.database.write() as tx:
            tx.run(
                "INSERT INTO portal_session (id, person, sealed, expires, created, seen)"
                " VALUES (:id, :person, :sealed, :expires, :at, :at)",
                {
                    "id": digest(secret),
                    "person": person,
                    "sealed": self.box.seal(secrets_of),
                    "expires": expires,
                    "at": at,
                },
            )
            tx.run("DELETE FROM portal_session WHERE seen < :old", {"old": at - ABSOLUTE_MS})
            tx.run("DELETE FROM form_token WHERE at < :old", {"old": at - ABSOLUTE_MS})
        return secret

    def find(self, secret: str, at: int) -> Session | None:
        """The live session of a cookie; notes that it is in use."""
        with self.database.read() as tx:
            row = tx.row(
                "SELECT id, person, sealed, expires, created, seen FROM portal_session"
                " WHERE id = :id AND seen > :idle AND created > :oldest",
                {"id": digest(secret), "idle": at - IDLE_MS, "oldest": at - ABSOLUTE_MS},
            )
        if row is None:
            return None
        id, person, sealed, expires, created, seen = row
        held = self.box.open(sealed)
        if held is None:  # sealed with another secret than today's
            return None
        if at - seen >= TOUCH_MS:
            self._touch(id, at)
        return Session(
            id,
            person,
            held["access"],
            held["refresh"],
            held["id_token"],
            held["about"],
            expires,
            created,
            seen,
        )

    def whose(self, secret: str) -> str | None:
        """Whose session it is or was: a form that comes too late is kept for her."""
        with self.database.read() as tx:
            row = tx.row("SELECT person FROM portal_session WHERE id = :id", {"id": digest(secret)})
        return str(row[0]) if row else None

    def claim(self, session: Session, at: int) -> bool:
        """Whether we are the one to renew its token; a claim that came to nothing lapses after 15 s."""
        with self.database.write() as tx:
            return bool(
                tx.run(
                    "UPDATE portal_session SET claimed = :at WHERE id = :id AND expires = :expires"
                    " AND (claimed IS NULL OR claimed < :lapsed)",
                    {"id": session.id, "expires": session.expires, "at": at, "lapsed": at - CLAIM_MS},
                )
            )

    def renewed(self, session: Session, secrets_of: dict[str, Any], expires: int) -> None:
        """Keep the new tokens."""
        with self.database.write() as tx:
            tx.run(
                "UPDATE portal_session SET sealed = :sealed, expires = :expires, claimed = NULL WHERE id = :id",
                {"id": session.id, "sealed": self.box.seal(secrets_of), "expires": expires},
            )

    def remember(self, session: Session, held: dict[str, Any]) -> None:
        """Keep what `held` says of the person, unless the tokens in it have been renewed meanwhile."""
        with self.database.write() as tx:
            tx.run(
                "UPDATE portal_session SET sealed = :sealed WHERE id = :id AND expires = :expires",
                {"id": session.id, "sealed": self.box.seal(held), "expires": session.expires},
            )

    def end(self, id: str) -> None:
        """The session is over; whose it was stays known until its row is swept."""
        with self.database.write() as tx:
            tx.run(
                "UPDATE portal_session SET created = 0, sealed = '', notice = NULL WHERE id = :id", {"id": id}
            )

    def leave_notice(self, id: str, text: str) -> None:
        """What the next page says has been done."""
        with self.database.write() as tx:
            tx.run(
                "UPDATE portal_session SET notice = :notice WHERE id = :id",
                {"id": id, "notice": self.box.seal(text)},
            )

    def take_notice(self, id: str) -> str | None:
        """What was done on the page before, once."""
        with self.database.read() as tx:
            row = tx.row("SELECT notice FROM portal_session WHERE id = :id", {"id": id})
        if row is None or row[0] is None:
            return None
        with self.database.write() as tx:
            tx.run("UPDATE portal_session SET notice = NULL WHERE id = :id", {"id": id})
        return str(self.box.open(row[0]) or "") or None

    def _touch(self, id: str, at: int) -> None:
        with self.database.write() as tx:
            tx.run("UPDATE portal_session SET seen = :at WHERE id = :id AND seen < :at", {"id": id, "at": at})


def digest(secret: str) -> str:
    """What the table holds of a cookie."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
