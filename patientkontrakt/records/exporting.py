"""What an operator takes out of the archive, on an administrator's behalf: logged in the transaction that reads it.

The law of a reader is not asked, as nobody reads; what is for staff only, for the patient only, or not published stays.
Relatives and staff with a protected identity are masked (S-2, S-6); a patient's own file says who she is.
"""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.db import Database
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import exporting as rows

FOR_HER: Final = frozenset({"alla"})
"""What a patient's own file holds: not what is withheld from her, nor staff's notes. Her notes to herself only she reads."""
FOR_SYSTEMS: Final = frozenset({"alla", "ej-patient"})
"""What leaves for another system."""


def operator() -> Actor:
    """Whoever may run commands on this machine, in the name of the operation (logged so)."""
    return Actor(
        kind="system", account="operator", who="client:export", scopes=Scopes.parse(""), client="export"
    )


def patients(database: Database) -> Iterator[str]:
    """The ids of all patients whose identity is not protected, in order."""
    after = ""
    while True:
        with database.read() as tx:
            found = rows.patients(tx, after)
        if not found:
            return
        yield from found
        after = found[-1]


def protected(database: Database) -> int:
    """How many patients are left out because their identity is protected."""
    with database.read() as tx:
        return rows.protected(tx)


def taken_out(desk: Desk, patient: str, visible: frozenset[str]) -> list[Stored]:
    """One patient's resources, noted as an export of each. Raises NotFound."""
    found = rows.of_patient(desk.tx, patient, visible)
    if not any(each.type == "Patient" for each in found):
        raise NotFound()
    desk.note_records("export", f"Patient/{patient}", [(each, "export") for each in found])
    texts = [stored(each) for each in found]
    return [each if each.type == "Patient" else mask.one(desk, each) for each in texts]


def named(desk: Desk, patient: str) -> list[Stored]:
    """The reference data that one patient's resources point at."""
    return mask.shown(desk, [stored(each) for each in rows.reference_data(desk.tx, patient)])


def reference_data(desk: Desk) -> list[Stored]:
    """All of it: nobody's record."""
    return mask.shown(desk, [stored(each) for each in rows.reference_data(desk.tx)])
