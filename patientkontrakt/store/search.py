"""A SearchQuery under a Restriction → one select: narrowed before LIMIT, keyset paging, exact totals."""

from dataclasses import dataclass

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.query import SearchQuery
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.filters import NOBODY, Rights, answers
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import ground, predicate
from patientkontrakt.store.sorting import Key, after_clause, keys_of
from patientkontrakt.store.sql import Params

Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Hits:
    """One page: the rows, and the position to go on after (None when this was the last)."""

    rows: list[Judged]
    after: Position | None


def select(
    tx: Tx,
    query: SearchQuery,
    restriction: Restriction,
    limit: int,
    after: Position | None,
    now: int,
    rights: Rights = NOBODY,
) -> Hits:
    """At most ``limit`` permitted matches after ``after``; ``rights`` are those of the questions within the question.

    Default order is (created tx, id): a row that does not change while someone pages comes exactly once (model.md
    "Paging").
    """
    params = Params(limit=limit + 1)
    keys = keys_of(query)
    where = answers(query, restriction, rights, "r", params, now)
    beyond = f" AND {after_clause(keys, after, params)}" if after else ""
    sql = (
        f"SELECT {columns('r')}, {ground(restriction, 'r', params)}, {', '.join(key.sql for key in keys)}"
        f" FROM resource r WHERE {where}{beyond}"
        f" ORDER BY {', '.join(key.order for key in keys)} LIMIT :limit"
    )
    return _hits(tx.rows(sql, params), limit, keys)


def count(tx: Tx, query: SearchQuery, restriction: Restriction, now: int, rights: Rights = NOBODY) -> int:
    """How many rows the caller may see that match: computed after the law, never before."""
    params = Params()
    where = answers(query, restriction, rights, "r", params, now)
    row = tx.row(f"SELECT count(*) FROM resource r WHERE {where}", params)
    return int(row[0]) if row else 0


def has_any(tx: Tx, patient: str, restriction: Restriction) -> bool:
    """Whether the patient has any row, of whatever type, that ``restriction`` opens."""
    params = Params(patient=patient)
    opened = predicate(restriction, "r", params)
    sql = f"SELECT 1 FROM resource r WHERE r.patient = :patient AND r.deleted = 0 AND {opened} LIMIT 1"
    return tx.row(sql, params) is not None


def _hits(rows: list[tuple], limit: int, keys: list[Key]) -> Hits:  # type: ignore[type-arg]
    width = len(keys)
    page = rows[:limit]
    position = tuple(page[-1][-width:]) if len(rows) > limit and page else None
    return Hits([(Record(*row[: -width - 1]), row[-width - 1]) for row in page], position)
