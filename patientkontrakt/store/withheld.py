"""Earlier versions of what is withheld: nobody reads in the history what she may not read now (P-5)."""

from patientkontrakt.db import Tx
from patientkontrakt.store.record import Record, columns

_OF = "type = :type AND id = :id"


def close_versions(tx: Tx, type: str, id: str, visibility: str) -> None:
    """Every open version is marked like the current one; the texts stay as they were written."""
    said = {"type": type, "id": id, "visibility": visibility}
    tx.run(f"UPDATE version SET visibility = :visibility WHERE {_OF} AND visibility = 'alla'", said)


def closed_versions(tx: Tx, type: str, id: str, visibility: str) -> list[Record]:
    """The versions that are marked so."""
    said = {"type": type, "id": id, "visibility": visibility}
    sql = f"SELECT {columns('v')} FROM version v WHERE {_OF} AND visibility = :visibility"
    return [Record(*row) for row in tx.rows(sql, said)]


def open_version(tx: Tx, type: str, id: str, version: int) -> None:
    """One version is open again."""
    said = {"type": type, "id": id, "version": version}
    tx.run(f"UPDATE version SET visibility = 'alla' WHERE {_OF} AND version = :version", said)
