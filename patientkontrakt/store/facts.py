"""Access facts as rows: put in the same transaction as the resource that states them, gathered for a verdict."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from patientkontrakt.db import Tx
from patientkontrakt.policy.facts import (
    Agreement,
    ConsentFact,
    Contact,
    Death,
    Facts,
    Guardian,
    Protection,
    Relation,
)
from patientkontrakt.store.derive import TABLES_OF, Fact
from patientkontrakt.store.record import Record

CLASSES: dict[str, type[Any]] = {
    "fact_relation": Relation,
    "fact_consent": ConsentFact,
    "fact_guardian": Guardian,
    "fact_contact": Contact,
    "fact_agreement": Agreement,
    "fact_protection": Protection,
    "fact_death": Death,
}
_MEMBERSHIPS = "groups"
COLUMNS = {table: tuple(field.name for field in fields(cls)) for table, cls in CLASSES.items()}
INSERT = {
    table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    for table, names in COLUMNS.items()
}


def put(tx: Tx, record: Record, facts: list[Fact], *, fresh: bool) -> None:
    """Replace the facts of one resource."""
    if record.type not in TABLES_OF or record.patient is None:
        return
    if not fresh:
        key = {"patient": record.patient, "source_type": record.type, "source_id": record.id}
        where = " AND ".join(f"{name} = :{name}" for name in key)
        for table in TABLES_OF[record.type]:
            tx.run(f"DELETE FROM {table} WHERE {where}", key)
    for table, rows in rows_by_table(facts).items():
        tx.many(INSERT[table], rows)


def rows_by_table(facts: Iterable[Fact]) -> dict[str, list[dict[str, Any]]]:
    """Table → its rows, whole; what is stated twice stands once, in the order it came."""
    found: dict[str, dict[tuple[Any, ...], None]] = {}
    for table, columns in facts:
        found.setdefault(table, {})[tuple(columns.get(name) for name in COLUMNS[table])] = None
    return {
        table: [dict(zip(COLUMNS[table], row, strict=True)) for row in rows] for table, rows in found.items()
    }


def gather(tx: Tx, patient: str) -> Facts:
    """Everything the law may want to know about one patient, in one statement."""
    found: dict[str, list[Any]] = {table: [] for table in (*CLASSES, _MEMBERSHIPS)}
    for table, row in tx.rows(_GATHER[tx.dialect], {"patient": patient}):
        found[table].append(json.loads(row))
    told = {
        table: tuple(kind(**dict(zip(COLUMNS[table], row, strict=True))) for row in found[table])
        for table, kind in CLASSES.items()
    }
    return Facts(
        relations=told["fact_relation"],
        consents=told["fact_consent"],
        guardians=told["fact_guardian"],
        contacts=told["fact_contact"],
        agreements=told["fact_agreement"],
        protections=told["fact_protection"],
        deaths=told["fact_death"],
        groups=frozenset(id for (id,) in found[_MEMBERSHIPS]),
    )


def _everything_known(array: str) -> str:
    """Each fact as the name of its table and a JSON array, which ``array`` makes: tables of many shapes in one answer."""
    arms = [
        f"SELECT '{table}', CAST({array}({', '.join(names)}) AS TEXT) FROM {table} WHERE patient = :patient"
        for table, names in COLUMNS.items()
    ]
    # By the member, as in restriction.py: else every member of every Group is read.
    members = (
        f"SELECT '{_MEMBERSHIPS}', CAST({array}(i.id) AS TEXT) FROM ix_ref i WHERE i.patient || '' = '' AND i.type = 'Group'"
        " AND i.param = 'member' AND i.target_type = 'Patient' AND i.target_id = :patient"
    )
    return " UNION ALL ".join([*arms, members])


_GATHER = {"sqlite": _everything_known("json_array"), "postgresql": _everything_known("json_build_array")}


def stored(tx: Tx, patient: str | None, type: str, id: str) -> list[Fact]:
    """The facts that are kept of one resource, for ``reindex --check``."""
    key = {"patient": patient or "", "type": type, "id": id}
    found = []
    for table in TABLES_OF.get(type, ()):
        names = COLUMNS[table]
        sql = (
            f"SELECT {', '.join(names)} FROM {table}"
            " WHERE patient = :patient AND source_type = :type AND source_id = :id"
        )
        found += [(table, dict(zip(names, row, strict=True))) for row in tx.rows(sql, key)]
    return found
