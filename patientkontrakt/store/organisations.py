"""The chain of Organization.partOf, read from the index."""

from collections.abc import Iterator

from patientkontrakt.db import Tx

_DEEPEST = 10  # a chain longer than this is a mistake, or a circle

_PARENT = (
    "SELECT i.target_id FROM ix_ref i WHERE i.patient = '' AND i.type = 'Organization' AND i.id = :id"
    " AND i.param = 'partof' AND i.target_type = 'Organization'"
)
_KINDS = (
    "SELECT i.code FROM ix_token i WHERE i.patient = '' AND i.type = 'Organization' AND i.id = :id"
    " AND i.param = 'type' AND i.system = :system"
)


def ancestors(tx: Tx, organization: str, system: str) -> Iterator[tuple[str, set[str]]]:
    """``organization`` and what it is part of, nearest first, each with its type codes of ``system``."""
    id: str | None = organization
    for _ in range(_DEEPEST):
        if id is None:
            return
        yield id, {row[0] for row in tx.rows(_KINDS, {"id": id, "system": system})}
        parent = tx.row(_PARENT, {"id": id})
        id = parent[0] if parent else None
