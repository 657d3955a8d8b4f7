"""A form that came too late, or was refused because somebody else saved, is kept sealed for 30 days: no text is lost."""

from typing import Final

from patientkontrakt.db import Database
from patientkontrakt.portal.box import Box

DAYS: Final = 30
_NEVER: Final = frozenset({"csrf_token", "once"})

Fields = dict[str, list[str]]


class KeptForms:
    """What people have written and could not send, by person and path."""

    def __init__(self, database: Database, box: Box) -> None:
        self.database = database
        self.box = box

    def keep(self, person: str, path: str, fields: Fields, at: int) -> None:
        """Keep the fields of a form that was posted to `path`; an empty form is nothing to keep."""
        written = {name: values for name, values in fields.items() if name not in _NEVER and any(values)}
        if not written:
            return
        with self.database.write() as tx:
            tx.run("DELETE FROM kept_form WHERE at < :old", {"old": at - DAYS * 86_400_000})
            tx.run(
                "INSERT INTO kept_form (person, path, sealed, at) VALUES (:person, :path, :sealed, :at)"
                " ON CONFLICT (person, path) DO UPDATE SET sealed = :sealed, at = :at",
                {"person": person, "path": path, "sealed": self.box.seal(written), "at": at},
            )

    def find(self, person: str, path: str, at: int) -> Fields | None:
        """What was kept for the form at `path` within the last 30 days, if anything."""
        with self.database.read() as tx:
            row = tx.row(
                "SELECT sealed FROM kept_form WHERE person = :person AND path = :path AND at > :old",
                {"person": person, "path": path, "old": at - DAYS * 86_400_000},
            )
        return self.box.open(row[0]) if row else None

    def forget(self, person: str, path: str) -> None:
        """It has been sent."""
        with self.database.write() as tx:
            tx.run(
                "DELETE FROM kept_form WHERE person = :person AND path = :path",
                {"person": person, "path": path},
            )
