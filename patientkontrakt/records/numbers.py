"""Whose an identity number is: one rule for who signs in with it, and for which accounts are open (auth/administration/feed.py).

A number is a Patient's while she is active, and when she is dead; of who has only left, it is a guardian's again if
she is registered as one.
"""

from patientkontrakt.db import Tx
from patientkontrakt.fhir.person import NUMBERS, has_the_number
from patientkontrakt.policy.signing_in import Known
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import directory, resources
from patientkontrakt.store.derive import number_hash


def patients_with(tx: Tx, number: str) -> list[str]:
    """The ids of the Patients with this personnummer or samordningsnummer (12 digits): one, unless a register errs."""
    return directory.ids_by_identifier(tx, "Patient", NUMBERS, number)


def is_a_patients(tx: Tx, number: str) -> bool:
    """Whether a Patient has it to sign in with, or had until she died."""
    return any(_has(tx, patient) for patient in patients_with(tx, number))


def whose(tx: Tx, number: str, key: bytes) -> Known | None:
    """Whom a sign-in by it means: the patient or, if it is none's, the registered guardian. None when nobody, or two
    Patients have it; who has left and is nobody's guardian is told, so that she is turned away by name."""
    hashed = number_hash(number, key)
    found = patients_with(tx, number)
    if len(found) > 1:
        return None
    if found and _has(tx, found[0]):
        return Known(found[0], hashed)
    if directory.is_any_guardian(tx, hashed):
        return Known(None, hashed)
    return Known(found[0], hashed) if found else None


def _has(tx: Tx, patient: str) -> bool:
    record = resources.current(tx, "Patient", patient)
    return record is not None and has_the_number(body_of(record.body))
