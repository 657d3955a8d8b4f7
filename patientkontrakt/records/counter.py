"""Opening the counter: a desk for reading or for writing, and the log that is durable before anybody answers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from patientkontrakt.accesslog import AccessLog
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.db import Database, TooLong, Tx, Unavailable
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.desk import Desk, entry
from patientkontrakt.records.hooks import Hooks
from patientkontrakt.records.identities import of_guardian
from patientkontrakt.records.reasons import with_purpose

Opening = Callable[[], AbstractContextManager[Tx]]

TOO_LONG = Issue(
    "too-long",
    "En kod, adress eller text är för lång för att gå att söka efter. Korta den.",
    "A code, an address or a text is too long to be searched for. Shorten it.",
)


@dataclass(frozen=True)
class Counter:
    """One per application. ``number_key`` keys the look-up of guardians' numbers; ``base`` is our FHIR address."""

    database: Database
    log: AccessLog
    hooks: Hooks
    number_key: bytes
    base: str

    @contextmanager
    def reading(self, actor: Actor, now: datetime, *, in_one: bool = False) -> Iterator[Desk]:
        """A desk for reading. When the block ends, its log rows are committed: only then may the door answer.

        PostgreSQL reads and logs statement by statement on one connection, or all `in_one` transaction; SQLite closes the
        read first, since reading and logging in one deferred transaction gives "database is locked" (model.md "The
        log"). Raises LogUnavailable when the rows cannot be written.
        """
        if self.database.dialect == "postgresql":
            opening = self.database.read if in_one else self.database.glance
            with self._guarded(opening, actor, now) as desk:
                yield desk
                self.log.append(desk.tx, _said(desk))
        else:
            with self._guarded(self.database.read, actor, now) as desk:
                yield desk
                entries = _said(desk)
            self.log.flush(entries)

    @contextmanager
    def writing(self, actor: Actor, now: datetime) -> Iterator[Desk]:
        """A desk for writing: one transaction with its log rows, committed when the block ends.

        When the block raises, nothing of it stays but the note that it was refused or failed. Raises Invalid where a
        value is too long for the index that it is to be found by.
        """
        with self._guarded(self.database.write, actor, now) as desk:
            yield desk
            self.log.append(desk.tx, _said(desk))

    @contextmanager
    def _guarded(self, open_transaction: Opening, actor: Actor, now: datetime) -> Iterator[Desk]:
        notes: list[Entry] = []
        try:
            with open_transaction() as tx:
                known = of_guardian(tx, actor)
                yield Desk(known, now, tx, self.hooks, self.number_key, self.base, notes)
        except Unavailable:
            raise
        except Exception as error:
            self.log.flush(merged(_after_failure(notes, error, actor, now)))
            if isinstance(error, TooLong):
                raise Invalid(TOO_LONG) from None
            raise


def _said(desk: Desk) -> list[Entry]:
    """What was done at this desk, as the rows of the log, each with the purpose that was told for it."""
    return with_purpose(desk, merged(desk.notes))


def _after_failure(notes: list[Entry], error: Exception, actor: Actor, now: datetime) -> list[Entry]:
    """Refusals stay as they were noted; what was permitted and then rolled back is told as failed."""
    kept = [
        note if note.outcome == "refused" else replace(note, outcome="failed", items=(), count=0)
        for note in notes
    ]
    if any(note.outcome == "refused" for note in kept):
        return [note for note in kept if note.outcome == "refused"]
    if kept:
        return [replace(note, reason=type(error).__name__) for note in kept]
    at = int(now.timestamp() * 1000)
    return [entry(actor, at, "request", "", "failed", type(error).__name__, None, ())]


def merged(notes: list[Entry]) -> list[Entry]:
    """One row per request, patient, action and verdict (model.md D9 "Log"), in the order they were first noted."""
    rows: dict[tuple[object, ...], list[Entry]] = {}
    for note in notes:
        key = note.request_id, note.action, note.patient, note.outcome, note.reason
        rows.setdefault(key, []).append(note)
    return [_as_one(each) for each in rows.values()]


def _as_one(notes: list[Entry]) -> Entry:
    """Notes that differ in what they are about only; put together once, since an import has thousands of them."""
    first = notes[0]
    if len(notes) == 1:
        return first
    one_subject = all(note.subject == first.subject for note in notes)
    return replace(
        first,
        subject=first.subject if one_subject else first.subject.split("/")[0],
        items=tuple(item for note in notes for item in note.items),
        count=sum(note.count for note in notes),
    )
