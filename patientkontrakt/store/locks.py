"""The patient lock (model.md D9): one writer at a time for one patient's data."""

from patientkontrakt.db import Tx
from patientkontrakt.db.transaction import THIS_NUMBER

# A row that is there is not updated, but locked (PostgreSQL, "ON CONFLICT Clause"). Whoever waited is numbered afterwards:
# what WHERE asks for is known before anything is selected.
_HOLD = (
    "WITH held AS (INSERT INTO patient_lock (patient) VALUES (:patient)"
    " ON CONFLICT (patient) DO UPDATE SET patient = excluded.patient WHERE FALSE RETURNING patient)"
    f" {THIS_NUMBER} WHERE (SELECT count(*) FROM held) >= 0"
)


def lock_patient(tx: Tx, patient: str) -> None:
    """Hold ``patient`` until the transaction ends. SQLite's single writer needs no row of its own.

    One statement for everybody: whether a patient has a lock already is not to be told by how many there are (S-024).
    """
    if tx.dialect == "sqlite" or patient in tx.held:
        return
    tx.number_by(_HOLD, {"patient": patient})
    tx.held.add(patient)
