"""The index and the facts, rebuilt from the stored texts or compared with them: they are derived, the text is the truth.

Runs while the service writes: what differs at first sight is looked at again under the writers' own lock.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.db import Database, Tx
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.search.extract import Indexed, extract
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import batches, facts, index, strays
from patientkontrakt.store.derive import Fact, derive
from patientkontrakt.store.record import Record


@dataclass
class Report:
    """How many resources were looked at, and the keys of those whose derived rows were not what they should be.

    ``unreadable``: what a stored text states can no longer be read out of it, so its rows were left alone.
    """

    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Derived:
    """What one resource states: its index values and its facts."""

    values: list[Indexed]
    facts: list[Fact]


def check(database: Database, number_key: bytes, progress: Callable[[int], None]) -> Report:
    """Compare, changing nothing."""
    with database.read() as tx:
        report = Report(wrong=strays.find(tx))
    _walk(database, number_key, progress, report, mend=False)
    return report


def rebuild(database: Database, number_key: bytes, progress: Callable[[int], None]) -> Report:
    """Write anew the derived rows of every resource that has not the right ones; reports which."""
    with database.write() as tx:
        report = Report(wrong=strays.find(tx))
        strays.remove(tx)
    _walk(database, number_key, progress, report, mend=True)
    return report


def size(database: Database) -> int:
    """How many resources there are to look at."""
    return batches.size(database)


def _walk(
    database: Database, number_key: bytes, progress: Callable[[int], None], report: Report, *, mend: bool
) -> None:
    for records in batches.batches(database):
        with database.read() as tx:
            suspects = [record for record in records if not _is_right(tx, record, number_key)]
        for record in suspects:
            with database.write() as tx:
                _look_again(tx, record, number_key, report, mend=mend)
        report.looked_at += len(records)
        progress(len(records))


def _look_again(tx: Tx, seen: Record, number_key: bytes, report: Report, *, mend: bool) -> None:
    """What was wrong a moment ago may have been a write in between."""
    record = batches.held(tx, seen.type, seen.id)
    if record is None:
        return
    key = f"{record.type}/{record.id}"
    derived = _derived(record, number_key)
    if derived is None:
        report.unreadable.append(key)
    elif not _matches(tx, record, derived):
        report.wrong += [key] if key not in report.wrong else []
        if mend:
            index.put(tx, record.type, record.id, record.patient, derived.values, fresh=False)
            facts.put(tx, record, derived.facts, fresh=False)


def _is_right(tx: Tx, record: Record, number_key: bytes) -> bool:
    derived = _derived(record, number_key)
    return derived is not None and _matches(tx, record, derived)


def _derived(record: Record, number_key: bytes) -> Derived | None:
    resource = body_of(record.body)
    try:
        return Derived(extract(resource), derive(resource, record, number_key))
    except Refusal:
        return None


def _matches(tx: Tx, record: Record, derived: Derived) -> bool:
    key = record.patient, record.type, record.id
    return _same_index(index.stored(tx, *key), derived.values) and _same_facts(
        facts.stored(tx, *key), derived.facts
    )


def _same_index(stored: dict[str, list[Any]], values: list[Indexed]) -> bool:
    wanted = index.rows_of(values)
    return stored.keys() == wanted.keys() and all(
        sorted(map(repr, stored[kind])) == sorted(map(repr, wanted[kind])) for kind in wanted
    )


def _same_facts(stored: list[Fact], stated: list[Fact]) -> bool:
    """What a resource states twice is a fact once, as in the index."""
    return sorted(map(_plain, stored)) == sorted(set(map(_plain, stated)))


def _plain(fact: Fact) -> str:
    table, columns = fact
    return table + repr(sorted((name, value) for name, value in columns.items() if value is not None))
