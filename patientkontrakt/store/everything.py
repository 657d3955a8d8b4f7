"""One index range by patient: every row of one patient that its type's Restriction opens."""

from collections.abc import Collection, Mapping, Sequence

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.record import Judged, Record, columns
from patientkontrakt.store.restriction import opened
from patientkontrakt.store.sql import Params

Key = tuple[str, str]
_ROLE = "PractitionerRole"


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
    """Reference data that the patient's resources point at, those that ``care`` opens: no other tells whom it names.

    With a role come the person behind it, and where she works.
    """
    keys = _named(tx, patient, {*rights, _ROLE}, care)
    keys |= _behind(tx, sorted(id for type, id in keys if type == _ROLE))
    wanted = {type: sorted(id for kind, id in keys if kind == type) for type in rights}
    params = Params()
    condition, _ = opened(rights, "r", params)
    listed = (
        f"(r.type = {params.add(type)} AND r.id IN ({params.many(ids)}))"
        for type, ids in wanted.items()
        if ids
    )
    sql = (
        f"SELECT {columns('r')} FROM resource r WHERE ({' OR '.join(listed) or '1 = 0'}) AND r.deleted = 0"
        f" AND {condition} ORDER BY r.created_tx, r.id"
    )
    return [Record(*row) for row in tx.rows(sql, params)]


def _named(tx: Tx, patient: str, types: Collection[str], care: Mapping[str, Restriction]) -> set[Key]:
    params = Params(patient=patient)
    pointing, _ = opened(care, "s", params)
    sql = (
        "SELECT DISTINCT i.target_type, i.target_id FROM ix_ref i"
        " JOIN resource s ON s.type = i.type AND s.id = i.id AND s.patient = i.patient"
        " WHERE i.patient = :patient AND i.url IS NULL"
        f" AND i.target_type IN ({params.many(sorted(types))}) AND s.deleted = 0 AND {pointing}"
    )
    return {(type, id) for type, id in tx.rows(sql, params)}


def _behind(tx: Tx, roles: Sequence[str]) -> set[Key]:
    """Asked by their ids: PostgreSQL, which expects few roles in all, else reads all there are."""
    if not roles:
        return set()
    params = Params(type=_ROLE)
    sql = (
        "SELECT DISTINCT b.target_type, b.target_id FROM ix_ref b WHERE b.patient = '' AND b.type = :type"
        f" AND b.id IN ({params.many(roles)}) AND b.target_id IS NOT NULL AND b.url IS NULL"
    )
    return {(type, id) for type, id in tx.rows(sql, params)}
