"""Derived rows of nobody: their resource is gone, another patient's, or of a type that states no such thing.

No writer leaves any; a hand in the SQL may.
"""

from patientkontrakt.db import Tx
from patientkontrakt.store import index
from patientkontrakt.store.derive import TABLES_OF

_INDEX = tuple(index.TABLES.values())
_FACTS = {table: type for type, tables in TABLES_OF.items() for table in tables}
_OF_NOBODY = (
    "NOT EXISTS (SELECT 1 FROM resource r WHERE r.type = d.{type} AND r.id = d.{id}"
    " AND COALESCE(r.patient, '') = d.patient)"
)
_FACT_OF_NOBODY = _OF_NOBODY.format(type="source_type", id="source_id") + " OR d.source_type <> '{type}'"

# Table → the columns that name the resource a row was derived from, and when it was derived from none.
_ASTRAY = {table: ("d.type", "d.id", _OF_NOBODY.format(type="type", id="id")) for table in _INDEX} | {
    table: ("d.source_type", "d.source_id", _FACT_OF_NOBODY.format(type=type))
    for table, type in _FACTS.items()
}


def find(tx: Tx) -> list[str]:
    """The keys ("Type/id") that stray rows name, each once, in order."""
    found = set()
    for table, (type, id, astray) in _ASTRAY.items():
        found |= set(tx.rows(f"SELECT DISTINCT {type}, {id} FROM {table} d WHERE {astray}"))
    return [f"{type}/{id}" for type, id in sorted(found)]


def remove(tx: Tx) -> None:
    """Delete every stray row."""
    for table, (_, __, astray) in _ASTRAY.items():
        tx.run(f"DELETE FROM {table} AS d WHERE {astray}")
