"""Walking the whole archive in small steps, in key order, while the service runs."""

from collections.abc import Iterator

from patientkontrakt.db import Database
from patientkontrakt.store.record import Record, columns

_STEP = 200
_NEXT = (
    f"SELECT {columns('r')} FROM resource r WHERE (r.type, r.id) > (:type, :id)"
    f" ORDER BY r.type, r.id LIMIT {_STEP}"
)


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


def size(database: Database) -> int:
    """How many current rows there are."""
    with database.read() as tx:
        row = tx.row("SELECT count(*) FROM resource")
    return int(row[0]) if row else 0
