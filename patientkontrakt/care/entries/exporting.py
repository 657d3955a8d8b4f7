"""A patient's data in a file, taken out by an operator: told in the record, in the transaction that reads it (R-6)."""

from collections.abc import Callable
from datetime import datetime

from patientkontrakt.care.entries.disclosing import record
from patientkontrakt.care.entries.disclosure import Disclosure
from patientkontrakt.records import exporting
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.ownership import owner_about
from patientkontrakt.records.stored import Stored


def hers(counter: Counter, patient: str, to: str, reason: str, now: datetime) -> list[Stored]:
    """Everything of hers that is hers to have, with what it points at. Raises NotFound."""
    told = Disclosure("", to, reason, "registerutdrag", at=now)
    return _out(counter, patient, told, exporting.FOR_HER, now)


def everybodys(
    counter: Counter, to: str, reason: str, now: datetime, write: Callable[[list[Stored]], None]
) -> int:
    """Each patient in turn, handed to `write` once it is in the log; how many there were."""
    count = 0
    for patient in exporting.patients(counter.database):
        told = Disclosure("", to, reason, "export", at=now)
        write(_out(counter, patient, told, exporting.FOR_SYSTEMS, now, with_named=False))
        count += 1
    with counter.reading(exporting.operator(), now) as desk:
        around = exporting.reference_data(desk)
    write(around)
    return count


def _out(
    counter: Counter,
    patient: str,
    told: Disclosure,
    visible: frozenset[str],
    now: datetime,
    *,
    with_named: bool = True,
) -> list[Stored]:
    with counter.writing(exporting.operator(), now) as desk:
        found = exporting.taken_out(desk, patient, visible)
        around = exporting.named(desk, patient) if with_named else []
        record(desk, patient, told, owner_about(desk, patient))
    return [*found, *around]
