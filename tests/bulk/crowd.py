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
    keys = []
    with house.database.write() as tx:
        for number in range(patients):
            patient = f"folk-{number:05}"
            tx.run(_MEMBER, {"group": GROUP, "patient": patient})
            keys.append(_copy(tx, "Patient", "gunnel", patient, patient))
            keys += [_copy(tx, "Goal", "mal-gunnel", f"{patient}-{each}", patient) for each in range(goals)]
    return keys


def _copy(tx: Tx, type: str, source: str, id: str, patient: str) -> str:
    said = {"old": f'"id":"{source}"', "new": f'"id":"{id}"'}
    tx.run(_COPY, {"type": type, "source": source, "id": id, "patient": patient, **said})
    return f"{type}/{id}"
