"""A SearchQuery under a Restriction → one select: narrowed before LIMIT, keyset paging, exact totals."""

from dataclasses import dataclass

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.query import Clause, SearchQuery
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.clauses import condition
from patientkontrakt.store.record import Record, columns
from patientkontrakt.store.restriction import predicate
from patientkontrakt.store.sorting import Key, after_clause, keys_of
from patientkontrakt.store.sql import Params

Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Hits:
    """One page: the rows, and the position to go on after (None when this was the last)."""

    records: list[Record]
    after: Position | None


def select(
    tx: Tx, query: SearchQuery, restriction: Restriction, limit: int, after: Position | None, now: int
) -> Hits:
    """At most ``limit`` permitted matches after ``after``. Default order is (created tx, id): a row that
    does not change while someone pages comes exactly once (model.md "Paging")."""
    params = Params(type=query.type, limit=limit + 1)
    keys = keys_of(query)
    where = _where(query.type, query.clauses, restriction, params, now)
    beyond = f" AND {after_clause(keys, after, params)}" if after else ""
    sql = (
        f"SELECT {columns('r')}, {', '.join(key.sql for key in keys)} FROM resource r WHERE {where}{beyond}"
        f" ORDER BY {', '.join(key.order for key in keys)} LIMIT :limit"
    )
    return _hits(tx.rows(sql, params), limit, keys)


def count(tx: Tx, query: SearchQuery, restriction: Restriction, now: int) -> int:
    """How many rows the caller may see that match: computed after the law, never before."""
    params = Params(type=query.type)
    where = _where(query.type, query.clauses, restriction, params, now)
    row = tx.row(f"SELECT count(*) FROM resource r WHERE {where}", params)
    return int(row[0]) if row else 0


def of_patient(tx: Tx, patient: str, restrictions: list[Restriction]) -> list[Record]:
    """Everything of one patient that the restrictions (one a type) open, in creation order."""
    params = Params(patient=patient)
    opened = " OR ".join(
        f"(r.type = {params.add(each.type)} AND {predicate(each, 'r', params)})" for each in restrictions
    )
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient = :patient AND r.deleted = 0"
        f" AND ({opened or '1 = 0'}) ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def _where(type: str, clauses: tuple[Clause, ...], restriction: Restriction, params: Params, now: int) -> str:
    demands = [condition(clause, type, "r", params, now) for clause in clauses]
    return " AND ".join(["r.type = :type", "r.deleted = 0", *demands, predicate(restriction, "r", params)])


def _hits(rows: list[tuple], limit: int, keys: list[Key]) -> Hits:  # type: ignore[type-arg]
    width = len(keys)
    page = rows[:limit]
    position = tuple(page[-1][-width:]) if len(rows) > limit and page else None
    return Hits([Record(*row[:-width]) for row in page], position)
