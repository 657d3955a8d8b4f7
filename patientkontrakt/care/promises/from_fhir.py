"""Task `pk-task#ansvar` → Promise (model.md D5)."""

from datetime import date, time

from patientkontrakt.care import codes
from patientkontrakt.care.promises.model import Note, Promise, PromiseStatus, Timing
from patientkontrakt.care.shapes import Resource, day, has_code, moment, target, value_of
from patientkontrakt.fhir import systems

S = PromiseStatus

STEPS: dict[str, PromiseStatus] = {
    "draft": S.UTKAST,
    "requested": S.FORESLAGEN,
    "received": S.FORESLAGEN,
    "ready": S.FORESLAGEN,
    "accepted": S.OVERENSKOMMEN,
    "in-progress": S.PAGAR,
    "completed": S.UPPFYLLD,
    "failed": S.BRUTEN,
    "on-hold": S.OMFORHANDLAS,
    "rejected": S.AVBOJD,
    "cancelled": S.INSTALLD,
    "entered-in-error": S.FELREGISTRERAD,
}
"""Every status R4 knows; received and ready come from other systems and still wait for a yes."""


def promise(task: Resource) -> Promise:
    """The promise a Task holds."""
    return Promise(
        id=task.get("id", ""),
        text=task.get("description", ""),
        owner=target(task.get("owner")) or "",
        requester=target(task.get("requester")) or "",
        when=read_when(task),
        due=read_due(task),
        status=read_status(task),
        watched_by=target(value_of(task, systems.ext("bevakas-av"))),
        notes=read_notes(task),
    )


def read_status(task: Resource) -> PromiseStatus:
    """The K-1 step; the business status tells a counter-proposal from a proposal."""
    if task.get("status") == "requested" and _is_counter_proposal(task):
        return S.MOTFORSLAG
    return STEPS.get(task.get("status", ""), S.FORESLAGEN)


def _is_counter_proposal(task: Resource) -> bool:
    return systems.code_in(task.get("businessStatus"), codes.BUSINESS_STATUS) == "motforslag"


def read_due(task: Resource) -> date | None:
    """The last day."""
    return day(task.get("restriction", {}).get("period", {}).get("end"))


def read_when(task: Resource) -> str | Timing | None:
    """The rhythm or the words of the input `nar`."""
    for each in task.get("input", []):
        if has_code(each.get("type"), codes.NAR):
            return _timing(each["valueTiming"]) if "valueTiming" in each else each.get("valueString")
    return None


def _timing(shape: Resource) -> Timing:
    repeat = shape.get("repeat", {})
    return Timing(
        frequency=int(repeat.get("frequency", 1)),
        period=int(repeat.get("period", 1)),
        unit=repeat.get("periodUnit", "d"),
        days=tuple(repeat.get("dayOfWeek", ())),
        times=tuple(time.fromisoformat(at) for at in repeat.get("timeOfDay", ()) if not at.endswith(":60")),
    )


def read_notes(task: Resource) -> tuple[Note, ...]:
    """Progress, in the words it was told."""
    return tuple(
        Note(
            each.get("text", ""),
            target(each.get("authorReference")),
            moment(each.get("time")),
            reminder=value_of(each, codes.PAMINNELSE) is True,
        )
        for each in task.get("note", [])
    )
