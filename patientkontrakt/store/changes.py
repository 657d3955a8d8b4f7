"""Changes in the order in which their transactions took effect: `version` is the outbox (ADR 0008)."""

from collections.abc import Sequence

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import ground, predicate
from patientkontrakt.store.sql import Params

# tx_counter: see Tx.number. The horizon and the rows are of one snapshot, this statement's.
_HORIZON = (
    "(SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) + n FROM tx_counter)"
)
_UPTO = {
    "postgresql": (
        "SELECT MAX(tx) FROM (SELECT tx FROM version WHERE tx > :after"
        f" AND tx < {_HORIZON} ORDER BY tx LIMIT :most) AS ready"
    ),
    # one writer at a time: whatever can be read has been committed, in the order of its numbers
    "sqlite": "SELECT MAX(tx) FROM (SELECT tx FROM version WHERE tx > :after ORDER BY tx LIMIT :most) AS ready",
}
_NOW = {"postgresql": f"SELECT {_HORIZON} - 1", "sqlite": "SELECT n FROM tx_counter"}


def horizon(tx: Tx) -> int:
    """The number of a transaction before all that have not yet taken effect: later changes have higher ones."""
    row = tx.row(_NOW[tx.dialect])
    return int(row[0]) if row else 0


def ready(tx: Tx, after: int, most: int) -> int | None:
    """The last finished transaction among the next ``most`` versions after ``after``; None when there is none."""
    row = tx.row(_UPTO[tx.dialect], {"after": after, "most": most})
    return None if row is None or row[0] is None else int(row[0])


def of_type(tx: Tx, type: str, after: int, upto: int, rights: Sequence[Restriction]) -> list[Record]:
    """Versions of one type in (after, upto] that every one of ``rights`` opens, in commit order.

    Of one resource in one transaction only the last: what came between nobody could have read.
    """
    params = Params(type=type, after=after, upto=upto)
    opened = "".join(f" AND {predicate(right, 'v', params)}" for right in rights)
    sql = (
        f"SELECT {columns('v')} FROM version v WHERE v.tx > :after AND v.tx <= :upto AND v.type = :type{opened}"
        " AND NOT EXISTS (SELECT 1 FROM version w WHERE w.type = v.type AND w.id = v.id"
        " AND w.version > v.version AND w.tx = v.tx) ORDER BY v.tx, v.id, v.version"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def opened(
    tx: Tx, type: str, keys: Sequence[tuple[str, int]], rights: Sequence[Restriction]
) -> dict[tuple[str, int], Judged]:
    """Those of the versions ``keys`` (id, version) that every one of ``rights`` opens now, with the ground."""
    if not keys:
        return {}
    params = Params(type=type)
    wanted = ", ".join(f"({params.add(id)}, {params.add(version)})" for id, version in keys)
    conditions = "".join(f" AND {predicate(right, 'v', params)}" for right in rights)
    sql = (
        f"SELECT {columns('v')}, {ground(rights[0], 'v', params)} FROM version v WHERE v.type = :type"
        f" AND (v.id, v.version) IN (VALUES {wanted}){conditions}"
    )
    found = [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]
    return {(record.id, record.version): (record, named) for record, named in found}
