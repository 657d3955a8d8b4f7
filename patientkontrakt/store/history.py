"""Versions: append only, each judged by its own columns under the rights of now (FHIR R4 3.1.0.11)."""

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import NAMES, Record, columns, parameters, placeholders
from patientkontrakt.store.restriction import predicate, verdict
from patientkontrakt.store.sql import Params

_APPEND = (
    f"INSERT INTO version ({', '.join(NAMES)}, method, author) VALUES ({placeholders()}, :method, :author)"
)


def append(tx: Tx, record: Record, method: str, author: str) -> None:
    """Keep ``record`` as one version for good, with the HTTP method and who made it."""
    tx.run(_APPEND, {**parameters(record), "method": method, "author": author})


def judged(tx: Tx, type: str, id: str, number: int, restriction: Restriction) -> tuple[Record | None, str]:
    """One version and its verdict; a ghost gives ``(None, "-not_there")``."""
    params = Params(type=type, id=id, number=number)
    sql = (
        f"SELECT {columns('v')}, {verdict(restriction, 'v', params)} FROM version v"
        " WHERE v.type = :type AND v.id = :id AND v.version = :number"
    )
    row = tx.row(sql, params)
    return (Record(*row[:-1]), row[-1]) if row else (None, "-not_there")


def versions(
    tx: Tx, type: str, id: str, restriction: Restriction, limit: int, before: int | None
) -> list[tuple[Record, str]]:
    """Permitted versions with their methods, newest first, below version ``before``."""
    params = Params(type=type, id=id, limit=limit)
    below = f" AND v.version < {params.add(before)}" if before is not None else ""
    sql = (
        f"SELECT {columns('v')}, v.method FROM version v WHERE v.type = :type AND v.id = :id{below}"
        f" AND {predicate(restriction, 'v', params)} ORDER BY v.version DESC LIMIT :limit"
    )
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def count(tx: Tx, type: str, id: str, restriction: Restriction) -> int:
    """How many versions the caller may see."""
    params = Params(type=type, id=id)
    sql = (
        "SELECT count(*) FROM version v WHERE v.type = :type AND v.id = :id"
        f" AND {predicate(restriction, 'v', params)}"
    )
    row = tx.row(sql, params)
    return int(row[0]) if row else 0
