"""Whoever is at the desk, in words."""

from dataclasses import dataclass

from patientkontrakt.care.people import Party, described
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Self:
    """Name, role and unit (an id, and its name) of whoever asks; `patient` is whose record she acts in.

    `task` is the assignment's role by its code, where `role` is what people call it. `patient_name` is told a guardian,
    whose own `name` is the one she has as the child's relative.
    """

    kind: str
    who: str
    name: str | None
    role: str | None
    task: str | None
    unit: str | None
    unit_name: str | None
    phone: str | None
    patient: str | None
    patient_name: str | None = None


def about(desk: Desk) -> Self:
    """Who asks. A patient's name is read as any of her data is: with the law's leave, and logged."""
    actor = desk.actor
    party = described(desk, [actor.who]).get(actor.who, Party())
    if actor.kind == "guardian":
        name, whose = _read_name(desk, "RelatedPerson", actor.related_person), _patients_name(desk)
    else:
        name, whose = (_patients_name(desk) if actor.kind == "patient" else party.name), None
    return Self(
        actor.kind,
        actor.who,
        name,
        party.role,
        actor.role,
        actor.unit,
        party.unit,
        party.phone,
        actor.patient,
        whose,
    )


def _patients_name(desk: Desk) -> str | None:
    """None for whoever may not read herself, between 13 and 15; and for a guardian who may not any more."""
    return _read_name(desk, "Patient", desk.actor.patient)


def _read_name(desk: Desk, type: str, id: str | None) -> str | None:
    try:
        return name_of(reader.read(desk, type, id or "").body())
    except NotFound:
        return None
