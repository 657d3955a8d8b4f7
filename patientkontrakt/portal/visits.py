"""When a patient was here before: what is new is new since then. All she does in one day is one visit."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.db import Database
from patientkontrakt.portal.session import Session


def before(database: Database, session: Session) -> int | None:
    """When the visit before this one began (epoch ms); None at the first."""
    with database.read() as tx:
        row = tx.row(
            "SELECT session, before FROM last_visit WHERE person = :person", {"person": session.person}
        )
    if row and row[0] == session.id:
        return None if row[1] is None else int(row[1])
    return _begin(database, session)


def _begin(database: Database, session: Session) -> int | None:
    with database.write() as tx:
        row = tx.row(
            "SELECT began, before FROM last_visit WHERE person = :person", {"person": session.person}
        )
        earlier = _earlier(row, session.created)
        tx.run(
            "INSERT INTO last_visit (person, session, began, before) VALUES (:person, :session, :began, :before)"
            " ON CONFLICT (person) DO UPDATE SET session = :session, began = :began, before = :before",
            {
                "person": session.person,
                "session": session.id,
                "began": session.created,
                "before": earlier,
            },
        )
    return earlier


def _earlier(row: tuple[Any, ...] | None, now: int) -> int | None:
    """When the visit before this one began, of (began, before) as they stand."""
    if row is None:
        return None
    began, before = int(row[0]), None if row[1] is None else int(row[1])
    same_day = clock.today(clock.moment(began)) == clock.today(clock.moment(now))
    return before if same_day else began
