"""Who has which identifier, which roles a member of staff has, whose guardian somebody is: read from index and facts."""

from collections.abc import Collection

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


def practitioner_of(tx: Tx, role: str) -> str | None:
    """The Practitioner of a PractitionerRole."""
    row = tx.row(
        "SELECT i.target_id FROM ix_ref i WHERE i.patient = '' AND i.type = 'PractitionerRole' AND i.id = :id"
        " AND i.param = 'practitioner'",
        {"id": role},
    )
    return row[0] if row else None


def wards_of(tx: Tx, number_hmacs: Collection[str], at: int) -> list[tuple[str, str]]:
    """(child, RelatedPerson) of everybody a guardian with one of these numbers is registered for at `at` (epoch ms)."""
    if not number_hmacs:
        return []
    params = Params(at=at)
    found = tx.rows(
        "SELECT DISTINCT g.patient, g.source_id FROM fact_guardian g"
        f" WHERE g.number_hmac IN ({params.many(sorted(number_hmacs))}) AND {_NOW}"
        " ORDER BY g.patient, g.source_id",
        params,
    )
    return [(child, relative) for child, relative in found]


def is_guardian_of(tx: Tx, relative: str, child: str, at: int) -> bool:
    """Whether that RelatedPerson is a registered guardian of the child at `at` (epoch ms)."""
    found = tx.row(
        "SELECT 1 FROM fact_guardian g WHERE g.patient = :child AND g.source_type = 'RelatedPerson'"
        f" AND g.source_id = :relative AND {_NOW}",
        {"child": child, "relative": relative, "at": at},
    )
    return found is not None


def is_any_guardian(tx: Tx, number_hmac: str) -> bool:
    """Whether anybody's guardian has that number, now or another day."""
    return (
        tx.row("SELECT 1 FROM fact_guardian g WHERE g.number_hmac = :hmac", {"hmac": number_hmac}) is not None
    )


_NOW = "g.starts <= :at AND (g.ends IS NULL OR :at < g.ends)"
