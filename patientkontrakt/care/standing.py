"""Which units have a care relation with a patient today: without one, a sharing or an invitation opens nothing (A-8)."""

from datetime import date

from patientkontrakt import clock
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.shapes import Resource, day, target
from patientkontrakt.fhir import systems
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored


def related_units(desk: Desk, patient: str) -> frozenset[str]:
    """The ids of the units with a relation that holds today, listning or vårdrelation."""
    return frozenset(unit for each in current_relations(desk, patient) if (unit := unit_in(each.body())))


def current_relations(desk: Desk, patient: str) -> list[Stored]:
    """The relations that hold today."""
    today = clock.today(desk.now)
    return [each for each in siblings(desk, patient, "EpisodeOfCare") if _holds(each.body(), today)]


def unit_in(episode: Resource) -> str:
    """Whose relation it is."""
    return id_of(target(episode.get("managingOrganization")) or "")


def _holds(episode: Resource, today: date) -> bool:
    span, kinds = episode.get("period", {}), episode.get("type", [])
    start, end = day(span.get("start")), day(span.get("end"))
    begun = start is None or start <= today
    known = any(systems.code_in(kind, systems.RELATION) for kind in kinds)
    return known and episode.get("status") == "active" and begun and (end is None or today <= end)
