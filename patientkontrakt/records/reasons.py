"""Why a member of staff opens a patient (model.md D1): told once, kept for twelve hours, written in the log.

It opens nothing. It only lets the log say more than "Vård och behandling".
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import Desk

HOURS_12: Final = 12 * 60 * 60 * 1000


def tell(desk: Desk, patient: str, reason: str, words: str) -> int:
    """Keep why, in `words`, for this account, unit and patient; until when, in epoch milliseconds.

    `reason` is the code that stands on the row of the log that says so.
    """
    until = desk.at + HOURS_12
    desk.tx.run(
        "INSERT INTO reason (id, account, unit, patient, reason, at, until)"
        " VALUES (:id, :account, :unit, :patient, :reason, :at, :until)",
        {
            "id": new_id(),
            "account": desk.actor.account,
            "unit": desk.actor.unit or "",
            "patient": patient,
            "reason": words,
            "at": desk.at,
            "until": until,
        },
    )
    desk.note("reason", f"Patient/{patient}", "permitted", reason, patient=patient)
    return until


def with_purpose(desk: Desk, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with the purpose its reader has told for that patient and that still holds."""
    patients = {each.patient for each in entries if each.patient}
    if desk.actor.kind != "staff" or not patients:
        return list(entries)
    told = _told(desk)
    return [
        replace(each, purpose=f"{each.purpose}: {told[each.patient]}") if each.patient in told else each
        for each in entries
    ]


def _told(desk: Desk) -> dict[str, str]:
    """Patient → why, the latest told."""
    rows = desk.tx.rows(
        "SELECT patient, reason FROM reason WHERE account = :account AND unit = :unit AND at <= :at"
        " AND until > :at ORDER BY at, id",
        {"account": desk.actor.account, "unit": desk.actor.unit or "", "at": desk.at},
    )
    return dict(rows)
