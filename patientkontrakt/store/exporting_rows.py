"""Rows that leave in bulk: a page of patients with all their types, or a page of reference data, as they were at a cut.

Narrowed as a search is, by each type's Restriction. Where nothing of a text has to be changed the database puts the
texts of a patient and type together by itself: a line each, since a stored text has no line breaks (records/filing.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.exporting_cut import Cut
from patientkontrakt.store.filters import answers
from patientkontrakt.store.record import NAMES, Judged, Record, columns
from patientkontrakt.store.restriction import ground, opened, predicate
from patientkontrakt.store.search import Asked
from patientkontrakt.store.sql import Params

_JOINED = {
    "postgresql": "string_agg({text}, {between})",
    "sqlite": "group_concat({text}, {between})",
}
_LINE, _SPACE = {"postgresql": "chr(10)", "sqlite": "char(10)"}, "' '"


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
        return Wanted(
            {type: each for type, each in self.whole.items() if type in types},
            {type: each for type, each in self.filtered.items() if type in types},
            self.cut,
            self.now,
            self.since,
            self.provenance if "Provenance" in types else None,
        )

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


@dataclass(frozen=True)
class Texts:
    """The texts of one patient's resources of one type, a line each, and their keys, `Type/id@version`."""

    patient: str
    type: str
    ground: str
    count: int
    text: str
    items: Sequence[str] = field(default=())


def have_changed(tx: Tx, cut: Cut, patients: Sequence[str]) -> bool:
    """Whether something about these patients has changed since the cut: seldom, and then the statement is a longer one."""
    params = Params()
    sql = (
        f"SELECT 1 FROM resource r WHERE r.patient IN ({params.many(patients)})"
        f" AND NOT {cut.has('r.tx', params)} LIMIT 1"
    )
    return tx.row(sql, params) is not None


def texts(tx: Tx, wanted: Wanted, patients: Sequence[str], *, has_changed: bool) -> list[Texts]:
    """All of these patients' resources, put together by patient and type."""
    params = Params()
    found = _found(wanted, f"patient IN ({params.many(patients)})", params, has_changed=has_changed)
    join = _JOINED[tx.dialect].format
    sql = (
        f"SELECT patient, type, ground, count(*), {join(text='body', between=_LINE[tx.dialect])},"
        f" {join(text='key', between=_SPACE)} FROM ("
        f"SELECT patient, type, ground, body, type || '/' || id || '@' || version AS key FROM ({found}) AS found"
        ") AS keyed GROUP BY patient, type, ground ORDER BY patient, type"
    )
    return [
        Texts(patient, type, named, count, text, tuple(items.split(" ")))
        for patient, type, named, count, text, items in tx.rows(sql, params)
    ]


def records(tx: Tx, wanted: Wanted, patients: Sequence[str], *, has_changed: bool) -> list[Judged]:
    """All of these patients' resources, one by one: for what has to be looked into."""
    params = Params()
    found = _found(wanted, f"patient IN ({params.many(patients)})", params, has_changed=has_changed)
    return _judged(tx, found, params)


def reference_data(tx: Tx, wanted: Wanted, type: str, after: str, limit: int) -> list[Judged]:
    """At most `limit` rows of a type that is nobody's, after the id `after`, by id."""
    params = Params()
    place = f"patient IS NULL AND r.type = {params.add(type)} AND r.id > {params.add(after)}"
    found = _found(wanted, place, params, has_changed=True)
    return _judged(tx, f"{found} ORDER BY id LIMIT {params.add(limit)}", params)


def removed(tx: Tx, wanted: Wanted, patients: Sequence[str] | None) -> list[tuple[str, str]]:
    """(type, id) of what would have come and was removed since; of nobody's data where `patients` is None."""
    params = Params()
    law = wanted.law("r", params)
    whose = f"r.patient IN ({params.many(patients)})" if patients is not None else "r.patient IS NULL"
    sql = (
        f"SELECT r.type, r.id FROM resource r WHERE {whose} AND r.deleted = 1 AND {wanted.cut.has('r.tx', params)}"
        f"{wanted.changed('r', params)} AND {law} ORDER BY r.type, r.id"
    )
    return [(type, id) for type, id in tx.rows(sql, params)]


def _judged(tx: Tx, sql: str, params: Params) -> list[Judged]:
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def _found(wanted: Wanted, place: str, params: Params, *, has_changed: bool) -> str:
    """Rows as they are where they were last changed before the cut; and, of those that have changed, the version it knows."""
    condition, named = wanted.condition("r", params)
    now, then = wanted.cut.has("r.tx", params), wanted.cut.has("w.tx", params)
    unchanged = (
        f"SELECT {columns('r')}, {named} AS ground FROM resource r"
        f" WHERE r.{place} AND r.deleted = 0 AND {now}{wanted.changed('r', params)} AND {condition}"
    )
    if not has_changed:
        return unchanged
    earlier = ", ".join(f"v.{name}" for name in NAMES)
    return (
        f"{unchanged} UNION ALL SELECT {earlier}, {named} AS ground FROM resource r"
        " JOIN version v ON v.type = r.type AND v.id = r.id"
        f" WHERE r.{place} AND NOT {now} AND v.deleted = 0 AND {condition}{wanted.changed('v', params)}"
        f" AND {wanted.law('v', params)} AND v.version = (SELECT max(w.version) FROM version w"
        f" WHERE w.type = r.type AND w.id = r.id AND {then})"
    )
