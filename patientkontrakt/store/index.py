"""The search index of one resource: derived, written in the same transaction, rebuilt by ``reindex``."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.extract import Indexed
from patientkontrakt.fhir.search.values import DateRange, Pair, Quantity, Ref, Single, Text, Token, Uri

HEAD = 400
"""How many letters of a text its index holds: PostgreSQL has room for some 2,700 bytes in a row of one."""
_COLUMNS: dict[str, tuple[str, ...]] = {
    "token": ("system", "code"),
    "reference": ("target_type", "target_id", "url", "version"),
    "date": ("lo", "hi"),
    "string": ("norm", "exact", "rest"),
    "uri": ("value",),
    "quantity": ("lo", "hi", "system", "code"),
}
TABLES = {
    "token": "ix_token",
    "reference": "ix_ref",
    "date": "ix_date",
    "string": "ix_string",
    "uri": "ix_uri",
    "quantity": "ix_quantity",
}
_VALUES: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "token": lambda v: (v.system, v.code),
    "reference": lambda v: (v.type, v.id, v.url, v.version),
    "date": lambda v: (v.lo, v.hi),
    "string": lambda v: (v.norm[:HEAD], v.exact, v.norm[HEAD:] or None),
    "uri": lambda v: (v.value,),
    "quantity": lambda v: (float(v.lo), float(v.hi), v.system, v.code),
}
_SINGLE: dict[type, str] = {
    Token: "token",
    Ref: "reference",
    DateRange: "date",
    Text: "string",
    Uri: "uri",
    Quantity: "quantity",
}
_KEY = ("patient", "type", "id", "param")
COLUMNS = {TABLES[kind]: (*_KEY, *names) for kind, names in _COLUMNS.items()}
INSERT = {
    table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    for table, names in COLUMNS.items()
}
Row = dict[str, Any]


def put(tx: Tx, type: str, id: str, patient: str | None, values: Iterable[Indexed], *, fresh: bool) -> None:
    """Replace the index rows of one resource. ``fresh`` says that it has none yet."""
    if not fresh:
        remove(tx, {"patient": patient or "", "type": type, "id": id})
    for table, rows in rows_by_table(type, id, patient, values).items():
        tx.many(INSERT[table], rows)


def rows_by_table(type: str, id: str, patient: str | None, values: Iterable[Indexed]) -> dict[str, list[Row]]:
    """Table → the rows of one resource, whole."""
    key = {"patient": patient or "", "type": type, "id": id}
    return {
        TABLES[kind]: [
            {**key, "param": param, **dict(zip(_COLUMNS[kind], row, strict=True))} for param, row in rows
        ]
        for kind, rows in rows_of(values).items()
    }


def remove(tx: Tx, key: dict[str, str]) -> None:
    """Take away every index row of one resource."""
    for table in TABLES.values():
        tx.run(f"DELETE FROM {table} WHERE patient = :patient AND type = :type AND id = :id", key)


def rows_of(values: Iterable[Indexed]) -> dict[str, list[tuple[str, tuple[Any, ...]]]]:
    """Kind → (param, column values), duplicates once, in the order they came."""
    grouped: dict[str, dict[tuple[str, tuple[Any, ...]], None]] = defaultdict(dict)
    for value in values:
        for kind, param, single in _entries(value):
            grouped[kind][param, _VALUES[kind](single)] = None
    return {kind: list(rows) for kind, rows in grouped.items()}


def kind_of(value: Single) -> str:
    """The kind of table that holds values of this class."""
    return _SINGLE[type(value)]


def paired(param: str, code: Token) -> str:
    """The name under which the values that stand with ``code`` lie: a pair is a value under a longer name."""
    return f"{param}${code.code}" if code.system is None else f"{param}${code.system}|{code.code}"


def _entries(value: Indexed) -> Iterator[tuple[str, str, Any]]:
    """(kind, param, value): a pair both under its code in its system and under its code in any."""
    if not isinstance(value.value, Pair):
        yield value.kind, value.param, value.value
        return
    code, single = value.value.code, value.value.value
    for name in (code, Token(None, code.code)):
        yield kind_of(single), paired(value.param, name), single


def stored(tx: Tx, patient: str | None, type: str, id: str) -> dict[str, list[tuple[str, tuple[Any, ...]]]]:
    """What the index holds of one resource, in the shape of :func:`rows_of` (order unspecified)."""
    key = {"patient": patient or "", "type": type, "id": id}
    found: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
    for kind, table in TABLES.items():
        sql = (
            f"SELECT param, {', '.join(_COLUMNS[kind])} FROM {table}"
            " WHERE patient = :patient AND type = :type AND id = :id"
        )
        rows = tx.rows(sql, key)
        if rows:
            found[kind] = [(row[0], tuple(row[1:])) for row in rows]
    return found
