"""`--dry-run`: the same import in one transaction that is taken back, so that one file finds what the one before it brought.

What a file stored before it was refused is taken back to a savepoint, as its own transaction would have been.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime

from patientkontrakt.db import TooLong, Tx
from patientkontrakt.fhir.outcome import Invalid, Refusal
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import TOO_LONG, Counter
from patientkontrakt.records.desk import Desk

Opening = Callable[[], AbstractContextManager[Desk]]


class _TakenBack(Exception):
    """Ends the transaction of an import that was only tried."""


@contextmanager
def rehearsal(counter: Counter, actor: Actor, now: datetime) -> Iterator[Opening]:
    """Desks for writing, of which nothing stays: no resource, no account, no row of the log that says it was written.

    That it was tried is one row of the log, durable when the block ends. Raises LogUnavailable when it cannot be
    written. Other writers wait meanwhile: on SQLite all of them, on PostgreSQL those of the same patients.
    """
    with suppress(_TakenBack), counter.database.write() as tx:
        yield lambda: _desk(counter, actor, now, tx)
        raise _TakenBack
    with counter.reading(actor, now) as desk:
        desk.note("import", "", "permitted", "dry run")


@contextmanager
def _desk(counter: Counter, actor: Actor, now: datetime, tx: Tx) -> Iterator[Desk]:
    """One desk; when its block raises, what it wrote is gone, and so are the locks it took."""
    held = set(tx.held)
    tx.run("SAVEPOINT rehearsal")
    try:
        yield Desk(actor, now, tx, counter.hooks, counter.number_key, counter.base)
    except (Refusal, TooLong) as error:
        tx.held = held
        tx.run("ROLLBACK TO SAVEPOINT rehearsal")
        if isinstance(error, TooLong):
            raise Invalid(TOO_LONG) from None
        raise
    tx.run("RELEASE SAVEPOINT rehearsal")
