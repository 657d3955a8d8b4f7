"""The cut of an export: which transactions it knows, written down as numbers, so that it can go on after a kill.

What was changed after the cut comes as it was at the cut: versions are never removed.
"""

from dataclasses import dataclass

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params

_TAKEN = {
    # One statement is one snapshot. tx_counter: see Tx.number.
    "postgresql": """
WITH now AS (SELECT pg_current_snapshot() AS known)
SELECT CAST(CAST(pg_snapshot_xmax(known) AS text) AS bigint) + n,
       ARRAY(SELECT CAST(CAST(x AS text) AS bigint) + n FROM pg_snapshot_xip(known) AS x)
FROM now, tx_counter
""",
    # One writer at a time: whatever can be read has been committed, in the order of its numbers.
    "sqlite": "SELECT n + 1, NULL FROM tx_counter",
}
_OLDEST = """
SELECT CAST(extract(epoch FROM min(xact_start)) * 1000 AS bigint) FROM pg_stat_activity
WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Cut:
    """Transactions with a number below `below` are in it, but for those `running` when it was taken."""

    below: int
    running: tuple[int, ...] = ()

    def has(self, column: str, params: Params) -> str:
        """The condition that the transaction in `column` is in the cut."""
        known = f"{column} < {params.add(self.below)}"
        return (
            f"({known} AND {column} NOT IN ({params.many(self.running)}))" if self.running else f"({known})"
        )


def taken(tx: Tx) -> Cut:
    """The cut of this moment: everything that has been committed."""
    row = tx.row(_TAKEN[tx.dialect])
    if row is None:
        raise RuntimeError("tx_counter is empty: the database was not migrated")
    return Cut(int(row[0]), tuple(row[1] or ()))


def hold(tx: Tx) -> None:
    """Let all that follows in this transaction see one moment, as it does on SQLite anyhow. Its first statement.

    Else what changes between two statements of a page would be in neither.
    """
    if tx.dialect == "postgresql":
        tx.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def oldest_writer(tx: Tx) -> int | None:
    """When the oldest transaction began that is writing now (epoch ms); None when nobody else is."""
    if tx.dialect == "sqlite":
        return None
    row = tx.row(_OLDEST)
    return None if row is None or row[0] is None else int(row[0])
