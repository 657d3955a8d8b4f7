"""Many patients quickly: the demo tells the first hundred's stories through the counter, the others are copies of them.

A copy has its own id, number, name and resource ids in every table, and its own row in the access log, written as the log
writes. What it shares with the first is what hangs on no name: the dates, and the birth date.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from bench.people import FIRST
from patientkontrakt import clock
from patientkontrakt.app import House
from patientkontrakt.db import Tx, db
from patientkontrakt.demo.group import GROUP
from patientkontrakt.demo.load import Loading
from patientkontrakt.demo.many import Synthetic, synthetic
from patientkontrakt.demo.putting import LOADER, add_members
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import entry

BATCH = 100
"""Patients in one transaction."""
ITS_OWN = ("access_log", "access_log_seal", "log_order", "token_family", "approval")
"""Tables that name patients and are nobody's record."""
TX = "@tx@"
NULL = "\\N"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_MEANT = {escape: plain for plain, escape in _ESCAPES.items()}
_SPECIAL, _ESCAPED = re.compile(r"[\\\t\n\r]"), re.compile(r"\\[\\tnr]")


@dataclass(frozen=True)
class Original:
    """One patient's rows as PostgreSQL's COPY writes them, by table, and the resource ids that do not tell whose they are."""

    each: Synthetic
    rows: dict[str, str]
    ids: tuple[str, ...]
    keys: tuple[str, ...]


def copy(house: House, amount: int) -> None:
    """Make patients FIRST + 1 to `amount` out of the first FIRST, and let all join the demo's Group."""
    people = list(synthetic(amount))
    originals: list[Original] = []
    for batch in _batches(people[FIRST:]):
        with closing(house.database.engine.raw_connection()) as pooled:
            driver: Any = pooled.driver_connection
            tx = _begun(driver, house.database.dialect)
            originals = originals or [_original(tx, each) for each in people[:FIRST]]
            _copy_batch(tx, driver, house, [(originals[(each.number - 1) % FIRST], each) for each in batch])
            driver.commit()
    now = clock.now()
    with house.counter.writing(LOADER, now) as desk:
        add_members(desk, GROUP, [each.person.id for each in people])
    Loading(house.settings, house.database, house.counter, now).seal()


def _batches(people: Sequence[Synthetic]) -> Iterator[list[Synthetic]]:
    left = iter(people)
    while batch := list(islice(left, BATCH)):
        yield batch


def _begun(driver: Any, dialect: str) -> Tx:
    if dialect == "sqlite":
        driver.execute("BEGIN IMMEDIATE")
    return Tx(driver, dialect, writes=True)


def _tables() -> list[sa.Table]:
    return [
        table
        for table in db.metadata.sorted_tables
        if "patient" in table.columns and table.name not in ITS_OWN
    ]


def _original(tx: Tx, each: Synthetic) -> Original:
    """All that is stored of one patient."""
    rows = {}
    for table in _tables():
        names = ", ".join(table.columns.keys())
        found = tx.rows(f"SELECT {names} FROM {table.name} WHERE patient = :id", {"id": each.person.id})  # noqa: S608
        rows[table.name] = "".join(_line(table, values) for values in found)
    keys = tx.rows("SELECT type, id FROM resource WHERE patient = :id", {"id": each.person.id})
    ids = tuple(id for _, id in keys if each.person.id not in id)
    return Original(each, rows, ids, tuple(f"{type}/{id}@1" for type, id in keys))


def _line(table: sa.Table, values: Sequence[Any]) -> str:
    named = zip(table.columns.keys(), values, strict=True)
    return "\t".join(TX if name in ("tx", "created_tx") else _cell(value) for name, value in named) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return NULL
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], str(value))


def _copy_batch(tx: Tx, driver: Any, house: House, batch: Sequence[tuple[Original, Synthetic]]) -> None:
    changes = [_changes(original, each, tx.number()) for original, each in batch]
    for table in _tables():
        text = "".join(
            _changed(original.rows[table.name], change)
            for (original, _), change in zip(batch, changes, strict=True)
        )
        _put(driver, table, text, tx.dialect)
    at = clock.millis(clock.now())
    house.log.append(
        tx,
        [
            entry(LOADER, at, "create", "Patient", "permitted", "import", each.person.id,
                  tuple(_changed(key, change) for key in original.keys))
            for (original, each), change in zip(batch, changes, strict=True)
        ],
    )  # fmt: skip


def _changes(original: Original, each: Synthetic, number: int) -> list[tuple[str, str]]:
    """What stands in the original, and what stands in the copy."""
    was, now = original.each.person, each.person
    return [
        (TX, str(number)),
        (was.id, now.id),
        (was.number, now.number),
        (was.family, now.family),
        (was.family.lower(), now.family.lower()),
        *((id, new_id()) for id in original.ids),
    ]


def _changed(text: str, changes: Sequence[tuple[str, str]]) -> str:
    for old, new in changes:
        text = text.replace(old, new)
    return text


def _put(driver: Any, table: sa.Table, text: str, dialect: str) -> None:
    names = table.columns.keys()
    if dialect == "postgresql":
        with driver.cursor().copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as into:
            into.write(text)
        return
    places = ", ".join("?" for _ in names)
    rows = [[_value(cell) for cell in line.split("\t")] for line in text.split("\n")[:-1]]
    driver.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})", rows)  # noqa: S608


def _value(cell: str) -> str | None:
    """What COPY's text means; SQLite makes a number of it where the column is one."""
    if cell == NULL:
        return None
    return _ESCAPED.sub(lambda found: _MEANT[found[0]], cell)
