"""The patient lock (model.md D9): one writer at a time for one patient's data."""

from patientkontrakt.db import Tx


def lock_patient(tx: Tx, patient: str) -> None:
    """Hold ``patient`` until the transaction ends. SQLite's single writer needs no row of its own."""
    if tx.dialect == "sqlite":
        return
    wanted = {"patient": patient}
    tx.run("INSERT INTO patient_lock (patient) VALUES (:patient) ON CONFLICT DO NOTHING", wanted)
    tx.row("SELECT patient FROM patient_lock WHERE patient = :patient FOR UPDATE", wanted)
