"""What is shown to one person and kept nowhere else: sealed in her session until she says she has it, ten minutes at most.

A page that is loaded again, or a second click, must not lose it; who copies the table reads nothing (portal/box.py).
"""

from typing import Any, Final

from patientkontrakt.db import Database
from patientkontrakt.portal.box import Box

KEPT_MS: Final = 10 * 60 * 1000
# A row beside those of the session's forms; no form has a number with a dot (forms.is_number).
_MARK: Final = "told."


class Told:
    """By session, and by what it is about."""

    def __init__(self, database: Database, box: Box) -> None:
        self.database = database
        self.box = box

    def keep(self, session: str, about: str, value: Any, at: int) -> None:
        """Keep a JSON value; what others have had for ten minutes goes."""
        with self.database.write() as tx:
            tx.run(
                "DELETE FROM form_token WHERE once LIKE :any AND at <= :old",
                {"any": f"{_MARK}%", "old": at - KEPT_MS},
            )
            tx.run(
                "INSERT INTO form_token (session, once, location, at) VALUES (:session, :once, :sealed, :at)"
                " ON CONFLICT (session, once) DO UPDATE SET location = :sealed, at = :at",
                {"session": session, "once": _MARK + about, "sealed": self.box.seal(value), "at": at},
            )

    def find(self, session: str, about: str, at: int) -> Any:
        """The value; None when there is none, or no more."""
        with self.database.read() as tx:
            row = tx.row(
                "SELECT location FROM form_token WHERE session = :session AND once = :once AND at > :old",
                {"session": session, "once": _MARK + about, "old": at - KEPT_MS},
            )
        return self.box.open(row[0]) if row else None

    def forget(self, session: str, about: str) -> None:
        """She has it."""
        with self.database.write() as tx:
            tx.run(
                "DELETE FROM form_token WHERE session = :session AND once = :once",
                {"session": session, "once": _MARK + about},
            )
