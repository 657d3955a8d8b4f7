"""Appointment → NextTime (model.md D7)."""

from datetime import date, datetime

from patientkontrakt.care import codes
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.shapes import Resource, day, moment, target, value_of
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.fhir import systems


def time(resource: Resource) -> NextTime:
    """The time an Appointment holds."""
    actors = [(target(each.get("actor")), each) for each in resource.get("participant", [])]
    patient: Resource = next((each for actor, each in actors if actor and type_of(actor) == "Patient"), {})
    return NextTime(
        id=resource.get("id", ""),
        what=resource.get("description", ""),
        status=resource.get("status", "proposed"),
        start=read_start(resource),
        end=read_end(resource),
        latest=read_latest(resource),
        who=tuple(actor for actor, _ in actors if actor and type_of(actor) != "Patient"),
        form=systems.code_in(resource.get("appointmentType"), codes.MEETING_FORM),
        bring=resource.get("patientInstruction"),
        allows=tuple(each["valueCode"] for each in systems.extensions(resource, systems.ext("tillater"))),
        answer=patient.get("status", "needs-action"),
        agreed=moment(value_of(resource, systems.ext("agreed"))),
    )


def read_start(resource: Resource) -> datetime | None:
    """When it begins."""
    return moment(resource.get("start"))


def read_end(resource: Resource) -> datetime | None:
    """When it ends."""
    return moment(resource.get("end"))


def read_latest(resource: Resource) -> date | None:
    """ "Senast": the end of the asked period, for a time that has no start yet."""
    first: Resource = next(iter(resource.get("requestedPeriod", [])), {})
    return day(first.get("end"))
