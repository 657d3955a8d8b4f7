"""The access log as FHIR asks for it (access.md P4, A1): own rows for a patient, own people's for a log reader.

Whoever has neither ground finds nothing, and nothing is there. Reading the log is itself logged.
"""

from dataclasses import dataclass, replace
from typing import Final

from patientkontrakt.accesslog import reading
from patientkontrakt.accesslog.reading import Logged, Place, Wanted
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.log_question import wanted_of

TYPE: Final = "AuditEvent"
DEFAULT_COUNT: Final = 50


@dataclass(frozen=True)
class LogRows:
    """A page of rows, newest first, and the place where the next one goes on."""

    rows: list[Logged]
    after: Place | None


def search(desk: Desk, query: SearchQuery, after: tuple[int | str, ...] | None) -> LogRows:
    """The rows that are asked for and may be seen. Raises AccessRefused (scope), Malformed."""
    desk.restriction("s", TYPE)
    asked = wanted_of(query)
    wanted, ground = _open(desk, asked)
    if ground is None:
        desk.note("search", TYPE, "refused", "no_ground", patient=asked.patient)
        return LogRows([], None)
    count = DEFAULT_COUNT if query.count is None else query.count
    place = (int(after[0]), int(after[1])) if after else None
    found = reading.page(desk.tx, wanted, place, count + 1)
    rows = found[:count]
    _note(desk, "search", ground, rows)
    return LogRows(rows, rows[-1].place if rows and len(found) > count else None)


def read(desk: Desk, id: str) -> Logged:
    """One row. Raises AccessRefused (scope), NotFound: not there and not yours are the same."""
    desk.restriction("r", TYPE)
    wanted, ground = _open(desk, Wanted(id=id))
    row = reading.one(desk.tx, wanted) if ground else None
    if row is None or ground is None:
        desk.note("read", TYPE, "refused", "no_ground" if ground is None else "not_there")
        raise NotFound()
    _note(desk, "read", ground, [row])
    return row


def _open(desk: Desk, asked: Wanted) -> tuple[Wanted, str | None]:
    """What is asked, narrowed to what the actor may see of it, and the ground; None when there is none."""
    own, theirs = Row(type=TYPE, id="", patient=desk.actor.patient), desk.actor.custodian
    for row in (own, Row(type=TYPE, id="", custodian=theirs)):
        verdict = decide(desk.actor, "s", row, Facts(), desk.at)
        if isinstance(verdict, Permitted):
            return _narrowed(asked, row, verdict.ground)
    return asked, None


def _narrowed(asked: Wanted, row: Row, ground: str) -> tuple[Wanted, str | None]:
    """A patient who asks for somebody else's log has no ground for it."""
    if row.patient is None:
        return replace(asked, custodian=row.custodian), ground
    if asked.patient not in (None, row.patient):
        return asked, None
    return replace(asked, patient=row.patient, but_refused_to=f"Patient/{row.patient}"), ground


def _note(desk: Desk, action: str, ground: str, rows: list[Logged]) -> None:
    """One note for each patient whose rows were shown; of none, that somebody looked."""
    patients: list[str | None] = [*sorted({each.entry.patient for each in rows if each.entry.patient})]
    for patient in patients or [desk.actor.patient if ground == "own_log" else None]:
        desk.note(action, TYPE, "permitted", ground, patient=patient)
