"""How a promise goes, as care tells it: by the unit that keeps the contract, or by the unit that made the promise.

The rules of promises (K-1) hold here as at the FHIR door: no side speaks for the other, and no yes is skipped.
"""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.codes import Code
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.entrance import going_on
from patientkontrakt.care.followup import remind_unit
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.from_fhir import promise
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.promises.to_fhir import STATUS
from patientkontrakt.care.registers import unit_of
from patientkontrakt.care.shapes import Resource, concept, has_code, put
from patientkontrakt.fhir.outcome import NotFound, VersionConflict
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

REPORTED: Final = tuple(
    each.value
    for each in (
        PromiseStatus.OVERENSKOMMEN,
        PromiseStatus.PAGAR,
        PromiseStatus.UPPFYLLD,
        PromiseStatus.BRUTEN,
        PromiseStatus.INSTALLD,
        PromiseStatus.OMFORHANDLAS,
        PromiseStatus.AVBOJD,
    )
)
"""What care may say of a promise; `overenskommen` and `avbojd` are another custodian's answer to its own."""


def report(
    desk: Desk,
    plan: str,
    task: str,
    status: PromiseStatus,
    note: str | None = None,
    version: int | None = None,
) -> Stored:
    """Say how a promise goes. Raises NotFound, AccessRefused, VersionConflict, Invalid as K-1 has it."""
    _, stored = _promise(desk, plan, task)
    if version is not None and version != stored.version:
        raise VersionConflict(stored.version)
    body = _with_status(stored.body(), status) | {"lastModified": clock.iso(desk.now)}
    return _write(desk, stored, with_note(desk, body, note))


def _with_status(task: Resource, status: PromiseStatus) -> Resource:
    told, business = STATUS[status]
    task = task | {"status": told}
    put(task, "businessStatus", concept(Code(codes.BUSINESS_STATUS, business)) if business else None)
    return task


def remark(desk: Desk, plan: str, task: str, text: str) -> Stored:
    """Write how it goes, in words."""
    _, stored = _promise(desk, plan, task)
    return _write(desk, stored, with_note(desk, stored.body(), text))


def remind(desk: Desk, plan: str, task: str, text: str | None = None) -> Stored:
    """Remind the one who promised: a note the patient sees too, and a work item where the promise is another unit's."""
    dossier, stored = _promise(desk, plan, task)
    held = promise(stored.body())
    written = _write(desk, stored, with_note(desk, stored.body(), text or REMINDER, reminds=True))
    unit = _unit_behind(desk, held)
    if unit and unit != desk.actor.unit:
        remind_unit(desk, dossier, stored.key, unit, f"{text or REMINDER} ”{held.text}”")
    return written


def _promise(desk: Desk, plan: str, task: str) -> tuple[Dossier, Stored]:
    """A promise of the contract that the actor may read and answers for. Raises NotFound, AccessRefused."""
    require_scopes(desk, *permissions.KEEP_PROMISE)
    dossier = going_on(desk, plan)
    reader.read(desk, "Task", task)
    stored = dossier.parts.get(f"Task/{task}")
    if stored is None or not has_code(stored.body().get("code"), codes.ANSVAR):
        raise NotFound()
    ours = dossier.plan.unit == desk.actor.unit or stored.unit == desk.actor.unit
    if not ours and _unit_behind(desk, promise(stored.body())) != desk.actor.unit:
        desk.note("update", stored.key, "refused", "no_ground", patient=dossier.patient)
        raise AccessRefused("no_ground", may_know=True)
    return dossier, stored


def _unit_behind(desk: Desk, held: Promise) -> str | None:
    return unit_of(desk, held.owner) if held.side == Side.CARE else None


def _write(desk: Desk, stored: Stored, body: Resource) -> Stored:
    """Without the mark of a command, so that every rule of promises is asked."""
    return writer.update(desk, "Task", stored.id, body, None, trust=COMMAND)


REMINDER: Final = "Påminnelse."
