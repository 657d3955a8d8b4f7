"""Whose identity is protected right now: patients by their facts, staff by the labels on their entries in the registers."""

from collections.abc import Collection, Iterable

from patientkontrakt.db import Tx
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import NUMBERS
from patientkontrakt.store.sql import Params

_BEHIND = (
    "SELECT i.id, i.target_id FROM ix_ref i WHERE i.patient = '' AND i.type = 'PractitionerRole'"
    " AND i.param = 'practitioner' AND i.target_type = 'Practitioner'"
)


def patients(tx: Tx, ids: Collection[str]) -> frozenset[str]:
    """Those of these patients whose identity is protected."""
    if not ids:
        return frozenset()
    params = Params()
    sql = f"SELECT DISTINCT f.patient FROM fact_protection f WHERE f.patient IN ({params.many(sorted(ids))})"
    return frozenset(row[0] for row in tx.rows(sql, params))


def staff(tx: Tx) -> dict[tuple[str, str], str | None]:
    """Every Practitioner and PractitionerRole with a protected identity: (type, id) → the Practitioner behind it.

    A label on a person protects all her roles, and one on a role protects the person.
    """
    labelled = _labelled(tx, ("Practitioner", "PractitionerRole"))
    if not labelled:
        return {}
    people = {id for type, id in labelled if type == "Practitioner"}
    roles = {id for type, id in labelled if type == "PractitionerRole"}
    people |= {person for _, person in _roles(tx, "i.id", roles)}
    found: dict[tuple[str, str], str | None] = {("PractitionerRole", id): None for id in roles}
    found |= {("Practitioner", id): id for id in people}
    return found | {("PractitionerRole", role): person for role, person in _roles(tx, "i.target_id", people)}


def is_guardian_or_child(tx: Tx, child: str, related_person: str, account: str) -> bool:
    """Whether the identity of a child is protected, or that of its guardian: as its relative, or as a patient herself.

    She is that patient if it is her account ("Patient/x"), or has the number that her RelatedPerson has.
    """
    params = Params(child=child, id=related_person, own=account.removeprefix("Patient/"))
    number = (
        "SELECT p.id FROM ix_token g JOIN ix_token p ON p.type = 'Patient' AND p.param = 'identifier'"
        " AND p.code = g.code AND p.system = g.system WHERE g.patient = :child AND g.type = 'RelatedPerson'"
        f" AND g.id = :id AND g.param = 'identifier' AND g.system IN ({params.many(NUMBERS)})"
    )
    label = (
        "SELECT 1 FROM ix_token i WHERE i.patient = :child AND i.type = 'RelatedPerson' AND i.id = :id"
        f" AND {_protecting(params)}"
    )
    fact = "SELECT 1 FROM fact_protection f WHERE f.patient IN"  # each by the index: an OR within would read them all
    sql = f"SELECT 1 WHERE EXISTS ({fact} (:child, :own)) OR EXISTS ({fact} ({number})) OR EXISTS ({label})"
    return tx.row(sql, params) is not None


def _labelled(tx: Tx, types: Iterable[str]) -> set[tuple[str, str]]:
    params = Params()
    sql = (
        f"SELECT i.type, i.id FROM ix_token i WHERE i.type IN ({params.many(types)})"
        f" AND i.patient = '' AND {_protecting(params)}"
    )
    return {(type, id) for type, id in tx.rows(sql, params)}


def _protecting(params: Params) -> str:
    labels = " OR ".join(
        f"(i.code = {params.add(code)} AND i.system = {params.add(system)})"
        for system, code in sorted(systems.PROTECTING)
    )
    return f"i.param = '_security' AND ({labels})"


def _roles(tx: Tx, column: str, ids: Collection[str]) -> list[tuple[str, str]]:
    """(role, person) where the `column` of :data:`_BEHIND` is one of ``ids``."""
    if not ids:
        return []
    params = Params()
    found = tx.rows(f"{_BEHIND} AND {column} IN ({params.many(sorted(ids))})", params)
    return [(role, person) for role, person in found]
