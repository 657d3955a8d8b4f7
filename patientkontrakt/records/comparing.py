"""What the review of the log compares in memory (domain.md L-3): names, and who keeps what was read.

The log reader has no clinical content. Nothing here is shown, stored or logged: care gets names to compare, and ids.
"""

from collections.abc import Iterable
from typing import Any

from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import stored
from patientkontrakt.store import many, protections

_AT_ONCE = 250  # resources in one statement


def patient_names(desk: Desk, patients: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The HumanNames of these patients, by id. For comparing only: they never leave the caller."""
    found = _named(desk, [("Patient", id) for id in sorted(set(patients))])
    return {id: list(found[type, id].get("name", [])) for type, id in found}


def keepers(desk: Desk, keys: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """Of each resource ("CarePlan/x") that is still there: the custodian and the unit that keep it."""
    pairs = sorted({(type, id) for type, _, id in (key.partition("/") for key in keys)})
    found: dict[str, tuple[str | None, str | None]] = {}
    for some in _pieces(pairs):
        for record in many.named(desk.tx, some).values():
            found[f"{record.type}/{record.id}"] = (record.custodian, record.unit)
    return found


def protected(desk: Desk, patients: Iterable[str]) -> frozenset[str]:
    """Those of these patients whose identity is protected: where they have been is not told."""
    return protections.patients(desk.tx, set(patients))


def _named(desk: Desk, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        key: stored(record).body()
        for some in _pieces(pairs)
        for key, record in many.named(desk.tx, some).items()
    }


def _pieces(pairs: list[tuple[str, str]]) -> Iterable[list[tuple[str, str]]]:
    return (pairs[first : first + _AT_ONCE] for first in range(0, len(pairs), _AT_ONCE))
