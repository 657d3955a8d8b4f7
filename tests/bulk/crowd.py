"""Many patients at once, copied row by row in the tables: enough to be interrupted at."""

from patientkontrakt.db import Tx
from patientkontrakt.store.record import NAMES
from tests.api.fhir.house import House
from tests.bulk.integrator import GROUP

_COPIED = ("id", "patient", "body")
_COPY = (
    f"INSERT INTO resource ({', '.join(NAMES)}, created_tx) SELECT "
    + ", ".join(
        {"body": "replace(body, :old, :new)"}.get(name, f":{name}" if name in _COPIED else name)
        for name in NAMES
    )
    + ", created_tx FROM resource WHERE type = :type AND id = :source"
)
_MEMBER = (
    "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id)"
    " VALUES ('', 'Group', :group, 'member', 'Patient', :patient)"
)


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
    of = {"type": type, "source": source, "old": f'"id":"{source}"'}
    tx.many(_COPY, [of | {"id": id, "patient": patient, "new": f'"id":"{id}"'} for id, patient in copies])
