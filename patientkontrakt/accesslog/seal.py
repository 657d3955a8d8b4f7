"""Binds the finished rows into a chain, in the order in which their transactions took effect.

Ids and times are taken before a commit, so "all up to here" would skip what commits late. A seal covers
whole transactions, and only those below which no transaction is still running (model.md D9 "Commit order").
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from patientkontrakt.accesslog import heads as outside
from patientkontrakt.accesslog.heads import Head
from patientkontrakt.accesslog.mac import Chain
from patientkontrakt.db import Database, Tx

# Rows in one seal, unless a single transaction wrote more: SQLite's writers wait meanwhile.
MOST_ROWS: Final = 10_000
_PAGE: Final = 2_000
_LAST_ID: Final = 2**63 - 1
# PostgreSQL's advisory lock of the one who seals: "patient" and a number.
_LOCK: Final = 0x7061_7469_656E_7401


@dataclass(frozen=True)
class Seal:
    """A link of the chain: all rows of transactions up to `upto` that earlier links lack. `at` is epoch ms."""

    n: int
    upto: int
    rows: int
    head: str
    at: int


BEFORE_ALL: Final = Seal(n=0, upto=-1, rows=0, head="", at=0)

_NEWEST = "SELECT n, upto, rows, head, at FROM access_log_seal ORDER BY n DESC LIMIT 1"
_SEALS = "SELECT n, upto, rows, head, at FROM access_log_seal WHERE n > :n ORDER BY n LIMIT :most"
_UNSEALED = """
SELECT COUNT(*), MIN(at) FROM (SELECT at FROM access_log WHERE tx > :after ORDER BY tx, id LIMIT :most) AS waiting
"""
_INSERT = "INSERT INTO access_log_seal (n, upto, rows, head, at) VALUES (:n, :upto, :rows, :head, :at)"
_ROWS = """
SELECT tx, id, uid, mac FROM access_log
WHERE (tx, id) > (:tx, :id) AND tx <= :upto ORDER BY tx, id LIMIT :most
"""
_READY = {
    # The horizon and the rows are of one snapshot, this statement's. tx_counter: see Tx.number.
    "postgresql": """
SELECT MAX(tx) FROM (
  SELECT tx FROM access_log
  WHERE tx > :after AND tx < (
    SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) + n FROM tx_counter
  )
  ORDER BY tx LIMIT :most
) AS ready
""",
    # One writer at a time: whatever can be read has been committed, in the order of its numbers.
    "sqlite": """
SELECT MAX(tx) FROM (SELECT tx FROM access_log WHERE tx > :after ORDER BY tx LIMIT :most) AS ready
""",
}


def seal(database: Database, key: bytes, heads: Path, at: int) -> int:
    """Seal every finished row and put the new heads into the file `heads`; the number of rows sealed.

    Safe to call from several threads and processes at once. With nothing to seal it takes no write lock.
    """
    sealed = 0
    while True:
        with outside.locked(heads):
            made = _seal_next(database, key, heads, at)
            _publish(database, heads, made)
        if made is None:
            return sealed
        sealed += made.rows


def newest(tx: Tx) -> Seal:
    """The last link of the chain, or BEFORE_ALL."""
    row = tx.row(_NEWEST)
    return Seal(*row) if row else BEFORE_ALL


def lag(tx: Tx) -> tuple[int, int | None]:
    """How many finished rows no seal covers yet, counted up to MOST_ROWS, and when the oldest was written (epoch ms)."""
    row = tx.row(_UNSEALED, {"after": newest(tx).upto, "most": MOST_ROWS})
    return (0, None) if row is None else (int(row[0]), row[1])


def seals_after(tx: Tx, n: int) -> list[Seal]:
    """The next links after number `n`, in order; empty at the end."""
    return [Seal(*row) for row in tx.rows(_SEALS, {"n": n, "most": _PAGE})]


def _seal_next(database: Database, key: bytes, heads: Path, at: int) -> Seal | None:
    with database.read() as tx:
        before = newest(tx)
        if _ready(tx, before) is None:
            return None
    if before is BEFORE_ALL:
        outside.begin(heads)
    with database.write() as tx:
        be_alone(tx)
        before = newest(tx)
        upto = _ready(tx, before)
        if upto is None:  # another machine sealed them while we waited
            return None
        made = _bind(tx, key, before, upto, at)
        tx.run(_INSERT, vars(made))
    return made


def _ready(tx: Tx, before: Seal) -> int | None:
    """The last transaction the next seal may cover, if there is anything new."""
    row = tx.row(_READY[tx.dialect], {"after": before.upto, "most": MOST_ROWS})
    return None if row is None or row[0] is None else int(row[0])


def be_alone(tx: Tx) -> None:
    """Wait until nobody else seals or removes."""
    if tx.dialect == "postgresql":  # SQLite's write transaction is alone by nature
        tx.row("SELECT pg_advisory_xact_lock(:name)", {"name": _LOCK})


def _bind(tx: Tx, key: bytes, before: Seal, upto: int, at: int) -> Seal:
    chain = Chain(key, before.head, before.n + 1, upto, at)
    for row in _rows(tx, before.upto, upto):
        chain.add(*row)
    return Seal(before.n + 1, upto, chain.rows, chain.head(), at)


def _rows(tx: Tx, after: int, upto: int) -> Iterator[tuple[Any, ...]]:
    place = {"tx": after, "id": _LAST_ID}
    while page := tx.rows(_ROWS, {**place, "upto": upto, "most": _PAGE}):
        yield from page
        place = dict(zip(("tx", "id"), page[-1], strict=False))


def _publish(database: Database, heads: Path, made: Seal | None) -> None:
    """Add the lines the file lacks: this seal's, and one that a crash left between its commit and its line.

    A file that was taken away is not filled in from the database: it goes on from here, and verify tells.
    """
    known = outside.newest(heads)
    if known is None:
        if made is None:
            return
        known = made.n - 1
    with database.read() as tx:
        missing = seals_after(tx, known)
    if missing:
        outside.add(heads, [Head(link.n, link.upto, link.rows, link.head) for link in missing])
