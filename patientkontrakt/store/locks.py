"""The patient lock (model.md D9): one writer at a time for one patient's data."""

from patientkontrakt.db import Tx

_MAKE = "INSERT INTO patient_lock (patient) VALUES (:patient) ON CONFLICT DO NOTHING"
_HOLD = "SELECT patient FROM patient_lock WHERE patient = :patient FOR UPDATE"


def lock_patient(tx: Tx, patient: str) -> None:
    """Hold ``patient`` until the transaction ends. SQLite's single writer needs no row of its own.

    Always both statements: whether a patient has a lock already is not to be told by how many there are (S-024).
    """
    if tx.dialect == "sqlite" or patient in tx.held:
        return
    wanted = {"patient": patient}
    tx.run(_MAKE, wanted)
    tx.row(_HOLD, wanted)
    tx.held.add(patient)
