"""Many patients at once, copied row by row in the tables: enough to be interrupted at."""

from patientkontrakt.db import Tx
from patientkontrakt.store.record import NAMES
from tests.api.fhir.house import House
from tests.bulk.integrator import GROUP

_COLUMNS = (*NAMES, "created_tx")
_FIRST = f"SELECT {', '.join(_COLUMNS)} FROM resource WHERE type = :type AND id = :id"
_COPY = f"INSERT INTO resource ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
_MEMBER = (
    "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id)"
    " VALUES ('', 'Group', :group, 'member', 'Patient', :patient)"
)
_AT_ONCE = 1_000


def gather(house: House, patients: int, goals: int) -> list[str]:
    """So many further members of the Group, each with so many goals; the keys of all of it."""
    folk = [f"folk-{number:05}" for number in range(patients)]
    theirs = [(f"{patient}-{each}", patient) for patient in folk for each in range(goals)]
    with house.database.write() as tx:
        tx.many(_MEMBER, [{"group": GROUP, "patient": patient} for patient in folk])
        _copy(tx, "Patient", "gunnel", [(patient, patient) for patient in folk])
        _copy(tx, "Goal", "mal-gunnel", theirs)
    return [*(f"Patient/{id}" for id in folk), *(f"Goal/{id}" for id, _ in theirs)]


def _copy(tx: Tx, type: str, source: str, copies: list[tuple[str, str]]) -> None:
    found = tx.row(_FIRST, {"type": type, "id": source})
    assert found is not None
    first = dict(zip(_COLUMNS, found, strict=True))
    of, told = f'"id":"{source}"', first["body"]
    rows = [
        first | {"id": id, "patient": patient, "body": told.replace(of, f'"id":"{id}"')}
        for id, patient in copies
    ]
    for at in range(0, len(rows), _AT_ONCE):  # no statement is waited for longer than a request may take
        tx.many(_COPY, rows[at : at + _AT_ONCE])
