"""Current rows: read under a Restriction, inserted, replaced by compare-and-swap on the version."""

from collections.abc import Mapping

from patientkontrakt.db import Tx
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store import reasons
from patientkontrakt.store.reasons import Asker
from patientkontrakt.store.record import NAMES, Record, columns, parameters, placeholders
from patientkontrakt.store.restriction import predicate, verdict
from patientkontrakt.store.sql import Params

_INSERT = f"INSERT INTO resource ({', '.join(NAMES)}, created_tx) VALUES ({placeholders()}, :tx)"
_REPLACE = (
    "UPDATE resource SET "
    + ", ".join(f"{name} = :{name}" for name in NAMES if name not in {"type", "id"})
    + " WHERE type = :type AND id = :id AND version = :expected"
)
# A Group may name thousands of patients, and SQLite's expressions are at most a thousand deep.
_AT_ONCE = 100
_COLUMNS = columns("r")
_CURRENT = f"SELECT {_COLUMNS} FROM resource r WHERE r.type = :type AND r.id = :id"


def judged(tx: Tx, type: str, id: str, restriction: Restriction) -> tuple[Record | None, str]:
    """The row and its verdict (``+ground`` / ``-reason``), in one statement that is the same for a ghost.

    A ghost gives ``(None, "-not_there")``. The caller must not serve a row whose verdict begins with ``-``.
    """
    return judged_and_why(tx, type, id, restriction, None)[:2]


def judged_and_why(
    tx: Tx, type: str, id: str, restriction: Restriction, asker: Asker | None
) -> tuple[Record | None, str, str | None]:
    """As :func:`judged`, and why `asker` opens that patient, as she has told it: still one statement."""
    params = Params(type=type, id=id)
    sql = (
        f"SELECT {_COLUMNS}, {verdict(restriction, 'r', params)}, {reasons.latest(asker, 'r', params)}"
        " FROM resource r WHERE r.type = :type AND r.id = :id"
    )
    row = tx.row(sql, params)
    return (Record(*row[:-2]), row[-2], row[-1]) if row else (None, "-not_there", None)


def current(tx: Tx, type: str, id: str) -> Record | None:
    """The row as it is, with no law asked: only for the counter, inside a write it has judged."""
    row = tx.row(_CURRENT, {"type": type, "id": id})
    return Record(*row) if row else None


def patients_of(
    tx: Tx, keys: list[tuple[str, str]], rights: Mapping[str, Restriction] | None = None
) -> dict[tuple[str, str], str | None]:
    """Type and id → patient, for those of ``keys`` that exist; with ``rights``, those that its type's opens."""
    found: dict[tuple[str, str], str | None] = {}
    for first in range(0, len(keys), _AT_ONCE):
        found |= _patients_of(tx, keys[first : first + _AT_ONCE], rights)
    return found


def _patients_of(
    tx: Tx, keys: list[tuple[str, str]], rights: Mapping[str, Restriction] | None
) -> dict[tuple[str, str], str | None]:
    params = Params()
    wanted = " OR ".join(filter(None, (_wanted(key, rights, params) for key in keys))) or "1 = 0"
    rows = tx.rows(
        f"SELECT r.type, r.id, r.patient FROM resource r WHERE r.deleted = 0 AND ({wanted})", params
    )
    return {(type, id): patient for type, id, patient in rows}


def _wanted(key: tuple[str, str], rights: Mapping[str, Restriction] | None, params: Params) -> str | None:
    if rights is None:
        return f"(r.type = {params.add(key[0])} AND r.id = {params.add(key[1])})"
    if key[0] not in rights:
        return None
    opened = predicate(rights[key[0]], "r", params)
    return f"(r.type = {params.add(key[0])} AND r.id = {params.add(key[1])} AND {opened})"


def insert(tx: Tx, record: Record) -> None:
    """Store a first version. The primary key refuses a second one with the same type and id."""
    tx.run(_INSERT, parameters(record))


def replace(tx: Tx, record: Record, expected: int) -> bool:
    """Store ``record`` where the current version is ``expected``; false when somebody was quicker."""
    return tx.run(_REPLACE, {**parameters(record), "expected": expected}) == 1
