"""Units and custodians, read from the index: the chain of Organization.partOf, kinds, who belongs where."""

from collections.abc import Collection, Iterator

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params

_DEEPEST = 10  # a chain longer than this is a mistake, or a circle

_PARENT = (
    "SELECT i.target_id FROM ix_ref i WHERE i.patient = '' AND i.type = 'Organization' AND i.id = :id"
    " AND i.param = 'partof' AND i.target_type = 'Organization'"
)
_KINDS = (
    "SELECT i.code FROM ix_token i WHERE i.patient = '' AND i.type = 'Organization' AND i.id = :id"
    " AND i.param = 'type' AND i.system = :system"
)

_ONLY_OF_KIND = (
    "SELECT i.id FROM ix_token i WHERE i.patient = '' AND i.type = 'Organization' AND i.param = 'type'"
    " AND i.code = :kind AND i.system = :system AND NOT EXISTS (SELECT 1 FROM ix_token o WHERE o.patient = ''"
    " AND o.type = i.type AND o.id = i.id AND o.param = i.param AND o.system = i.system AND o.code = :but)"
    " ORDER BY i.id"
)
_BELONGS = {
    type: "SELECT i.target_id FROM ix_ref i WHERE i.patient = '' AND i.id = :id AND i.param = 'organization'"
    f" AND i.type = '{type}' AND i.target_type = 'Organization'"
    for type in ("PractitionerRole", "HealthcareService", "Location")
} | {
    "Practitioner": "SELECT o.target_id FROM ix_ref i JOIN ix_ref o ON o.patient = '' AND o.type = i.type"
    " AND o.id = i.id AND o.param = 'organization' AND o.target_type = 'Organization'"
    " WHERE i.type = 'PractitionerRole' AND i.param = 'practitioner' AND i.target_type = 'Practitioner'"
    " AND i.target_id = :id"
}


def ancestors(tx: Tx, organization: str, system: str) -> Iterator[tuple[str, set[str]]]:
    """``organization`` and what it is part of, nearest first, each with its type codes of ``system``."""
    id: str | None = organization
    for _ in range(_DEEPEST):
        if id is None:
            return
        yield id, {row[0] for row in tx.rows(_KINDS, {"id": id, "system": system})}
        parent = tx.row(_PARENT, {"id": id})
        id = parent[0] if parent else None


def only_of_kind(tx: Tx, system: str, kind: str, *, but: str) -> tuple[str, ...]:
    """The Organizations that have the one type code of ``system`` and not the other, by id."""
    return tuple(row[0] for row in tx.rows(_ONLY_OF_KIND, {"system": system, "kind": kind, "but": but}))


def units_of(tx: Tx, type: str | None, id: str) -> tuple[str, ...]:
    """The Organizations that a role, a service or a place belongs to, or a person works at; ``type`` None is any."""
    sql = " UNION ".join(sql for name, sql in _BELONGS.items() if type in (None, name))
    return tuple(row[0] for row in tx.rows(sql, {"id": id})) if sql else ()


def numbered(tx: Tx, system: str | None, numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """The (type, id) of units, people and places that have one of these identifiers; ``system`` None is any."""
    params = Params()
    within = f" AND i.system = {params.add(system)}" if system is not None else ""
    sql = (
        "SELECT i.type, i.id FROM ix_token i WHERE i.patient = '' AND i.param = 'identifier' AND i.code IN"
        f" ({params.many(numbers)}) AND i.type IN ({params.many(('Organization', *_BELONGS))}){within}"
    )
    yield from ((type, id) for type, id in tx.rows(sql, params))


def belonging_to(tx: Tx, type: str, organizations: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of ``type`` that are these Organizations, parts of them, or belong to those: units, people, places."""
    units = set(organizations)
    newest = units
    for _ in range(_DEEPEST):
        newest = _referring(tx, "Organization", "partof", "Organization", newest) - units
        if not newest:
            break
        units |= newest
    if type == "Organization":
        return tuple(sorted(units))
    if type == "Practitioner":
        roles = _referring(tx, "PractitionerRole", "organization", "Organization", units)
        return tuple(sorted(_referred(tx, "PractitionerRole", "practitioner", type, roles)))
    return tuple(sorted(_referring(tx, type, "organization", "Organization", units)))


def answered_for(tx: Tx, organization: str, system: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """``organization`` and what is part of it, down to what has one of these type codes itself; two statements a level."""
    units = newest = {organization}
    for _ in range(_DEEPEST):
        below = _referring(tx, "Organization", "partof", "Organization", newest) - units
        newest = below - _of_kinds(tx, below, system, kinds)
        if not newest:
            break
        units = units | newest
    return tuple(sorted(units))


def _of_kinds(tx: Tx, ids: set[str], system: str, kinds: tuple[str, ...]) -> set[str]:
    params = Params(system=system)
    sql = (
        "SELECT i.id FROM ix_token i WHERE i.patient = '' AND i.type = 'Organization' AND i.param = 'type'"
        f" AND i.system = :system AND i.code IN ({params.many(kinds)}) AND i.id IN ({params.many(sorted(ids))})"
    )
    return {row[0] for row in tx.rows(sql, params)}


def _referring(tx: Tx, type: str, param: str, to: str, ids: set[str]) -> set[str]:
    return _ends(tx, "id", "target_id", type, param, to, ids)


def _referred(tx: Tx, type: str, param: str, to: str, ids: set[str]) -> set[str]:
    return _ends(tx, "target_id", "id", type, param, to, ids)


def _ends(tx: Tx, wanted: str, known: str, type: str, param: str, to: str, ids: set[str]) -> set[str]:
    params = Params()
    sql = (
        f"SELECT DISTINCT i.{wanted} FROM ix_ref i WHERE i.patient = '' AND i.type = {params.add(type)}"
        f" AND i.param = {params.add(param)} AND i.target_type = {params.add(to)}"
        f" AND i.{known} IN ({params.many(sorted(ids))})"
    )
    return {row[0] for row in tx.rows(sql, params)}
