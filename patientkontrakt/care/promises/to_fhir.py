"""Promise → Task `pk-task#ansvar` (model.md D5)."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.promises.from_fhir import read_due, read_notes, read_when
from patientkontrakt.care.promises.model import Note, Promise, PromiseStatus, Timing
from patientkontrakt.care.shapes import (
    Resource,
    concept,
    has_code,
    put,
    put_extensions,
    ref,
    start_from,
)
from patientkontrakt.fhir import systems

WATCHED_BY: Final = systems.ext("bevakas-av")

STATUS: dict[PromiseStatus, tuple[str, str | None]] = {
    PromiseStatus.UTKAST: ("draft", None),
    PromiseStatus.FORESLAGEN: ("requested", "foreslagen"),
    PromiseStatus.MOTFORSLAG: ("requested", "motforslag"),
    PromiseStatus.OVERENSKOMMEN: ("accepted", "overenskommen"),
    PromiseStatus.PAGAR: ("in-progress", "overenskommen"),
    PromiseStatus.UPPFYLLD: ("completed", "uppfylld"),
    PromiseStatus.BRUTEN: ("failed", "bruten"),
    PromiseStatus.OMFORHANDLAS: ("on-hold", "omforhandlas"),
    PromiseStatus.AVBOJD: ("rejected", None),
    PromiseStatus.INSTALLD: ("cancelled", None),
    PromiseStatus.FELREGISTRERAD: ("entered-in-error", None),
}
"""K-1 in FHIR: Task.status and Task.businessStatus."""


def task(promise: Promise, plan: str, patient: str, base: Resource | None = None) -> Resource:
    """The Task of a promise in the contract `plan` ("CarePlan/x") of `patient` ("Patient/x")."""
    resource = start_from(base, "Task", promise.id)
    put_extensions(resource, [WATCHED_BY], _watched_by(promise))
    if not has_code(resource.get("code"), codes.ANSVAR):
        resource["code"] = concept(codes.ANSVAR)
    resource |= {
        "intent": "plan",
        "basedOn": [{"reference": plan}],
        "for": ref(patient),
        "owner": ref(promise.owner),
        "requester": ref(promise.requester),
        "description": promise.text,
    }
    _put_status(resource, promise.status)
    put(resource, "input", _inputs(promise, resource))
    put(resource, "restriction", _restriction(promise, resource))
    if read_notes(resource) != promise.notes:
        put(resource, "note", [note(each) for each in promise.notes])
    return resource


def note(words: Note) -> Resource:
    """An Annotation."""
    shape: Resource = {"text": words.text}
    put(shape, "authorReference", ref(words.author))
    put(shape, "time", clock.iso(words.at) if words.at else None)
    put(shape, "extension", [{"url": codes.PAMINNELSE, "valueBoolean": True}] if words.reminder else None)
    return shape


def _put_status(resource: Resource, status: PromiseStatus) -> None:
    resource["status"], business = STATUS[status]
    put(resource, "businessStatus", concept(Code(codes.BUSINESS_STATUS, business)) if business else None)


def _watched_by(promise: Promise) -> list[Resource]:
    return [{"url": WATCHED_BY, "valueReference": ref(promise.watched_by)}] if promise.watched_by else []


def _inputs(promise: Promise, resource: Resource) -> list[Resource]:
    inputs = resource.get("input", [])
    if read_when(resource) == promise.when:
        return list(inputs)
    others = [each for each in inputs if not has_code(each.get("type"), codes.NAR)]
    return others + ([_when(promise.when)] if promise.when else [])


def _when(when: str | Timing) -> Resource:
    value: Resource = {"valueString": when} if isinstance(when, str) else {"valueTiming": timing(when)}
    return {"type": concept(codes.NAR)} | value


def timing(rhythm: Timing) -> Resource:
    """A Timing of a rhythm."""
    repeat: Resource = {
        "frequency": rhythm.frequency,
        "period": rhythm.period,
        "periodUnit": rhythm.unit,
    }
    put(repeat, "dayOfWeek", list(rhythm.days))
    put(repeat, "timeOfDay", [at.isoformat("seconds") for at in rhythm.times])
    return {"repeat": repeat}


def _restriction(promise: Promise, resource: Resource) -> Resource:
    restriction = dict(resource.get("restriction", {}))
    if read_due(resource) == promise.due:
        return restriction
    span = dict(restriction.get("period", {}))
    put(span, "end", promise.due.isoformat() if promise.due else None)
    put(restriction, "period", span)
    return restriction
