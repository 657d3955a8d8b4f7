"""Sections of a contract that are being written (model.md D4 *Drafts*): versioned, never in FHIR until published.

Whoever calls has been let in to the contract; who may write a section is who may change the plan. A saved version is
never changed: it is closed when it has been given out, and kept so that whoever read it can still be merged with.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from patientkontrakt.records.desk import Desk

KEPT: Final = timedelta(days=30)
"""How long a closed version can be merged with (ux.md §3.5)."""
NOTHING: Final = "null"


@dataclass(frozen=True)
class Section:
    """One saved version of a section: its JSON text, who wrote it and when (epoch ms); `closed` when given out."""

    name: str
    version: int
    json: str
    by: str
    at: int
    closed: int | None = None


def versions(desk: Desk, contract: str) -> list[Section]:
    """Every version that is kept, of every section, oldest first."""
    rows = desk.tx.rows(
        "SELECT section, version, json, by, at, closed FROM draft WHERE contract = :contract"
        " ORDER BY section, version",
        {"contract": contract},
    )
    return [Section(*row) for row in rows]


def add(
    desk: Desk, contract: str, patient: str, name: str, json: str, by: str, *, closed: bool = False
) -> Section:
    """Save the next version of a section, as `by` wrote it; `closed` when it has been given out already.

    The caller holds the patient, and has seen that nobody else wrote meanwhile.
    """
    row = desk.tx.row(
        "SELECT max(version) FROM draft WHERE contract = :contract AND section = :section",
        {"contract": contract, "section": name},
    )
    newest = row[0] if row and row[0] else 0
    section = Section(name, newest + 1, json, by, desk.at, desk.at if closed else None)
    desk.tx.run(
        "INSERT INTO draft (contract, section, patient, version, json, by, at, closed)"
        " VALUES (:contract, :section, :patient, :version, :json, :by, :at, :closed)",
        {
            "contract": contract,
            "section": name,
            "patient": patient,
            "version": section.version,
            "json": json,
            "by": by,
            "at": section.at,
            "closed": section.closed,
        },
    )
    return section


def close(desk: Desk, contract: str, name: str = "") -> None:
    """What was being written has been given out: every section, or the named one. What is older than KEPT goes."""
    desk.tx.run(
        "UPDATE draft SET closed = :at WHERE contract = :contract AND closed IS NULL"
        " AND (:section = '' OR section = :section)",
        {"contract": contract, "at": desk.at, "section": name},
    )
    _prune(desk, contract, desk.at - KEPT // timedelta(milliseconds=1))


def throw_away(desk: Desk, contract: str) -> None:
    """Nobody wants what was being written: no text of it is left. The numbers go on from where they were."""
    _prune(desk, contract, desk.at + 1)
    desk.tx.run(
        "UPDATE draft SET json = :nothing, closed = COALESCE(closed, :at) WHERE contract = :contract",
        {"contract": contract, "nothing": NOTHING, "at": desk.at},
    )


def _prune(desk: Desk, contract: str, before: int) -> None:
    """Remove versions saved before then, but for the newest: a number is never used twice."""
    desk.tx.run(
        "DELETE FROM draft WHERE contract = :contract AND at < :before AND version <"
        " (SELECT max(d.version) FROM draft d WHERE d.contract = :contract AND d.section = draft.section)",
        {"contract": contract, "before": before},
    )


def discard(desk: Desk, contract: str) -> None:
    """Forget all of it: the contract has ended."""
    desk.tx.run("DELETE FROM draft WHERE contract = :contract", {"contract": contract})
