"""Versions filed with all that is derived from them: on PostgreSQL in one statement, those of a whole transaction too.

Rows go there as JSON, a parameter for each table, so that the statement is the same however many there are.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BigInteger, Float, Integer, SmallInteger, Text

from patientkontrakt.db import TooLong, Tx
from patientkontrakt.db.outage import TOO_LONG
from patientkontrakt.db.pile import Pile
from patientkontrakt.fhir.search.extract import Indexed
from patientkontrakt.store import facts, history, index, resources
from patientkontrakt.store import tables as schema
from patientkontrakt.store.derive import TABLES_OF, Fact
from patientkontrakt.store.record import NAMES, Record, parameters

Rows = dict[str, list[dict[str, Any]]]

_VERSION: Final = (*NAMES, "method", "author")
_INDEX: Final = tuple(index.COLUMNS)
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {**index.COLUMNS, **facts.COLUMNS}
_SOURCE: Final = dict.fromkeys(index.COLUMNS, ("type", "id")) | dict.fromkeys(
    facts.COLUMNS, ("source_type", "source_id")
)
_IN_JSON: Final[Mapping[type[Any], str]] = {
    Text: "text",
    BigInteger: "bigint",
    Integer: "integer",
    SmallInteger: "smallint",
    Float: "double precision",
}


@dataclass(frozen=True, slots=True)
class Filed:
    """One version, the HTTP method and who made it, and what it is found and judged by."""

    record: Record
    method: str
    author: str
    values: Sequence[Indexed]
    facts: Sequence[Fact]


@contextmanager
def together(tx: Tx) -> Iterator[None]:
    """Within the block new resources wait for one another, until anything is asked of the database; then they are there."""
    tx.pile = Pile(lambda waiting: _insert(tx, waiting))
    try:
        yield
        tx.pile.catch_up()
    finally:
        tx.pile = None


def add(tx: Tx, new: Filed) -> None:
    """File the first version of a resource. The primary key refuses a second one with the same type and id."""
    if tx.pile is not None:
        tx.pile.add(new)
    else:
        _insert(tx, [new])


def follow(tx: Tx, next: Filed, expected: int) -> bool:
    """File ``next`` where the current version is ``expected``; false, and nothing done, when somebody was quicker."""
    record = next.record
    if tx.dialect == "sqlite":
        if not resources.replace(tx, record, expected):
            return False
        history.append(tx, record, next.method, next.author)
        index.put(tx, record.type, record.id, record.patient, next.values, fresh=False)
        facts.put(tx, record, list(next.facts), fresh=False)
        return True
    tables = (*_INDEX, *(TABLES_OF.get(record.type, ()) if record.patient else ()))
    key = {"patient": record.patient or "", "type": record.type, "id": record.id, "expected": expected}
    return _run(tx, _next_one(tables), key | _json(_rows([next]), ("version", *tables))) == 1


def _insert(tx: Tx, filed: Sequence[Filed]) -> None:
    rows = _rows(filed)
    if tx.dialect == "sqlite":
        for each in filed:
            resources.insert(tx, each.record)
        for table, of_table in rows.items():
            tx.many(_INSERT[table], of_table)
        return
    tables = (*_INDEX, *(table for table in rows if table in facts.COLUMNS))
    _run(tx, _first_ones(tables), _json(rows, ("version", *tables)))


def _run(tx: Tx, sql: str, params: dict[str, Any]) -> int:
    """As ``tx.run``. Raises TooLong; then the transaction is over."""
    try:
        return tx.run(sql, params)
    except TOO_LONG as error:
        raise TooLong from error


def _rows(filed: Iterable[Filed]) -> Rows:
    """Table → the rows of all of them."""
    found: Rows = {}
    for each in filed:
        record = each.record
        version = parameters(record) | {"method": each.method, "author": each.author}
        found.setdefault("version", []).append(version)
        of_index = index.rows_by_table(record.type, record.id, record.patient, each.values)
        for table, rows in (*of_index.items(), *facts.rows_by_table(each.facts).items()):
            found.setdefault(table, []).extend(rows)
    return found


def _json(rows: Rows, tables: Iterable[str]) -> dict[str, str]:
    return {
        table: json.dumps(rows[table], ensure_ascii=False, separators=(",", ":")) if table in rows else "[]"
        for table in tables
    }


@lru_cache
def _first_ones(tables: tuple[str, ...]) -> str:
    """New resources: the current rows, the index, the facts, and last the versions."""
    arms = [
        f"given AS ({_given('version', _VERSION)})",
        f"current AS (INSERT INTO resource ({_list(NAMES)}, created_tx) SELECT {_list(NAMES)}, tx FROM given)",
        *(f"{table}_new AS ({_put(table)} {_given(table, _COLUMNS[table])})" for table in tables),
    ]
    return (
        f"WITH {', '.join(arms)} INSERT INTO version ({_list(_VERSION)}) SELECT {_list(_VERSION)} FROM given"
    )


@lru_cache
def _next_one(tables: tuple[str, ...]) -> str:
    """The next version, if the current one is still the expected: what is derived is compared with what is stored."""
    changed = ", ".join(f"{name} = given.{name}" for name in NAMES if name not in ("type", "id"))
    arms = [
        f"given AS ({_given('version', _VERSION)})",
        f"swapped AS (UPDATE resource r SET {changed} FROM given WHERE r.type = :type AND r.id = :id"
        " AND r.version = :expected RETURNING r.id)",
        *(f"{table}_old AS ({_no_longer(table)})" for table in tables),
        *(f"{table}_new AS ({_not_yet(table)})" for table in tables),
    ]
    version = (
        f"INSERT INTO version ({_list(_VERSION)}) SELECT {_list(_VERSION, 'given.')} FROM given, swapped"
    )
    return f"WITH {', '.join(arms)} {version}"


def _no_longer(table: str) -> str:
    """Take away the stored rows that are not given."""
    given = f"SELECT {_content(table, 'x')} FROM ({_given(table, _COLUMNS[table])}) x"
    return (
        f"DELETE FROM {table} d WHERE {_of_this(table)} AND EXISTS (SELECT 1 FROM swapped)"
        f" AND {_content(table, 'd')} NOT IN ({given})"
    )


def _not_yet(table: str) -> str:
    """Add the given rows that are not stored."""
    stored = f"SELECT {_content(table, 'd')} FROM {table} d WHERE {_of_this(table)}"
    return (
        f"{_put(table)} SELECT {_list(_COLUMNS[table], 'x.')}"
        f" FROM swapped, ({_given(table, _COLUMNS[table])}) x WHERE {_content(table, 'x')} NOT IN ({stored})"
    )


def _content(table: str, alias: str) -> str:
    """What a row says, as one text: two nulls are equal in it, and it can be hashed, however many rows there are."""
    own = [f"{alias}.{name}" for name in _COLUMNS[table] if name not in ("patient", *_SOURCE[table])]
    return f"CAST(ROW({', '.join(own)}) AS text)"


def _of_this(table: str) -> str:
    type, id = _SOURCE[table]
    return f"d.patient = :patient AND d.{type} = :type AND d.{id} = :id"


def _put(table: str) -> str:
    return f"INSERT INTO {table} ({_list(_COLUMNS[table])})"


def _given(table: str, names: Sequence[str]) -> str:
    """The rows of a table's parameter, each value of its column's type."""
    columns = vars(schema)[table].c
    typed = ", ".join(f"{name} {_IN_JSON[type(columns[name].type)]}" for name in names)
    return f"SELECT {_list(names)} FROM json_to_recordset(CAST(:{table} AS json)) AS j ({typed})"


def _list(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{name}" for name in names)


_INSERT: Final = {
    **index.INSERT,
    **facts.INSERT,
    "version": f"INSERT INTO version ({_list(_VERSION)}) VALUES ({_list(_VERSION, ':')})",
}
