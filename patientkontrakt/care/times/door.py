"""The patient answers a time with an AppointmentResponse; her own participation changes in the same transaction."""

from patientkontrakt import clock
from patientkontrakt.care.command import commanded
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, put_extensions, target
from patientkontrakt.care.times.from_fhir import time
from patientkontrakt.care.times.rules import may_answer
from patientkontrakt.care.times.to_fhir import AGREED
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


def response_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """A patient answers for herself, and as the time lets her."""
    if desk.actor.kind not in ("patient", "guardian"):
        return []
    if target(after.get("actor")) in (f"Patient/{desk.actor.patient}", desk.actor.who):
        return _allowed(desk, after)
    return [
        rule(
            "Du svarar för dig själv: ange dig som actor.",
            "You answer for yourself: name yourself as actor.",
            "AppointmentResponse.actor",
        )
    ]


def _allowed(desk: Desk, after: Resource) -> list[Issue]:
    named = id_of(target(after.get("appointment")) or "")
    found = sibling(desk, desk.actor.patient or "", "Appointment", named)
    return may_answer(time(found.body()), after.get("participantStatus", ""), desk.now) if found else []


def carry_over(desk: Desk, before: Resource | None, stored: Stored) -> None:
    """Write the answer into the time; a yes makes it agreed (pk-agreed), anything else no longer so."""
    body = stored.body()
    found = sibling(desk, stored.patient or "", "Appointment", id_of(target(body.get("appointment")) or ""))
    if found is None:
        return
    appointment = found.body()
    for participant in appointment.get("participant", []):
        if target(participant.get("actor")) == target(body.get("actor")):
            participant["status"] = body["participantStatus"]
    agreed = {"url": AGREED, "valueDateTime": clock.iso(desk.now)}
    put_extensions(appointment, [AGREED], [agreed] if body["participantStatus"] == "accepted" else [])
    with commanded(desk):
        writer.update(desk, "Appointment", found.id, appointment, None, trust=COMMAND)
