"""What commands and rules must know that is no patient's record: units and people, and who has an identity number.

No law is asked and nothing is shown, as with siblings.py.
"""

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import directory, resources

_NUMBERS = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER)


def reference_entry(desk: Desk, type: str, id: str) -> Stored | None:
    """One entry of the reference data (Organization, PractitionerRole …), or None."""
    if type not in TYPES or TYPES[type].kind != "reference":
        return None
    record = resources.current(desk.tx, type, id)
    return stored(record) if record and not record.deleted else None


def patient_with_number(desk: Desk, number: str) -> str | None:
    """The id of the Patient with this personnummer or samordningsnummer (12 digits), or None."""
    found = directory.ids_by_identifier(desk.tx, "Patient", _NUMBERS, number)
    return found[0] if len(found) == 1 else None
