"""Why a member of staff opens a patient (model.md D1): told once, kept for twelve hours, written in the log.

It opens nothing. It only lets the log say more than "Vård och behandling".
"""

from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import Desk

HOURS_12 = 12 * 60 * 60 * 1000


def tell(desk: Desk, patient: str, reason: str) -> int:
    """Keep ``reason`` for this account, unit and patient; until when, in epoch milliseconds."""
    until = desk.at + HOURS_12
    desk.tx.run(
        "INSERT INTO reason (id, account, unit, patient, reason, at, until)"
        " VALUES (:id, :account, :unit, :patient, :reason, :at, :until)",
        {
            "id": new_id(),
            "account": desk.actor.account,
            "unit": desk.actor.unit or "",
            "patient": patient,
            "reason": reason,
            "at": desk.at,
            "until": until,
        },
    )
    desk.note("reason", f"Patient/{patient}", "permitted", reason, patient=patient)
    return until
