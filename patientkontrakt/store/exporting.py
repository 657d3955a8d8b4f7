"""Rows that leave the archive in a file: one patient's at a time, and the reference data they point at."""

from collections.abc import Collection

from patientkontrakt.db import Tx
from patientkontrakt.store.record import Record, columns
from patientkontrakt.store.sql import Params

_STEP = 500


def patients(tx: Tx, after: str) -> list[str]:
    """The ids of at most five hundred patients after `after`, in order; those with a protected identity are left out."""
    sql = (
        "SELECT r.id FROM resource r WHERE r.type = 'Patient' AND r.deleted = 0 AND r.id > :after"
        " AND NOT EXISTS (SELECT 1 FROM fact_protection f WHERE f.patient = r.id)"
        f" ORDER BY r.id LIMIT {_STEP}"
    )
    return [row[0] for row in tx.rows(sql, {"after": after})]


def protected(tx: Tx) -> int:
    """How many patients have a protected identity."""
    row = tx.row("SELECT count(DISTINCT patient) FROM fact_protection")
    return int(row[0]) if row else 0


def of_patient(tx: Tx, patient: str, visible: Collection[str]) -> list[Record]:
    """One patient's current rows with one of these visibilities, in the order they were made."""
    params = Params(patient=patient)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient = :patient AND r.deleted = 0"
        f" AND r.visibility IN ({params.many(sorted(visible))}) ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def reference_data(tx: Tx, patient: str | None = None) -> list[Record]:
    """Units, roles, forms: all but Groups, which name patients; or what one patient's rows point at."""
    params = Params()
    named = (
        " AND (r.type, r.id) IN (SELECT i.target_type, i.target_id FROM ix_ref i"
        f" WHERE i.patient = {params.add(patient)} AND i.target_id IS NOT NULL)"
    )
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.patient IS NULL AND r.deleted = 0 AND r.type <> 'Group'"
        f" AND r.type <> 'Patient'{named if patient else ''} ORDER BY r.type, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]
