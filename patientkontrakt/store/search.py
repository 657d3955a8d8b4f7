"""A SearchQuery under a Restriction → one select: narrowed before LIMIT, keyset paging, exact totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.query import SearchQuery
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import Not, RowIs
from patientkontrakt.store.filters import NOBODY, Rights, answers, is_about_anybody
from patientkontrakt.store.reach import Reach, reach
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import ground, predicate
from patientkontrakt.store.sorting import Key, after_clause, keys_among_types, keys_of
from patientkontrakt.store.sql import Params

Position = tuple[int | str, ...]
_NO_BOUND = 1 << 62
_WINDOW = 10
"""Rows that are looked at first for each that a page has room for: where a tenth is open, that is all it takes."""


@dataclass(frozen=True)
class Asked:
    """A question, what the law opens to it, and to the questions within it."""

    query: SearchQuery
    restriction: Restriction
    rights: Rights = field(default_factory=dict)


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
    asked = Asked(query, restriction, rights)
    if not is_about_anybody(query):
        return _page(tx, asked, limit, after, now)
    whom = None if _only_unit(restriction) else reach(restriction)
    if whom and not whom.are_named and not query.sort:
        hits = _page(tx, asked, limit, after, now, judging=_WINDOW * (limit + 1))
        if hits.after:
            return hits
    if whom and whom.is_few(tx):
        return _page(tx, asked, limit, after, now, whom)
    return _page(tx, asked, limit, after, now, judging=None if query.sort else _NO_BOUND)


def _page(
    tx: Tx,
    asked: Asked,
    limit: int,
    after: Position | None,
    now: int,
    whom: Reach | None = None,
    judging: int | None = None,
) -> Hits:
    """A page of everybody's rows, or of theirs whom the law can lead to.

    ``judging`` so many rows at most, in the usual order, one by one until the page is full; None: however it is done.
    """
    params = Params(limit=limit + 1)
    keys = keys_of(asked.query)
    where, source = _answers(asked, whom, params, now), "resource r"
    if judging is not None:
        in_order = _in_order(asked.query, asked.restriction, after, params)
        where = f"{in_order} AND {where}"
        if judging < _NO_BOUND or tx.dialect == "postgresql":
            source = _one_by_one(in_order, judging, params)
    elif after:
        where += f" AND {after_clause(keys, after, params)}"
    sql = (
        f"SELECT {columns('r')}, {ground(asked.restriction, 'r', params)}, {', '.join(key.sql for key in keys)}"
        f" FROM {source} WHERE {where}"
        f" ORDER BY {', '.join(key.order for key in keys)} LIMIT :limit"
    )
    return _hits(tx.rows(sql, params), limit, keys)


def _whom(tx: Tx, asked: Sequence[Asked]) -> list[Reach | None]:
    """For each question about anybody those few whom it can lead to. Of many types, whose law is mostly alike, counted once."""
    found = [reach(each.restriction) if is_about_anybody(each.query) else None for each in asked]
    are_few = {each for each in set(found) if each is not None and each.is_few(tx)}
    return [each if each in are_few else None for each in found]


def _answers(asked: Asked, whom: Reach | None, params: Params, now: int) -> str:
    where = answers(asked.query, asked.restriction, asked.rights, "r", params, now)
    return f"{whom.within(params)} AND {where}" if whom else where


def _in_order(query: SearchQuery, restriction: Restriction, after: Position | None, params: Params) -> str:
    """The rows that an index holds in the usual order: of a type, or of a unit and a type, after a place."""
    demands = [f"r.type = {params.add(query.type)}", "r.deleted = 0"]
    if unit := _only_unit(restriction):
        demands.append(f"r.unit = {params.add(unit)}")
    if after:
        created, id = (params.add(value) for value in after)
        demands.append(f"(r.created_tx, r.id) > ({created}, {id})")
    return " AND ".join(demands)


def _one_by_one(in_order: str, most: int, params: Params) -> str:
    """The first of those rows as a table that PostgreSQL reads one by one: they are judged until the page is full.

    It believes that the law lets next to nothing through, and would else judge every row there is and sort what is
    left. The bound is hidden from its planner, which reads a bound as leave to read everything up to there.
    """
    return (
        f"(SELECT r.* FROM resource r WHERE {in_order}"
        f" ORDER BY r.created_tx, r.id LIMIT (SELECT CAST({params.add(most)} AS BIGINT))) r"
    )


def _only_unit(restriction: Restriction) -> str | None:
    """The unit whose rows alone are asked for: an index leads to them."""
    for _, veto in restriction.vetoes:
        match veto:
            case Not(RowIs("unit", str() as unit)):
                return unit
    return None


def count(tx: Tx, query: SearchQuery, restriction: Restriction, now: int, rights: Rights = NOBODY) -> int:
    """How many rows the caller may see that match: computed after the law, never before."""
    return count_among(tx, [Asked(query, restriction, rights)], now)


def select_among(tx: Tx, asked: Sequence[Asked], limit: int, after: Position | None, now: int) -> Hits:
    """One page of the matches of several types, in one order and one statement: each type asked as if alone."""
    params = Params(limit=limit + 1)
    keys = keys_among_types(asked[0].query)
    names = [f"k{number}" for number in range(len(keys))]
    order = ", ".join(
        f"{name} {'DESC' if key.descending else 'ASC'}" for name, key in zip(names, keys, strict=True)
    )
    shown = ", ".join(f"{key.sql} AS {name}" for name, key in zip(names, keys, strict=True))
    beyond = f" AND {after_clause(keys, after, params)}" if after else ""
    arms = [
        f"SELECT * FROM (SELECT {columns('r')}, {ground(each.restriction, 'r', params)} AS ground, {shown}"
        f" FROM resource r WHERE {_answers(each, whom, params, now)}{beyond}"
        f" ORDER BY {order} LIMIT :limit) AS arm{number}"
        for number, (each, whom) in enumerate(zip(asked, _whom(tx, asked), strict=True))
    ]
    return _hits(tx.rows(f"{' UNION ALL '.join(arms)} ORDER BY {order} LIMIT :limit", params), limit, keys)


def count_among(tx: Tx, asked: Sequence[Asked], now: int) -> int:
    """How many rows of several types match, in one statement."""
    params = Params()
    arms = [
        f"SELECT count(*) AS number FROM resource r WHERE {_answers(each, whom, params, now)}"
        for each, whom in zip(asked, _whom(tx, asked), strict=True)
    ]
    row = tx.row(f"SELECT sum(number) FROM ({' UNION ALL '.join(arms)}) AS each_type", params)
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
