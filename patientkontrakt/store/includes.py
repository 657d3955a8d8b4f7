"""``_include`` and ``_revinclude``: each candidate judged on its own row by the rule of a primary search."""

from collections.abc import Iterable, Mapping

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.query import Include
from patientkontrakt.fhir.search.reach import references_of
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params

LIMIT = 1000


def included(
    tx: Tx, hits: Iterable[Record], include: Include, restrictions: Mapping[str, Restriction]
) -> list[Judged]:
    """What ``include`` adds to ``hits``: only rows of the types in ``restrictions``, only where each opens.

    At most :data:`LIMIT` + 1 rows, so that the caller can tell that some were left out.
    """
    sources = [hit for hit in hits if _starts_from(include, hit)]
    if not sources or not restrictions:
        return []
    params = Params()
    link = _link(include, sources, tuple(restrictions), params)
    condition, ground = opened(restrictions, "r", params)
    sql = (
        f"SELECT {columns('r')}, {ground} FROM resource r WHERE r.deleted = 0 AND {link} AND {condition}"
        f" ORDER BY r.created_tx, r.type, r.id LIMIT {LIMIT + 1}"
    )
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def _starts_from(include: Include, hit: Record) -> bool:
    if include.reverse:
        return include.target in (None, hit.type)
    return include.source in ("*", hit.type)


def _link(include: Include, sources: list[Record], types: tuple[str, ...], params: Params) -> str:
    """That ``r`` stands at the other end: found by the index of references, or by the column that answers instead."""
    row = parameter_of(include.source, include.param)
    if row is not None and row.column:
        near, far = (row.column, "id") if include.reverse else ("id", row.column)
        ends = [each for each in sources if not include.reverse or each.type in row.targets]
        return f"r.{near} IN ({params.many(getattr(each, far) or '' for each in ends)})"
    if include.reverse:
        return _backwards(include, sources, types, params)
    return _forwards(include, sources, params)


def _forwards(include: Include, sources: list[Record], params: Params) -> str:
    patients = params.many(sorted({source.patient or "" for source in sources}))
    param = "" if include.param == "*" else f" AND i.param = {params.add(include.param)}"
    return (
        f"(r.type, r.id) IN (SELECT i.target_type, i.target_id FROM ix_ref i WHERE i.patient IN ({patients})"
        f" AND {_are('i.type', 'i.id', sources, params)} AND i.url IS NULL{param})"
    )


def _backwards(include: Include, sources: list[Record], types: tuple[str, ...], params: Params) -> str:
    names = [include.param] if include.param != "*" else _references(types)
    return (
        f"(r.type, r.id) IN (SELECT i.type, i.id FROM ix_ref i WHERE i.type IN ({params.many(types)})"
        f" AND i.param IN ({params.many(names)}) AND i.url IS NULL"
        f" AND {_are('i.target_type', 'i.target_id', sources, params)})"
    )


def _are(type: str, id: str, sources: list[Record], params: Params) -> str:
    """That these columns name one of the sources."""
    by_type: dict[str, list[str]] = {}
    for source in sources:
        by_type.setdefault(source.type, []).append(source.id)
    arms = (
        f"({type} = {params.add(name)} AND {id} IN ({params.many(ids)}))" for name, ids in by_type.items()
    )
    return f"({' OR '.join(arms)})"


def _references(types: Iterable[str]) -> list[str]:
    return sorted({row.name for type in types for row in references_of(type)})
