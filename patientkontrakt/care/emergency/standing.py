"""Emergencies that stand: ended early by whoever opened, and seen by the patient (N-2, N-4)."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.emergency.admission import admitted
from patientkontrakt.care.emergency.model import NODOPPNING, Emergency
from patientkontrakt.care.emergency.shapes import HERS_ALONE, read_emergency
from patientkontrakt.care.people import Party, described
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.circle import is_hidden_from
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import hold, siblings
from patientkontrakt.records.stored import Stored

END: Final = "emergency-end"


@dataclass(frozen=True)
class Seen:
    """An emergency as the patient reads it: who opened, where she works, and which units were opened, in words."""

    emergency: Emergency
    who: Party
    units: tuple[Party, ...]


def mine(desk: Desk, patient: str) -> tuple[list[Emergency], bool]:
    """What the actor has open of the patient's now, newest first; and whether its units may not be told."""
    admitted(desk, patient, permissions.EMERGENCY)
    return [emergency for _, emergency in _standing(desk, patient)], is_hidden_from(desk, patient)


def end(desk: Desk, patient: str) -> int:
    """End, before their time, all that the actor has open of the patient's; how many. Ending nothing is no fault."""
    admitted(desk, patient, permissions.EMERGENCY)
    hold(desk, patient)
    standing = _standing(desk, patient)
    for stored, _ in standing:
        body = stored.body()
        provision = body["provision"]
        over = provision["period"] | {"end": clock.iso(desk.now)}
        ended = body | {"status": "inactive", "provision": provision | {"period": over}}
        with commanded(desk):
            writer.update(desk, "Consent", stored.id, ended, None, trust=HERS_ALONE)
    desk.note(END, f"Patient/{patient}", "permitted", "no-longer-needed", patient=patient)
    return len(standing)


def of_patient(desk: Desk) -> list[Seen]:
    """The patient's own list: every emergency there has been, newest first, in words (N-4)."""
    require_scopes(desk, *permissions.MY_SHARING)
    asked = [("patient", require_own(desk)), ("category", "|".join(NODOPPNING)), ("_count", "200")]
    page = reader.search(desk, parse_query("Consent", asked, strict=True))
    found = [read_emergency(each) for each in reversed(page.matches)]
    named = described(desk, (ref for each in found for ref in (each.who, *_organizations(each))))
    return [
        Seen(each, named.get(each.who, Party()), tuple(named[unit] for unit in _organizations(each)))
        for each in found
    ]


def _organizations(each: Emergency) -> list[str]:
    return [f"Organization/{unit}" for unit in each.units]


def _standing(desk: Desk, patient: str) -> list[tuple[Stored, Emergency]]:
    made = [(each, read_emergency(each)) for each in siblings(desk, patient, "Consent", category=NODOPPNING)]
    actor = desk.actor
    return [
        (stored, it)
        for stored, it in reversed(made)
        if (it.who, it.unit) == (actor.who, actor.unit) and it.holds(desk.now)
    ]
