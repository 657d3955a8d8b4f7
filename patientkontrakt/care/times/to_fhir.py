"""NextTime → Appointment (model.md D7): booked with start and end, or proposed without."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.shapes import Resource, concept, put, put_extensions, ref, start_from, target
from patientkontrakt.care.times.from_fhir import read_end, read_latest, read_start
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.fhir import systems

AGREED: Final = systems.ext("agreed")
ALLOWS: Final = systems.ext("tillater")


def appointment(time: NextTime, plan: str, patient: str, base: Resource | None = None) -> Resource:
    """The Appointment of one time in the contract `plan` of `patient`."""
    resource = start_from(base, "Appointment", time.id)
    put_extensions(resource, [AGREED, ALLOWS], _extensions(time, resource))
    resource |= {"status": time.status, "description": time.what}
    if read_start(resource) != time.start or read_end(resource) != time.end:
        put(resource, "start", clock.iso(time.start) if time.start else None)
        put(resource, "end", clock.iso(time.end) if time.end else None)
    if read_latest(resource) != time.latest:
        put(resource, "requestedPeriod", [{"end": time.latest.isoformat()}] if time.latest else None)
    if systems.code_in(resource.get("appointmentType"), codes.MEETING_FORM) != time.form:
        put(resource, "appointmentType", _form(time))
    put(resource, "patientInstruction", time.bring)
    _put_plan(resource, plan)
    resource["participant"] = _participants(time, patient, resource)
    return resource


def _form(time: NextTime) -> Resource | None:
    return concept(Code(codes.MEETING_FORM, time.form)) if time.form else None


def _put_plan(resource: Resource, plan: str) -> None:
    known = resource.get("supportingInformation", [])
    if plan not in {target(each) for each in known}:
        resource["supportingInformation"] = [*known, ref(plan)]


def _extensions(time: NextTime, resource: Resource) -> list[Resource]:
    agreed = [{"url": AGREED, "valueDateTime": clock.iso(time.agreed)}] if time.agreed else []
    return agreed + [{"url": ALLOWS, "valueCode": what} for what in time.allows]


def _participants(time: NextTime, patient: str, resource: Resource) -> list[Resource]:
    before = {target(each.get("actor")): dict(each) for each in resource.get("participant", [])}
    named = {target_: each for target_, each in before.items() if target_ and target_ != patient}
    ours = before.get(patient, {}) | {"actor": ref(patient), "status": time.answer}
    others = [named.get(who, {"actor": ref(who), "status": "accepted"}) for who in time.who]
    nameless = [each for each in resource.get("participant", []) if not target(each.get("actor"))]
    return [ours, *others, *nameless]
