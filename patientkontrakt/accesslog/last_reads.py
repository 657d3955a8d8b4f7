"""When each of those who may read something last did so."""

from dataclasses import dataclass

from patientkontrakt.db import Tx

_LAST = """
SELECT who, unit, MAX(at) FROM access_log
WHERE patient = :patient AND outcome = 'permitted' AND kind = 'staff'
  AND action IN ('read', 'vread', 'search') AND items LIKE :item
GROUP BY who, unit
"""


@dataclass(frozen=True)
class LastRead:
    """Somebody at work, her unit (an id), and when she last read it, in epoch milliseconds."""

    who: str | None
    unit: str | None
    at: int


def last_reads(tx: Tx, patient: str, key: str) -> list[LastRead]:
    """Who at work has read ``key`` ("CarePlan/x") of ``patient``, and when last. Nobody's reason, nobody's refusal."""
    return [LastRead(*row) for row in tx.rows(_LAST, {"patient": patient, "item": f"%{key}@%"})]
