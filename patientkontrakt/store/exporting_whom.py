"""Whom an export is about: the members of Groups, and what has changed about them since its cut."""

import json
from collections.abc import Collection, Sequence

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.unmarked import Marks
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


def marked(tx: Tx, patients: Sequence[str], marks: Marks) -> set[str]:
    """Those of these patients about whom a rule's questions have not the one answer of :mod:`policy.unmarked`."""
    found = set()
    for table in marks.tables:
        params = Params()
        sql = f"SELECT f.patient FROM {table} f WHERE {those(tx, 'f.patient', patients, params)}"
        found |= {row[0] for row in tx.rows(sql, params)}
    for groups in marks.groups:
        found |= set(patients) - _members_between(tx, groups, min(patients), max(patients))
    return found


def are_open(tx: Tx, patients: Sequence[str], right: Restriction) -> bool:
    """Whether every one of these patients is still open by `right`, which is to Patients."""
    params = Params()
    sql = (
        f"SELECT count(*) FROM resource r WHERE r.type = 'Patient' AND r.id IN ({params.many(patients)})"
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
        f" WHERE f.patient IN ({params.many(patients)}) AND f.kind IN ({params.many(kinds)})"
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
