"""When a patient was here before: what is new is new since then. All she does in one day is one visit."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt import clock
from patientkontrakt.db import Database
from patientkontrakt.portal.session import Session


@dataclass(frozen=True)
class Visit:
    """One visit: when the one `before` it began (epoch ms; None at the first), and whether it has been noted itself."""

    before: int | None
    is_noted: bool


def this_visit(database: Database, session: Session) -> Visit:
    """The visit that this session is of. Nothing is noted yet: who is shown no plan has not been here."""
    with database.read() as tx:
        row = tx.row(
            "SELECT session, began, before FROM last_visit WHERE person = :person", {"person": session.person}
        )
    if row and row[0] == session.id:
        return Visit(None if row[2] is None else int(row[2]), True)
    return Visit(_earlier(row[1:] if row else None, session.created), False)


def note(database: Database, session: Session, visit: Visit) -> None:
    """She has been here: once a session, however often she turns the page."""
    if visit.is_noted:
        return
    with database.write() as tx:
        row = tx.row(
            "SELECT began, before FROM last_visit WHERE person = :person", {"person": session.person}
        )
        tx.run(
            "INSERT INTO last_visit (person, session, began, before) VALUES (:person, :session, :began, :before)"
            " ON CONFLICT (person) DO UPDATE SET session = :session, began = :began, before = :before",
            {
                "person": session.person,
                "session": session.id,
                "began": session.created,
                "before": _earlier(row, session.created),
            },
        )


def _earlier(row: tuple[Any, ...] | None, now: int) -> int | None:
    """When the visit before this one began, of (began, before) as they stand."""
    if row is None:
        return None
    began, before = int(row[0]), None if row[1] is None else int(row[1])
    same_day = clock.today(clock.moment(began)) == clock.today(clock.moment(now))
    return before if same_day else began
