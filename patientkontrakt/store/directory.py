"""Who has which identifier, and which roles a member of staff has: read from the index."""

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params


def ids_by_identifier(tx: Tx, type: str, systems: tuple[str, ...], value: str) -> list[str]:
    """Ids of the resources of ``type`` with this identifier in any of ``systems``."""
    params = Params(type=type, value=value)
    rows = tx.rows(
        "SELECT DISTINCT i.id FROM ix_token i WHERE i.type = :type AND i.param = 'identifier'"
        f" AND i.code = :value AND i.system IN ({params.many(systems)}) ORDER BY i.id",
        params,
    )
    return [row[0] for row in rows]


def roles_of(tx: Tx, practitioner: str) -> list[str]:
    """The PractitionerRole ids of a Practitioner."""
    rows = tx.rows(
        "SELECT i.id FROM ix_ref i WHERE i.patient = '' AND i.type = 'PractitionerRole' AND i.param = 'practitioner'"
        " AND i.target_id = :id ORDER BY i.id",
        {"id": practitioner},
    )
    return [row[0] for row in rows]


def identifiers_of(tx: Tx, type: str, id: str) -> tuple[str, ...]:
    """The values of the identifiers a resource has."""
    rows = tx.rows(
        "SELECT DISTINCT i.code FROM ix_token i WHERE i.type = :type AND i.id = :id AND i.param = 'identifier'"
        " AND i.code IS NOT NULL ORDER BY i.code",
        {"type": type, "id": id},
    )
    return tuple(row[0] for row in rows)


def practitioner_of(tx: Tx, role: str) -> str | None:
    """The Practitioner of a PractitionerRole."""
    row = tx.row(
        "SELECT i.target_id FROM ix_ref i WHERE i.patient = '' AND i.type = 'PractitionerRole' AND i.id = :id"
        " AND i.param = 'practitioner'",
        {"id": role},
    )
    return row[0] if row else None
