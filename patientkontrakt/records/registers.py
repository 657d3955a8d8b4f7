"""What commands and rules must know that is no patient's record: units and people, and who has an identity number.

No law is asked, as with siblings.py. Entries are told to whoever asks, so that staff with a protected identity are
masked here too (S-6).
"""

from collections.abc import Iterable

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.numbers import patients_with
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import many, resources

_AT_ONCE = 250  # entries in one statement


def reference_entry(desk: Desk, type: str, id: str) -> Stored | None:
    """One entry of the reference data (Organization, PractitionerRole …), or None."""
    if not _is_reference(type):
        return None
    known = (type, id) in desk.gathered
    record = desk.gathered[type, id] if known else resources.current(desk.tx, type, id)
    return mask.one(desk, stored(record)) if record and not record.deleted else None


def gather(desk: Desk, keys: Iterable[tuple[str, str]]) -> None:
    """Fetch these entries (type, id) in one statement, so that a list need not ask for each by itself."""
    wanted = sorted({key for key in keys if _is_reference(key[0]) and key not in desk.gathered})
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        found = many.named(desk.tx, some)
        desk.gathered.update({key: found.get(key) for key in some})


def _is_reference(type: str) -> bool:
    return type in TYPES and TYPES[type].kind == "reference"


def patient_with_number(desk: Desk, number: str) -> str | None:
    """The id of the Patient with this personnummer or samordningsnummer (12 digits), or None."""
    found = patients_with(desk.tx, number)
    return found[0] if len(found) == 1 else None
