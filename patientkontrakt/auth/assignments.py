"""The assignments of a custodian's staff, as an administrator reads them."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.db import Tx

MOST: Final = 500

_COLUMNS = "id, account, unit, role, starts, ends, source, ended_by"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment (a PractitionerRole). Instants are epoch milliseconds; `ended_by` is who ended it by hand."""

    id: str
    account: str
    unit: str
    role: str
    starts: int
    ends: int | None
    source: str
    ended_by: str | None


def at_unit(tx: Tx, unit: str, custodian: str) -> list[Assignment]:
    """Those of a unit of the custodian's, going on or ended, at most MOST."""
    rows = tx.rows(
        f"""SELECT {_COLUMNS} FROM assignment WHERE unit = :unit AND custodian = :custodian
            ORDER BY ends IS NOT NULL, account, id LIMIT {MOST}""",
        {"unit": unit, "custodian": custodian},
    )
    return [Assignment(*row) for row in rows]


def one(tx: Tx, id: str, custodian: str) -> Assignment | None:
    """The assignment of that id, if it is under that custodian."""
    row = tx.row(
        f"SELECT {_COLUMNS} FROM assignment WHERE id = :id AND custodian = :custodian",
        {"id": id, "custodian": custodian},
    )
    return Assignment(*row) if row else None


def people_of(tx: Tx, custodian: str) -> list[str]:
    """The accounts of those who have or have had an assignment there, at most MOST."""
    rows = tx.rows(
        f"SELECT DISTINCT account FROM assignment WHERE custodian = :custodian ORDER BY account LIMIT {MOST}",
        {"custodian": custodian},
    )
    return [account for (account,) in rows]
