"""The patient answers a time: yes, no, or another time, as far as the time lets her (model.md D7)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.contract.archive import Dossier, contracts_of, open_dossier, part_keys
from patientkontrakt.care.contract.own import require_going_on
from patientkontrakt.care.questions.asking import Enquiry, write
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.questions.waiting import tell_care
from patientkontrakt.care.shapes import Resource, put, ref
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import NotFound, VersionConflict
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.siblings import hold, sibling
from patientkontrakt.records.stored import Stored

STATUS: Final = {"ja": "accepted", "nej": "declined", "annan-tid": "tentative"}
ANOTHER: Final = "Jag vill ha en annan tid."


@dataclass(frozen=True)
class TimeAnswered:
    """The time's id and version after the answer; the question it became, and when care answers, if it did."""

    id: str
    version: int
    answer: str
    question: str | None = None
    answer_by: date | None = None


def answer_time(
    desk: Desk, id: str, answer: str, text: str | None = None, version: int | None = None
) -> TimeAnswered:
    """Answer `ja`, `nej` or `annan-tid` to a time of hers. Raises NotFound, Invalid when the time does not let her
    (`allows`), StepNotAllowed in a contract that has ended, VersionConflict when it was read as another version."""
    require_scopes(desk, *permissions.ANSWER_MY_TIMES)
    patient = require_own(desk)
    require_creatable(desk, "AppointmentResponse", patient)
    hold(desk, patient)
    time = sibling(desk, patient, "Appointment", id)
    if time is None or time.visibility != "alla":
        raise NotFound()
    if version is not None and version != time.version:
        raise VersionConflict(time.version)
    dossier = _contract_with(desk, patient, time)
    if dossier:
        require_going_on(dossier)
    writer.create(desk, _response(patient, time, answer, text))
    now = sibling(desk, patient, "Appointment", id) or time
    return _told(desk, patient, dossier, now, answer, text)


def _told(
    desk: Desk, patient: str, dossier: Dossier | None, time: Stored, answer: str, text: str | None
) -> TimeAnswered:
    """Care hears of a no, and has another time to answer."""
    if answer == "annan-tid":
        enquiry = Enquiry(text or ANOTHER, About.TID, time.id)
        asked = write(desk, patient, dossier, enquiry, why="annan-tid")
        return TimeAnswered(time.id, time.version, answer, asked.id, asked.answer_by)
    if answer == "nej" and dossier:
        due = tell_care(desk, dossier, "avbokad", text, focus=time.key)
        return TimeAnswered(time.id, time.version, answer, answer_by=due)
    return TimeAnswered(time.id, time.version, answer)


def _response(patient: str, time: Stored, answer: str, text: str | None) -> Resource:
    response: Resource = {
        "resourceType": "AppointmentResponse",
        "appointment": ref(time.key),
        "actor": ref(f"Patient/{patient}"),
        "participantStatus": STATUS[answer],
    }
    put(response, "comment", text)
    return response


def _contract_with(desk: Desk, patient: str, time: Stored) -> Dossier | None:
    """The newest contract that has the time."""
    for plan in reversed(contracts_of(desk, patient)):
        if plan.visibility == "alla" and time.key in part_keys(plan.body()):
            return open_dossier(desk, patient, plan.id)
    return None
