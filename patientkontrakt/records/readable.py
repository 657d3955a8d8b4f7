"""Which of one patient's resources the actor may read: for commands that must know what the actor's form can show."""

from collections.abc import Iterable

from patientkontrakt.records.desk import Desk
from patientkontrakt.store import readable as rows


def readable(desk: Desk, patient: str, types: Iterable[str]) -> frozenset[str]:
    """The keys "Type/id" of the patient's resources of these types that the law lets the actor read.

    Nothing is shown and nothing is noted: whoever shows something of them has noted that.
    """
    return frozenset(key for type in sorted(set(types)) for key in _of_type(desk, patient, type))


def _of_type(desk: Desk, patient: str, type: str) -> list[str]:
    restriction = desk.opens("r", type)
    found = rows.ids(desk.tx, patient, type, restriction) if restriction else []
    return [f"{type}/{id}" for id in found]
