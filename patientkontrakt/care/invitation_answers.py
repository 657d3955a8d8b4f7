"""The invited unit's answer: yes, and it takes part; no, and the relation the invitation made ends with it."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import followup, invitation, invitations, permissions, team
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.codes import INBJUDAN
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import rules
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.invitation import Invitation
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import AlreadyThere, StepNotAllowed, rule
from patientkontrakt.care.shapes import Resource, has_code, target, targets
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


def accept(desk: Desk, id: str, text: str | None = None) -> Invitation:
    """The invited unit says yes. Raises NotFound for any other unit, AlreadyThere once answered."""
    task, dossier = _received(desk, id)
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)
    return _answer(desk, task, "accepted", text)


def decline(desk: Desk, id: str, text: str | None = None) -> Invitation:
    """The invited unit says no: it takes part no more, its relation ends, and who invited gets a work item."""
    task, dossier = _received(desk, id)
    told = _answer(desk, task, "rejected", text)
    _end_relation(desk, task)
    team.leave(desk, dossier, f"Organization/{task.unit}")
    followup.get_in_touch(desk, dossier, "inbjudan-avbojd", text)
    return told


def _received(desk: Desk, id: str) -> tuple[Stored, Dossier]:
    require_scopes(desk, *permissions.ANSWER_INVITATION)
    unit, _ = require_assignment(desk)
    require_changeable(desk, "Task", id)
    patient = writer.lock(desk, "Task", id).patient or ""
    task = sibling(desk, patient, "Task", id)
    if task is None or task.unit != unit or not _is_received(task.body()):
        raise NotFound()
    if task.body()["status"] != invitation.OPEN:
        raise AlreadyThere(invitations.ANSWERED)
    plan = next(iter(targets(task.body().get("basedOn"))), "")
    return task, open_dossier(desk, patient, id_of(plan))


def _is_received(task: Resource) -> bool:
    return has_code(task.get("code"), INBJUDAN) and bool(task.get("partOf"))


def _answer(desk: Desk, task: Stored, status: str, text: str | None) -> Invitation:
    body = task.body()
    sent = sibling(desk, task.patient or "", "Task", id_of(targets(body["partOf"])[0]))
    for each in (task, *([sent] if sent else [])):
        changed = {"status": status, "lastModified": clock.iso(desk.now)}
        invitations.write(desk, each, with_note(desk, each.body() | changed, text))
    return invitations.told(desk, task)


def _end_relation(desk: Desk, task: Stored) -> None:
    """The relation that this very invitation made."""
    made = id_of(target(task.body().get("reasonReference")) or "")
    episode = sibling(desk, task.patient or "", "EpisodeOfCare", made) if made else None
    if episode is None or episode.unit != task.unit or episode.body()["status"] != "active":
        return
    body = episode.body()
    span = body["period"] | {"end": clock.today(desk.now).isoformat()}
    with commanded(desk):
        ended = body | {"status": "finished", "period": span}
        writer.update(desk, "EpisodeOfCare", episode.id, ended, None, trust=COMMAND)


_ENDED: Final = rule("Planen är avslutad.", "The plan has ended.", "CarePlan.status")
