"""A patient's orders of an older log (domain.md L-5): who must hand it out, and what has been handed out."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.db import Tx

_CUSTODIANS: Final = """
SELECT DISTINCT custodian FROM access_log
WHERE patient = :patient AND at >= :since AND at < :until AND custodian IS NOT NULL ORDER BY custodian
"""
_INSERT: Final = """
INSERT INTO log_order (id, patient, custodian, since, until, at, due)
VALUES (:id, :patient, :custodian, :since, :until, :at, :due)
"""
_WAITING: Final = """
SELECT id, patient, custodian, since, until, at, due, done_at FROM log_order
WHERE custodian = :custodian AND done_at IS NULL ORDER BY due, id
"""
_OF_PATIENT: Final = """
SELECT id, patient, custodian, since, until, at, due, done_at FROM log_order
WHERE patient = :patient ORDER BY at DESC, id
"""
_HAND_OUT: Final = """
UPDATE log_order SET done_at = :at, done_by = :who
WHERE id = :id AND custodian = :custodian AND done_at IS NULL RETURNING patient
"""


@dataclass(frozen=True)
class Order:
    """One patient's order to one custodian; instants in epoch milliseconds, `since` ≤ at < `until`."""

    id: str
    patient: str
    custodian: str
    since: int
    until: int
    at: int
    due: int
    done_at: int | None = None


def custodians_in(tx: Tx, patient: str, since: int, until: int) -> list[str]:
    """The custodians whose people the patient's log tells of in an interval."""
    interval = {"patient": patient, "since": since, "until": until}
    return [row[0] for row in tx.rows(_CUSTODIANS, interval)]


def place(tx: Tx, order: Order) -> None:
    """Write the order down."""
    tx.run(_INSERT, {name: value for name, value in vars(order).items() if name != "done_at"})


def waiting(tx: Tx, custodian: str) -> list[Order]:
    """What the custodian's log reader has to hand out, the most urgent first."""
    return [Order(*row) for row in tx.rows(_WAITING, {"custodian": custodian})]


def of_patient(tx: Tx, patient: str) -> list[Order]:
    """What the patient has ordered, newest first."""
    return [Order(*row) for row in tx.rows(_OF_PATIENT, {"patient": patient})]


def hand_out(tx: Tx, id: str, custodian: str, who: str, at: int) -> str | None:
    """Mark a waiting order as handed out; its patient, or None when there is no such order waiting."""
    row = tx.row(_HAND_OUT, {"id": id, "custodian": custodian, "who": who, "at": at})
    return row[0] if row else None


def is_handed_out(orders: list[Order], since: int, until: int) -> bool:
    """Whether every custodian the patient asked for this interval has handed its part out."""
    asked = [each for each in orders if each.since <= since and until <= each.until]
    return bool(asked) and all(each.done_at is not None for each in asked)
