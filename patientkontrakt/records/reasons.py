"""Why a member of staff opens a patient (model.md D1): told once, kept for twelve hours, written in the log.

It opens nothing. It only lets the log say more than "Vård och behandling".
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import reasons
from patientkontrakt.store.reasons import Asker

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
    desk.told[patient] = words
    desk.note("reason", f"Patient/{patient}", "permitted", reason, patient=patient)
    return until


def with_purpose(desk: Desk, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, each with the purpose its reader has told for that patient and that still holds."""
    patients = {each.patient for each in entries if each.patient}
    who = asker(desk)
    if who is None or not patients:
        return list(entries)
    _look_up(desk, who, patients - desk.told.keys())
    return [_with(each, desk.told.get(each.patient or "")) for each in entries]


def asker(desk: Desk) -> Asker | None:
    """Who may have told why; None where nobody is asked to."""
    return Asker(desk.actor.account, desk.actor.unit or "", desk.at) if desk.actor.kind == "staff" else None


def _look_up(desk: Desk, who: Asker, patients: Set[str]) -> None:
    if patients:
        found = reasons.told(desk.tx, who, *(patients if len(patients) == 1 else ()))
        desk.told.update({patient: found.get(patient) for patient in patients})


def _with(entry: Entry, why: str | None) -> Entry:
    return replace(entry, purpose=f"{entry.purpose}: {why}") if why else entry
