"""Unguarded looks at one patient's rows, for rules and commands the law has already let in."""

from patientkontrakt.db import Tx
from patientkontrakt.fhir.search.question import Clause
from patientkontrakt.store.clauses import condition
from patientkontrakt.store.record import Record, columns
from patientkontrakt.store.sql import Params


def of_type(tx: Tx, patient: str, type: str, clauses: tuple[Clause, ...], now: int) -> list[Record]:
    """The patient's rows of one type that meet every clause, in creation order."""
    params = Params(patient=patient, type=type)
    demands = "".join(f" AND {condition(clause, type, 'r', params, now)}" for clause in clauses)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient = :patient AND r.type = :type"
        f" AND r.deleted = 0{demands} ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def named(tx: Tx, patient: str, keys: list[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    """Those of ``keys`` (type, id) that are the patient's, in one statement."""
    if not keys:
        return {}
    params = Params(patient=patient)
    wanted = ", ".join(f"({params.add(type)}, {params.add(id)})" for type, id in keys)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient = :patient AND r.deleted = 0"
        f" AND (r.type, r.id) IN (VALUES {wanted})"
    )
    records = [Record(*row) for row in tx.rows(sql, params)]
    return {(record.type, record.id): record for record in records}


def version_of(tx: Tx, type: str, id: str, number: int) -> Record | None:
    """One version as it was."""
    sql = f"SELECT {columns('v')} FROM version v WHERE v.type = :type AND v.id = :id AND v.version = :number"
    row = tx.row(sql, {"type": type, "id": id, "number": number})
    return Record(*row) if row else None
