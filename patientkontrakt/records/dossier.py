"""What a command already permitted must know of one contract's surroundings, in one statement.

No law is asked and nothing is shown, as with siblings.py.
"""

from collections.abc import Sequence

from patientkontrakt.records.desk import Desk
from patientkontrakt.records.parts import OfType
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import parts as archive


def siblings_of_types(desk: Desk, patient: str, questions: Sequence[OfType]) -> dict[str, list[Stored]]:
    """The patient's resources that answer each question, by type (one question a type), in creation order."""
    found: dict[str, list[Stored]] = {each.type: [] for each in questions}
    for record in archive.unjudged(desk.tx, patient, questions, desk.at):
        found[record.type].append(stored(record))
    return found
