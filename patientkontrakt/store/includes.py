"""``_include`` and ``_revinclude``: each candidate judged on its own row by the rule of a primary search."""

from collections.abc import Iterable, Mapping

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.query import Include
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
    sources = [hit for hit in hits if include.reverse or hit.type == include.source]
    if not sources or not restrictions:
        return []
    params = Params()
    link = _backwards(include, sources, params) if include.reverse else _forwards(include, sources, params)
    condition, ground = opened(restrictions, "r", params)
    sql = (
        f"SELECT {columns('r')}, {ground} FROM resource r WHERE r.deleted = 0 AND {link} AND {condition}"
        f" ORDER BY r.created_tx, r.id LIMIT {LIMIT + 1}"
    )
    return [(Record(*row[:-1]), row[-1]) for row in tx.rows(sql, params)]


def _param(include: Include, params: Params) -> str:
    return "" if include.param == "*" else f" AND i.param = {params.add(include.param)}"


def _forwards(include: Include, sources: list[Record], params: Params) -> str:
    patients = params.many(sorted({source.patient or "" for source in sources}))
    ids = params.many(source.id for source in sources)
    return (
        f"(r.type, r.id) IN (SELECT i.target_type, i.target_id FROM ix_ref i WHERE i.patient IN ({patients})"
        f" AND i.type = {params.add(include.source)} AND i.id IN ({ids}){_param(include, params)})"
    )


def _backwards(include: Include, sources: list[Record], params: Params) -> str:
    targets = " OR ".join(
        f"(i.target_type = {params.add(source.type)} AND i.target_id = {params.add(source.id)})"
        for source in sources
    )
    return (
        f"r.type = {params.add(include.source)} AND r.id IN (SELECT i.id FROM ix_ref i"
        f" WHERE i.type = {params.add(include.source)}{_param(include, params)} AND ({targets}))"
    )
