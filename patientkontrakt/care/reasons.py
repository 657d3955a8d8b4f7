"""Why a member of staff opens a patient (model.md D1): told once, kept twelve hours, and only for the log."""

from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.records import reader, reasons
from patientkontrakt.records.desk import Desk

WORDS: Final = {
    "vardar-i-dag": "vårdar patienten i dag",
    "mote-om-planering": "möte om planeringen",
    "patienten-har-bett": "patienten har bett om det",
    "aktivt-val": "aktivt val",
}
"""What the log says of each, after "Vård och behandling"."""
CHOICES: Final = tuple(WORDS)


def tell(desk: Desk, patient: str, reason: str, text: str | None = None) -> datetime:
    """Keep the reason, and perhaps words of one's own, for this account, unit and patient; until when.

    The patient reads both in her log. Raises NotFound without a relation.
    """
    require_assignment(desk)
    reader.read(desk, "Patient", patient)
    words = f"{WORDS[reason]} ({text})" if text else WORDS[reason]
    return clock.moment(reasons.tell(desk, patient, reason, words))
