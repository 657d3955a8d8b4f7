"""One index range by patient: every row of one patient that its type's Restriction opens."""

from collections.abc import Mapping

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params


def of_patient(
    tx: Tx,
    patient: str,
    rights: Mapping[str, Restriction],
    since: int | None,
    count: int | None,
    after: tuple[int, str] | None,
) -> tuple[list[Judged], tuple[int, str] | None]:
    """The patient's rows in (created tx, id) order with their grounds, and where to go on when there are more."""
    params = Params(patient=patient)
    condition, ground = opened(rights, "r", params)
    demands = [f"r.updated >= {params.add(since)}"] if since is not None else []
    if after:
        demands.append(f"(r.created_tx, r.id) > ({params.add(after[0])}, {params.add(after[1])})")
    limit = f" LIMIT {params.add(count + 1)}" if count is not None else ""
    sql = (
        f"SELECT {columns('r')}, {ground}, r.created_tx FROM resource r"
        f" WHERE r.patient = :patient AND r.deleted = 0 AND {condition}"
        f"{''.join(f' AND {each}' for each in demands)} ORDER BY r.created_tx, r.id{limit}"
    )
    rows = tx.rows(sql, params)
    page = rows if count is None else rows[:count]
    position = (page[-1][-1], page[-1][1]) if page and len(rows) > len(page) else None
    return [(Record(*row[:-2]), row[-2]) for row in page], position


def referred_from(
    tx: Tx, patient: str, rights: Mapping[str, Restriction], care: Mapping[str, Restriction]
) -> list[Record]:
    """Reference data that the patient's resources point at, those that ``care`` opens: no other tells whom it names."""
    params = Params(patient=patient)
    condition, _ = opened(rights, "r", params)
    pointing, _ = opened(care, "s", params)
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE r.deleted = 0 AND (r.type, r.id) IN"
        " (SELECT i.target_type, i.target_id FROM ix_ref i JOIN resource s ON s.type = i.type AND s.id = i.id"
        " WHERE i.patient = :patient AND i.target_id IS NOT NULL AND i.url IS NULL AND s.deleted = 0"
        f" AND {pointing})"
        f" AND {condition} ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]
