"""The newest of a patient's rows that people at work have made, for a line each: not the rows, only who, where and when."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.db import Tx

LOOKED_THROUGH: Final = 500
"""Rows of the patient's, whoever made them: a log that is full of her own visits is not read from end to end."""

# Told to the patient whose log it is: she knows of no refusal that she met herself, and this asks for none of hers.
_NEWEST: Final = """
SELECT who, role, unit, at FROM
  (SELECT id, at, kind, who, role, unit FROM access_log
   WHERE patient = :patient AND at >= :since AND at < :until ORDER BY at DESC, id DESC LIMIT :most) AS latest
WHERE kind = 'staff' ORDER BY at DESC, id DESC
"""


@dataclass(frozen=True)
class AtWork:
    """Somebody at work ("PractitionerRole/x"), in which role, at which unit (an id), and when, in epoch milliseconds."""

    who: str | None
    role: str | None
    unit: str | None
    at: int


def newest_at_work(tx: Tx, patient: str, since: int, until: int) -> list[AtWork]:
    """Who at work made the newest rows about `patient` with `since` ≤ at < `until`, newest first, refused ones too."""
    asked = {"patient": patient, "since": since, "until": until, "most": LOOKED_THROUGH}
    return [AtWork(*row) for row in tx.rows(_NEWEST, asked)]
