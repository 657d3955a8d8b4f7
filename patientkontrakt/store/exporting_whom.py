"""Whom an export is about: the members of Groups, and what has changed about them since its cut."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.settled import marks_of, settled
from patientkontrakt.store.exporting_cut import Cut
from patientkontrakt.store.restriction import predicate
from patientkontrakt.store.sql import Params


def members(
    tx: Tx, groups: Sequence[str], after: str, limit: int, only: Collection[str] | None = None
) -> list[str]:
    """At most `limit` patients of these Groups after the id `after`, by id; of `only` these, where some are given."""
    params = Params()
    sql = (
        f"SELECT DISTINCT i.target_id {_members(groups, only, params)} AND i.target_id > {params.add(after)}"
        f" ORDER BY i.target_id LIMIT {params.add(limit)}"
    )
    return [row[0] for row in tx.rows(sql, params)]


def count_members(tx: Tx, groups: Sequence[str], only: Collection[str] | None = None) -> int:
    """How many there are in all."""
    params = Params()
    row = tx.row(f"SELECT count(DISTINCT i.target_id) {_members(groups, only, params)}", params)
    return int(row[0]) if row else 0


def those(tx: Tx, column: str, patients: Sequence[str], params: Params) -> str:
    """The condition that `column` is one of these patients: one text for however many, so that it is planned once."""
    if tx.dialect == "postgresql":
        params["patients"] = list(patients)
        return f"{column} = ANY(CAST(:patients AS text[]))"
    params["patients"] = json.dumps(list(patients))
    return f"{column} IN (SELECT value FROM json_each(:patients))"


Settle = Callable[[Restriction], Restriction]
"""What makes a Restriction of what is known of the patients whose rows it is asked about (policy/settled.py)."""


def by_what_is_known(
    tx: Tx, patients: Sequence[str], rights: Iterable[Restriction]
) -> list[tuple[Settle, list[str]]]:
    """These patients by what settles the rights to their rows: without facts, with some, and who is outside the Groups.

    Asked once a patient, what each of her rows would be asked. It counts in this transaction only.
    """
    marks = marks_of(rights)
    inside = set(patients)
    for groups in marks.groups:
        inside &= _members_between(tx, groups, min(patients), max(patients))
    marked = {id for table in marks.tables for id in _with_facts(tx, table, patients)}
    found: list[tuple[Settle, set[str]]] = [
        (partial(settled, without=marks.tables), inside - marked),
        (partial(settled, without=()), inside & marked),
        (lambda right: right, set(patients) - inside),
    ]
    return [(settle, sorted(some)) for settle, some in found if some]


def _with_facts(tx: Tx, table: str, patients: Sequence[str]) -> list[str]:
    params = Params()
    sql = f"SELECT f.patient FROM {table} f WHERE {those(tx, 'f.patient', patients, params)}"
    return [row[0] for row in tx.rows(sql, params)]


def are_open(tx: Tx, patients: Sequence[str], right: Restriction) -> bool:
    """Whether every one of these patients is still open by `right`, which is to Patients."""
    params = Params()
    sql = (
        f"SELECT count(*) FROM resource r WHERE r.type = 'Patient' AND {those(tx, 'r.id', patients, params)}"
        f" AND r.deleted = 0 AND {predicate(right, 'r', params)}"
    )
    row = tx.row(sql, params)
    return row is not None and row[0] == len(set(patients))


def have_closed(
    tx: Tx, patients: Sequence[str], kinds: Sequence[str], cut: Cut, since: int, now: int
) -> bool:
    """Whether a consent of these kinds, which close, about one of them is newer than the cut, or began after `since`."""
    params = Params()
    sql = (
        "SELECT 1 FROM fact_consent f JOIN resource c ON c.type = f.source_type AND c.id = f.source_id"
        f" WHERE {those(tx, 'f.patient', patients, params)} AND f.kind IN ({params.many(kinds)})"
        f" AND (f.ends IS NULL OR f.ends > {params.add(now)})"
        f" AND (f.starts > {params.add(since)} OR NOT {cut.has('c.tx', params)}) LIMIT 1"
    )
    return tx.row(sql, params) is not None


def _members_between(tx: Tx, groups: Sequence[str], first: str, last: str) -> set[str]:
    """A page is a stretch of the members by id: one range of an index, where a thousand names would be looked up singly."""
    params = Params()
    sql = (
        f"SELECT i.target_id {_members(groups, None, params)}"
        f" AND i.target_id >= {params.add(first)} AND i.target_id <= {params.add(last)}"
    )
    return {row[0] for row in tx.rows(sql, params)}


def _members(groups: Sequence[str], only: Collection[str] | None, params: Params) -> str:
    named = "" if only is None else f" AND i.target_id IN ({params.many(sorted(only))})"
    return (
        "FROM ix_ref i WHERE i.patient = '' AND i.type = 'Group' AND i.param = 'member' AND i.target_type = 'Patient'"
        f" AND i.id IN ({params.many(groups)}){named}"
    )
