"""Sections of a contract that are being written (model.md D4 *Drafts*): versioned, never in FHIR until published.

Whoever calls has been let in to the contract; who may write a section is who may change the plan.
"""

from dataclasses import dataclass

from patientkontrakt.fhir.outcome import VersionConflict
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Section:
    """One section as it stands: its version, its JSON text, who wrote it last and when (epoch ms)."""

    name: str
    version: int
    json: str
    by: str
    at: int


def sections(desk: Desk, contract: str) -> dict[str, Section]:
    """Every section of a contract's draft, by name; empty when nothing is being written."""
    rows = desk.tx.rows(
        "SELECT section, version, json, by, at FROM draft WHERE contract = :contract ORDER BY section",
        {"contract": contract},
    )
    return {row[0]: Section(*row) for row in rows}


def write(desk: Desk, contract: str, patient: str, name: str, json: str, version: int) -> Section:
    """Replace the section that the writer read as ``version`` (0: did not exist).

    Raises VersionConflict with the version that stands when somebody else wrote meanwhile.
    """
    found = sections(desk, contract).get(name)
    standing = found.version if found else 0
    if version != standing:
        raise VersionConflict(standing)
    section = Section(name, standing + 1, json, desk.actor.who, desk.at)
    desk.tx.run(
        "INSERT INTO draft (contract, section, patient, version, json, by, at)"
        " VALUES (:contract, :section, :patient, :version, :json, :by, :at)"
        " ON CONFLICT (contract, section)"
        " DO UPDATE SET version = :version, json = :json, by = :by, at = :at",
        {
            "contract": contract,
            "section": name,
            "patient": patient,
            "version": section.version,
            "json": json,
            "by": section.by,
            "at": section.at,
        },
    )
    return section


def discard(desk: Desk, contract: str) -> None:
    """Forget the draft: it has been published, or the contract has ended."""
    desk.tx.run("DELETE FROM draft WHERE contract = :contract", {"contract": contract})
