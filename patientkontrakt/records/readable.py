"""Which of one patient's resources the actor may read: for commands that must know what the actor's form can show."""

from collections.abc import Iterable

from patientkontrakt.records.desk import Desk
from patientkontrakt.store import readable as rows


def readable(desk: Desk, patient: str, types: Iterable[str]) -> frozenset[str]:
    """The keys "Type/id" of the patient's resources of these types that the law lets the actor read.

    Nothing is shown and nothing is noted: whoever shows something of them has noted that.
    """
    rights = {type: right for type in sorted(set(types)) if (right := desk.opens("r", type)) is not None}
    found = rows.keys(desk.tx, patient, rights) if rights else []
    return frozenset(f"{type}/{id}" for type, id in found)
