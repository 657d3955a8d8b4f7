"""One question about many patients at once, so that a list asks as many statements for fifty people as for one."""

from collections.abc import Sequence

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.question import Clause
from patientkontrakt.store.clauses import condition
from patientkontrakt.store.record import Record, columns
from patientkontrakt.store.sql import Params

_CURRENT = "f.starts <= :at AND (f.ends IS NULL OR :at < f.ends)"
_ELSEWHERE = (
    "SELECT 1 FROM resource p WHERE p.patient = f.patient AND p.type = 'CarePlan' AND p.deleted = 0"
    " AND p.custodian NOT IN ({but}) AND p.visibility NOT IN ('utkast', 'egen')"
    " AND EXISTS (SELECT 1 FROM ix_token i WHERE i.patient = p.patient AND i.type = 'CarePlan' AND i.id = p.id"
    " AND i.param = 'category' AND i.system = :system AND i.code = :code)"
    " AND NOT EXISTS (SELECT 1 FROM fact_consent c WHERE c.patient = p.patient AND c.kind = 'sparr-yttre'"
    " AND c.custodian_a = p.custodian AND c.starts <= :at AND (c.ends IS NULL OR :at < c.ends))"
)


def of_type(
    tx: Tx, patients: Sequence[str], type: str, clauses: tuple[Clause, ...], now: int
) -> list[Record]:
    """The rows of one type of these patients that meet every clause, in creation order. No law is asked."""
    params = Params(type=type)
    demands = "".join(f" AND {condition(clause, type, 'r', params, now)}" for clause in clauses)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient IN ({params.many(patients)}) AND r.type = :type"
        f" AND r.deleted = 0{demands} ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def named(tx: Tx, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    """The current rows among ``keys`` (type, id), in one statement. No law is asked: for reference data."""
    if not keys:
        return {}
    params = Params()
    wanted = ", ".join(f"({params.add(type)}, {params.add(id)})" for type, id in keys)
    sql = f"SELECT {columns('r')} FROM resource r WHERE (r.type, r.id) IN (VALUES {wanted})"
    records = [Record(*row) for row in tx.rows(sql, params)]
    return {(record.type, record.id): record for record in records}


def relations_of(tx: Tx, unit: str, patients: Sequence[str], at: int) -> list[tuple[str, str, int | None]]:
    """(patient, kind, ends) of every relation the unit has with these patients at ``at`` (epoch ms)."""
    params = Params(unit=unit, at=at)
    sql = (
        "SELECT f.patient, f.kind, f.ends FROM fact_relation f WHERE f.unit = :unit"
        f" AND f.patient IN ({params.many(patients)}) AND {_CURRENT}"
    )
    return [(patient, kind, ends) for patient, kind, ends in tx.rows(sql, params)]


def agreements_of(tx: Tx, patients: Sequence[str]) -> list[tuple[str, int, bool]]:
    """(plan, utgåva, withdrawn) of every yes and every yes taken back, in the order they were said."""
    params = Params()
    sql = (
        "SELECT f.plan, f.utgava, f.withdrawn FROM fact_agreement f"
        f" WHERE f.patient IN ({params.many(patients)}) ORDER BY f.at, f.withdrawn"
    )
    return [(plan, utgava, bool(withdrawn)) for plan, utgava, withdrawn in tx.rows(sql, params)]


def with_plans_elsewhere(
    tx: Tx, unit: str, but: Sequence[str], category: tuple[str, str], at: int, after: str, limit: int
) -> list[str]:
    """Patients, by id, whom the unit has a relation with and of whom a custodian other than ``but`` gave out such a plan.

    What the patient has blocked outwards does not exist here (SVO 2 kap. 5 §).
    """
    params = Params(unit=unit, at=at, after=after, limit=limit)
    params |= {"system": category[0], "code": category[1]}
    sql = (
        "SELECT DISTINCT f.patient FROM fact_relation f WHERE f.unit = :unit AND f.patient > :after"
        f" AND {_CURRENT} AND EXISTS ({_ELSEWHERE.format(but=params.many(but))}) ORDER BY f.patient LIMIT :limit"
    )
    return [row[0] for row in tx.rows(sql, params)]
