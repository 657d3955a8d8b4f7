"""Why a member of staff opens a patient (model.md D1): told once, kept twelve hours, and only for the log."""

from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.records import reader, reasons
from patientkontrakt.records.desk import Desk

CHOICES: Final = ("vardar-i-dag", "mote-om-planering", "patienten-har-bett", "aktivt-val")


def tell(desk: Desk, patient: str, reason: str) -> datetime:
    """Keep the reason for this account, unit and patient; until when. Raises NotFound without a relation."""
    require_assignment(desk)
    reader.read(desk, "Patient", patient)
    return clock.moment(reasons.tell(desk, patient, reason))
