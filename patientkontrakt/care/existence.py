"""That there is something at another care provider, and what is missing for seeing it (A-11, B-3): nothing more."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.shapes import Resource, day, targets
from patientkontrakt.care.sharing import read_sharing
from patientkontrakt.care.sharing_door import INFORMED
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import siblings

HIDDEN: Final = frozenset({"utkast", "egen"})


@dataclass(frozen=True)
class Existence:
    """Whether there is something, and what is missing: information, consent, or nothing (None)."""

    exists: bool
    missing: str | None


def shared(desk: Desk, patient: str) -> Existence:
    """For a unit with a relation to the patient. Raises NotFound for everyone else."""
    unit, custodian = require_assignment(desk)
    reader.read(desk, "Patient", patient)
    closed = _closed(desk, patient)
    plans = siblings(desk, patient, "CarePlan")
    elsewhere = (
        {each.custodian for each in plans if each.visibility not in HIDDEN} - {custodian, None} - closed
    )
    if not elsewhere:
        return Existence(False, None)
    return Existence(True, _missing(desk, patient, unit))


def _missing(desk: Desk, patient: str, unit: str) -> str | None:
    today = clock.today(desk.now)
    told = [(each, read_sharing(each)) for each in siblings(desk, patient, "Consent", category=codes.SVOD)]
    ours = [(each, it) for each, it in told if unit in it.units and it.holds(today)]
    if not ours:
        return "consent"
    informed = any(systems.extension(each.body(), INFORMED) for each, _ in ours)
    return None if informed else "information"


def _closed(desk: Desk, patient: str) -> set[str | None]:
    """Custodians whose data the patient has blocked outwards: that they exist is not told here (SVO 2 kap. 5 §)."""
    today = clock.today(desk.now)
    blocks = siblings(desk, patient, "Consent", category=(systems.CONSENT_PURPOSE, "sparr-yttre"))
    bodies = [each.body() for each in blocks]
    return {
        each.split("/")[1]
        for body in bodies
        if body.get("status") == "active" and _in_force(body, today)
        for each in targets(body.get("organization"))
    }


def _in_force(consent: Resource, today: date) -> bool:
    end = day(consent.get("provision", {}).get("period", {}).get("end"))
    return end is None or today <= end
