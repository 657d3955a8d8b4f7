"""Versions: append only, each judged by its own columns under the rights of now (FHIR R4 3.1.0.11)."""

from collections.abc import Mapping

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import NAMES, Record, columns, parameters, placeholders
from patientkontrakt.store.restriction import opened, predicate, verdict
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
    tx: Tx,
    type: str,
    id: str,
    restriction: Restriction,
    limit: int,
    before: int | None = None,
    since: int | None = None,
) -> list[tuple[Record, str]]:
    """Permitted versions with their methods, newest first, below version ``before``, written at or after ``since``."""
    params = Params(type=type, id=id, limit=limit)
    below = f" AND v.version < {params.add(before)}" if before is not None else ""
    below += _from(since, params)
    sql = (
        f"SELECT {columns('v')}, v.method FROM version v WHERE v.type = :type AND v.id = :id{below}"
        f" AND {predicate(restriction, 'v', params)} ORDER BY v.version DESC LIMIT :limit"
    )
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def latest(
    tx: Tx,
    rights: Mapping[str, Restriction],
    count: int,
    since: int | None,
    after: tuple[int | str, ...] | None,
) -> tuple[list[tuple[Record, str, str]], tuple[int | str, ...] | None]:
    """At most ``count`` permitted versions of these types with method and ground, newest first, and where to go on."""
    params = Params()
    # Of several types SQLite would fetch all rows by their types and sort them: it is to go by time and stop.
    type_of = "v.type" if len(rights) == 1 else "coalesce(v.type, '')"
    condition, ground = opened(rights, "v", params, type_of)
    demands = [f"{type_of} IN ({params.many(rights)})", f"{condition}{_from(since, params)}"]
    if after is not None:
        place = ", ".join(params.add(each) for each in after)
        demands.append(f"(v.updated, v.type, v.id, v.version) < ({place})")
        demands.append(f"v.updated <= {params.add(after[0])}")  # says no more, but where an index may begin
    sql = (
        f"SELECT {columns('v')}, v.method, {ground} FROM version v WHERE {' AND '.join(demands)}"
        f" ORDER BY v.updated DESC, v.type DESC, v.id DESC, v.version DESC LIMIT {params.add(count + 1)}"
    )
    rows = [(Record(*row[:-2]), row[-2], row[-1]) for row in tx.rows(sql, params)]
    if len(rows) <= count:
        return rows, None
    last = rows[count - 1][0]
    return rows[:count], (last.updated, last.type, last.id, last.version)


def count(tx: Tx, type: str, id: str, restriction: Restriction, since: int | None = None) -> int:
    """How many versions, written at or after ``since``, the caller may see."""
    params = Params(type=type, id=id)
    sql = (
        "SELECT count(*) FROM version v WHERE v.type = :type AND v.id = :id"
        f" AND {predicate(restriction, 'v', params)}{_from(since, params)}"
    )
    row = tx.row(sql, params)
    return int(row[0]) if row else 0


def _from(since: int | None, params: Params) -> str:
    return "" if since is None else f" AND v.updated >= {params.add(since)}"
