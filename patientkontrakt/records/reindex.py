"""The index and the facts, rebuilt from the stored texts or compared with them: they are derived, the text is the truth."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from patientkontrakt.db import Database, Tx
from patientkontrakt.fhir.search.extract import Indexed, extract
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import batches, facts, index, resources
from patientkontrakt.store.derive import Fact, derive
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.record import Record


@dataclass
class Report:
    """How many resources were looked at, and the keys of those whose derived rows were not what they should be."""

    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)


def check(database: Database, number_key: bytes, progress: Callable[[int], None]) -> Report:
    """Compare, changing nothing."""
    report = Report()
    for rows in batches.batches(database):
        with database.read() as tx:
            for record in rows:
                _compare(tx, record.type, record.id, number_key, report)
        progress(len(rows))
    return report


def rebuild(database: Database, number_key: bytes, progress: Callable[[int], None]) -> Report:
    """Write every resource's derived rows anew, each patient locked meanwhile; reports those that were wrong."""
    report = Report()
    for rows in batches.batches(database):
        for record in rows:
            with database.write() as tx:
                if record.patient is not None:
                    lock_patient(tx, record.patient)
                _rebuild(tx, record.type, record.id, number_key, report)
        progress(len(rows))
    return report


def size(database: Database) -> int:
    """How many resources there are to look at."""
    return batches.size(database)


def _compare(tx: Tx, type: str, id: str, number_key: bytes, report: Report) -> bool:
    record = resources.current(tx, type, id)
    if record is None:
        return True
    report.looked_at += 1
    values, stated = _derived(record, number_key)
    right = _same_index(index.stored(tx, type, id), values) and _same_facts(
        facts.stored(tx, type, id), stated
    )
    if not right:
        report.wrong.append(f"{type}/{id}")
    return right


def _rebuild(tx: Tx, type: str, id: str, number_key: bytes, report: Report) -> None:
    if _compare(tx, type, id, number_key, report):
        return
    record = resources.current(tx, type, id)
    if record is None:
        return
    values, stated = _derived(record, number_key)
    index.put(tx, type, id, record.patient, values, fresh=False)
    facts.put(tx, record, stated, fresh=False)


def _derived(record: Record, number_key: bytes) -> tuple[list[Indexed], list[Fact]]:
    resource = body_of(record.body)
    return extract(resource), derive(resource, record, number_key)


def _same_index(stored: dict[str, list[Any]], values: list[Indexed]) -> bool:
    wanted = index.rows_of(values)
    return stored.keys() == wanted.keys() and all(
        sorted(map(repr, stored[kind])) == sorted(map(repr, wanted[kind])) for kind in wanted
    )


def _same_facts(stored: list[Fact], stated: list[Fact]) -> bool:
    return sorted(map(_plain, stored)) == sorted(map(_plain, stated))


def _plain(fact: Fact) -> str:
    table, columns = fact
    return table + repr(sorted((name, value) for name, value in columns.items() if value is not None))
