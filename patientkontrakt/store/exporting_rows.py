"""Rows that leave in bulk: a page of patients with all their types, or a page of reference data, as they were at a cut.

Narrowed as a search is, by each type's Restriction. A page's statements see one moment (exporting_cut.hold).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.exporting_cut import Cut
from patientkontrakt.store.exporting_whom import Settle, those
from patientkontrakt.store.filters import answers
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import ground, opened, predicate
from patientkontrakt.store.search import Asked
from patientkontrakt.store.sql import Params

_RECORD: Final = f"{columns('{row}')}, {{ground}} AS ground"
_TEXT: Final = (
    "{row}.patient, r.type, {ground} AS ground, r.type || '/' || r.id || '@' || {row}.version, {row}.body"
)


@dataclass(frozen=True)
class Wanted:
    """What is open to the exporting client, and asked for: whole types, and types of which some search must be answered.

    `since` is epoch ms of the earliest last change; `now` the time of the searches.
    """

    whole: Mapping[str, Restriction]
    filtered: Mapping[str, Sequence[Asked]]
    cut: Cut
    now: int
    since: int | None = None
    provenance: "Provenances | None" = None

    def of(self, types: Sequence[str]) -> "Wanted":
        """The same, of these types only."""
        return replace(
            self,
            whole={type: each for type, each in self.whole.items() if type in types},
            filtered={type: each for type, each in self.filtered.items() if type in types},
            provenance=self.provenance if "Provenance" in types else None,
        )

    def settled(self, settle: Settle) -> "Wanted":
        """The same, of patients of whom something is known."""
        return replace(self, whole={type: settle(right) for type, right in self.whole.items()})

    @property
    def is_nothing(self) -> bool:
        return not (self.whole or self.filtered or self.provenance)

    def condition(self, alias: str, params: Params) -> tuple[str, str]:
        """The condition of a row to be exported, and the ground that opens it."""
        whole, named = opened(self.whole, alias, params)
        arms = [whole]
        grounds = [f"WHEN {alias}.type IN ({params.many(self.whole)}) THEN {named}"] if self.whole else []
        for type, asked in self.filtered.items():
            some = " OR ".join(
                answers(each.query, each.restriction, each.rights, alias, params, self.now) for each in asked
            )
            arms.append(f"({some})")
            by = ground(asked[0].restriction, alias, params)
            grounds.append(f"WHEN {alias}.type = {params.add(type)} THEN {by}")
        if self.provenance:
            arms.append(self.provenance.condition(self, alias, params))
            by = ground(self.provenance.right, alias, params)
            grounds.append(f"WHEN {alias}.type = 'Provenance' THEN {by}")
        return f"({' OR '.join(arms)})", f"CASE {' '.join(grounds)} END" if grounds else "CAST(NULL AS TEXT)"

    def law(self, alias: str, params: Params) -> str:
        """The law alone, for an earlier version: what it says itself is judged, too."""
        rights = dict(self.whole) | {type: asked[0].restriction for type, asked in self.filtered.items()}
        if self.provenance:
            rights["Provenance"] = self.provenance.right
        return opened(rights, alias, params)[0]

    def changed(self, alias: str, params: Params) -> str:
        return "" if self.since is None else f" AND {alias}.updated >= {params.add(self.since)}"


@dataclass(frozen=True)
class Provenances:
    """The Provenance of what is exported: `latest`, the last one of each resource; else all."""

    right: Restriction
    latest: bool

    def condition(self, wanted: Wanted, alias: str, params: Params) -> str:
        """That a row is the Provenance of a row to be exported."""
        targets = Wanted(wanted.whole, wanted.filtered, wanted.cut, wanted.now, wanted.since)
        known, _ = targets.condition("t", params)
        newer = (
            " AND NOT EXISTS (SELECT 1 FROM ix_ref j JOIN resource q ON q.type = j.type AND q.id = j.id"
            f" WHERE j.patient = {alias}.patient AND j.type = 'Provenance' AND j.param = 'target'"
            " AND j.target_type = i.target_type AND j.target_id = i.target_id"
            f" AND (q.created_tx, q.id) > ({alias}.created_tx, {alias}.id))"
        )
        return (
            f"({alias}.type = 'Provenance' AND {alias}.deleted = 0 AND {predicate(self.right, alias, params)}"
            " AND EXISTS (SELECT 1 FROM ix_ref i JOIN resource t ON t.type = i.target_type AND t.id = i.target_id"
            f" WHERE i.patient = {alias}.patient AND i.type = 'Provenance' AND i.id = {alias}.id AND i.param = 'target'"
            f" AND t.deleted = 0{wanted.changed('t', params)} AND {known}{newer if self.latest else ''}))"
        )


Text = tuple[str, str, str, str, str]
"""A text with whose it is: patient, type, ground, key (`Type/id@version`), text."""


def have_changed(tx: Tx, cut: Cut, patients: Sequence[str]) -> bool:
    """Whether something about these patients has changed since the cut: seldom, and then the statement is a longer one."""
    params = Params()
    sql = (
        f"SELECT 1 FROM resource r WHERE {those(tx, 'r.patient', patients, params)}"
        f" AND NOT {cut.has('r.tx', params)} LIMIT 1"
    )
    return tx.row(sql, params) is not None


def texts(tx: Tx, wanted: Wanted, patients: Sequence[str], *, has_changed: bool) -> list[Text]:
    """All of these patients' resources as they are stored. A line each: a stored text has no line breaks (records/filing.py)."""
    params = Params()
    place = those(tx, "r.patient", patients, params)
    found = _found(wanted, place, params, _TEXT, has_changed=has_changed)
    rows: list[Any] = tx.rows(found, params)
    return rows


def records(tx: Tx, wanted: Wanted, patients: Sequence[str], *, has_changed: bool) -> list[Judged]:
    """All of these patients' resources, one by one: for what has to be looked into."""
    params = Params()
    place = those(tx, "r.patient", patients, params)
    found = _found(wanted, place, params, _RECORD, has_changed=has_changed)
    return _judged(tx, found, params)


def reference_data(tx: Tx, wanted: Wanted, type: str, after: str, limit: int) -> list[Judged]:
    """At most `limit` rows of a type that is nobody's, after the id `after`, by id."""
    params = Params()
    place = f"r.patient IS NULL AND r.type = {params.add(type)} AND r.id > {params.add(after)}"
    found = _found(wanted, place, params, _RECORD, has_changed=True)
    return _judged(tx, f"{found} ORDER BY id LIMIT {params.add(limit)}", params)


def removed(tx: Tx, wanted: Wanted, patients: Sequence[str] | None) -> list[tuple[str, str]]:
    """(type, id) of what would have come and was removed since; of nobody's data where `patients` is None."""
    params = Params()
    law = wanted.law("r", params)
    whose = "r.patient IS NULL" if patients is None else those(tx, "r.patient", patients, params)
    sql = (
        f"SELECT r.type, r.id FROM resource r WHERE {whose} AND r.deleted = 1 AND {wanted.cut.has('r.tx', params)}"
        f"{wanted.changed('r', params)} AND {law} ORDER BY r.type, r.id"
    )
    return [(type, id) for type, id in tx.rows(sql, params)]


def _judged(tx: Tx, sql: str, params: Params) -> list[Judged]:
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def _found(wanted: Wanted, place: str, params: Params, told: str, *, has_changed: bool) -> str:
    """Rows as they are where they were last changed before the cut; and, of those that have changed, the version it knows."""
    condition, named = wanted.condition("r", params)
    now, then = wanted.cut.has("r.tx", params), wanted.cut.has("w.tx", params)
    unchanged = (
        f"SELECT {told.format(row='r', ground=named)} FROM resource r"
        f" WHERE {place} AND r.deleted = 0 AND {now}{wanted.changed('r', params)} AND {condition}"
    )
    if not has_changed:
        return unchanged
    return (
        f"{unchanged} UNION ALL SELECT {told.format(row='v', ground=named)} FROM resource r"
        " JOIN version v ON v.type = r.type AND v.id = r.id"
        f" WHERE {place} AND NOT {now} AND v.deleted = 0 AND {condition}{wanted.changed('v', params)}"
        f" AND {wanted.law('v', params)} AND v.version = (SELECT max(w.version) FROM version w"
        f" WHERE w.type = r.type AND w.id = r.id AND {then})"
    )
