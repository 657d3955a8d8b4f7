"""Walking the whole archive in small steps, in key order, while the service runs."""

from collections.abc import Iterator

from patientkontrakt.db import Database, Tx
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.record import Record, columns

_STEP = 200
_NEXT = (
    f"SELECT {columns('r')} FROM resource r WHERE (r.type, r.id) > (:type, :id)"
    f" ORDER BY r.type, r.id LIMIT {_STEP}"
)

_ONE = f"SELECT {columns('r')} FROM resource r WHERE r.type = :type AND r.id = :id"


def batches(database: Database) -> Iterator[list[Record]]:
    """Every current row once, at most 200 at a time, each step in a transaction of its own."""
    type, id = "", ""
    while True:
        with database.read() as tx:
            rows = [Record(*row) for row in tx.rows(_NEXT, {"type": type, "id": id})]
        if not rows:
            return
        yield rows
        type, id = rows[-1].type, rows[-1].id


def held(tx: Tx, type: str, id: str) -> Record | None:
    """The current row, which nobody else changes until the transaction ends; None when it is gone.

    A patient's data are held by her lock, as writers hold them; reference data by the row.
    """
    row = tx.row("SELECT patient FROM resource WHERE type = :type AND id = :id", {"type": type, "id": id})
    if row and row[0] is not None:
        lock_patient(tx, row[0])
    rows = "" if tx.dialect == "sqlite" else " FOR UPDATE"
    found = tx.row(f"{_ONE}{rows}", {"type": type, "id": id})
    return Record(*found) if found else None


def size(database: Database) -> int:
    """How many current rows there are."""
    with database.read() as tx:
        row = tx.row("SELECT count(*) FROM resource")
    return int(row[0]) if row else 0
