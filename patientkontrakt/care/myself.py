"""Whoever is at the desk, in words."""

from dataclasses import dataclass

from patientkontrakt.care.people import Party, described, name_of
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Self:
    """Name, role and unit (an id, and its name) of whoever asks; `patient` is whose record she acts in.

    `task` is the assignment's role by its code, where `role` is what people call it.
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


def about(desk: Desk) -> Self:
    """Who asks. A patient's own name is read as any of her data is: with the law's leave, and logged."""
    actor = desk.actor
    party = described(desk, [actor.who]).get(actor.who, Party())
    name = _own_name(desk) if actor.kind == "patient" else party.name
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
    )


def _own_name(desk: Desk) -> str | None:
    """None for whoever may not read herself: between 13 and 15."""
    try:
        return name_of(reader.read(desk, "Patient", desk.actor.patient or "").body())
    except NotFound:
        return None
