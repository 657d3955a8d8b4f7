"""Inviting another unit to a contract, and its answer (model.md D2 "Access facts").

The care relation that an invitation records, with its reason, is the invited unit's ground; taking part is none.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import followup, invitation, permissions, standing, team
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.codes import INBJUDAN, Code
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import rules
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.entrance import ours_going_on
from patientkontrakt.care.invitation import Invitation
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.people import name_of
from patientkontrakt.care.refusals import AlreadyThere, RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.relations import REASON, REASONS
from patientkontrakt.care.relations_door import LONGEST
from patientkontrakt.care.shapes import Resource, concept, has_code, put, ref, target, targets
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust

WHY: Final = (*REASONS, "samordning")
"""Why a unit is invited; the reasons of any relation, and that the contract needs it."""


@dataclass(frozen=True)
class Invitations:
    """The unit's open invitations, sent and received, with the names of the patients."""

    sent: list[Invitation]
    received: list[Invitation]
    names: dict[str, str | None]


def invite(desk: Desk, plan: str, unit: str, reason: str, text: str | None = None) -> Invitation:
    """Invite a unit to a given out contract. Raises NotFound, AccessRefused, RuleBroken, AlreadyThere."""
    require_scopes(desk, *permissions.INVITE)
    dossier = ours_going_on(desk, plan)
    custodian = _invitable(desk, dossier, unit)
    sent = invitation.task(desk, dossier, f"Organization/{unit}", reason, text)
    ours, theirs = Owner(dossier.plan.custodian, dossier.plan.unit), Owner(custodian, unit)
    relation = _relate(desk, dossier.patient, theirs, reason)
    team.join(desk, dossier, f"Organization/{unit}")
    with commanded(desk):
        kept = writer.create(desk, sent, trust=Trust("command", ours, "alla"))
        put(sent, "reasonReference", ref(relation.key) if relation else None)
        sent["partOf"] = [ref(kept.key)]
        writer.create(desk, sent, trust=Trust("command", theirs, "personal"))
    return invitation.read(desk, kept.body())


def _invitable(desk: Desk, dossier: Dossier, unit: str) -> str:
    """The custodian of a unit that may be invited now."""
    custodian = custodian_of(desk, unit)
    if custodian is None or unit in (custodian, dossier.plan.unit):
        raise RuleBroken(_ANOTHER_UNIT)
    if not dossier.contract().published:
        raise StepNotAllowed(_NOT_GIVEN_OUT)
    if _standing(desk, dossier, unit) is not None:
        raise AlreadyThere(_INVITED)
    return custodian


def _standing(desk: Desk, dossier: Dossier, unit: str) -> Stored | None:
    """Our newest invitation of the unit that it has not declined, if it still takes part or has not answered."""
    found = [
        each
        for each in siblings(desk, dossier.patient, "Task", code=INBJUDAN)
        if each.unit == dossier.plan.unit and _is_of(each.body(), dossier.plan.key, unit)
    ]
    takes_part = f"Organization/{unit}" in targets(dossier.plan.body().get("contributor"))
    holds = {invitation.OPEN, "accepted"} if takes_part else {invitation.OPEN}
    return next((each for each in reversed(found) if each.body()["status"] in holds), None)


def _is_of(task: Resource, plan: str, unit: str) -> bool:
    mine = not task.get("partOf") and plan in targets(task.get("basedOn"))
    return mine and target(task.get("owner")) == f"Organization/{unit}"


def _relate(desk: Desk, patient: str, unit: Owner, reason: str) -> Stored | None:
    """The relation that lets the invited unit in, unless it has one already; logged and shown to the patient."""
    if unit.unit in standing.related_units(desk, patient):
        return None
    desk.note("relation", f"Patient/{patient}", "permitted", reason, patient=patient)
    today = clock.today(desk.now)
    episode = {
        "resourceType": "EpisodeOfCare",
        "extension": [{"url": REASON, "valueCode": reason}],
        "status": "active",
        "type": [concept(Code(systems.RELATION, "vardrelation"))],
        "patient": ref(f"Patient/{patient}"),
        "managingOrganization": ref(f"Organization/{unit.unit}"),
        "period": {"start": today.isoformat(), "end": (today + timedelta(days=LONGEST.days)).isoformat()},
    }
    with commanded(desk):
        return writer.create(desk, episode, trust=Trust("command", unit))


def remind(desk: Desk, plan: str, unit: str, text: str | None = None) -> Invitation:
    """Remind a unit that has not answered. Raises NotFound without an invitation, AlreadyThere once answered."""
    require_scopes(desk, *permissions.INVITE)
    dossier = ours_going_on(desk, plan)
    sent = _standing(desk, dossier, unit)
    if sent is None:
        raise NotFound()
    if sent.body()["status"] != invitation.OPEN:
        raise AlreadyThere(_ANSWERED)
    for each in (sent, *_copies(desk, sent)):
        _write(desk, each, with_note(desk, each.body(), text or REMINDER, reminds=True))
    return _told(desk, sent)


def _copies(desk: Desk, sent: Stored) -> list[Stored]:
    """What the invited unit keeps."""
    everything = siblings(desk, sent.patient or "", "Task", code=INBJUDAN)
    return [each for each in everything if sent.key in targets(each.body().get("partOf"))]


def _told(desk: Desk, task: Stored) -> Invitation:
    now = sibling(desk, task.patient or "", "Task", task.id) or task
    return invitation.read(desk, now.body())


def _write(desk: Desk, task: Stored, body: Resource) -> None:
    with commanded(desk):
        writer.update(desk, "Task", task.id, body, None, trust=COMMAND)


def open_invitations(desk: Desk) -> Invitations:
    """What the actor's unit has sent and received and nobody has answered, oldest first."""
    require_scopes(desk, *permissions.INVITATIONS)
    unit, _ = require_assignment(desk)
    code = f"{INBJUDAN.system}|{INBJUDAN.code}"
    asked = [("code", code), ("status", invitation.OPEN), ("_include", "Task:patient"), ("_count", "200")]
    page = reader.search(desk, parse_query("Task", asked, strict=True))
    ours = [each.body() for each in page.matches if each.unit == unit]
    names = {each.id: name_of(each.body()) for each in page.included if each.type == "Patient"}
    return Invitations(
        sent=[invitation.read(desk, each) for each in ours if not each.get("partOf")],
        received=[invitation.read(desk, each) for each in ours if each.get("partOf")],
        names=names,
    )


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
        raise AlreadyThere(_ANSWERED)
    plan = next(iter(targets(task.body().get("basedOn"))), "")
    return task, open_dossier(desk, patient, id_of(plan))


def _is_received(task: Resource) -> bool:
    return has_code(task.get("code"), INBJUDAN) and bool(task.get("partOf"))


def _answer(desk: Desk, task: Stored, status: str, text: str | None) -> Invitation:
    body = task.body()
    sent = sibling(desk, task.patient or "", "Task", id_of(targets(body["partOf"])[0]))
    for each in (task, *([sent] if sent else [])):
        changed = {"status": status, "lastModified": clock.iso(desk.now)}
        _write(desk, each, with_note(desk, each.body() | changed, text))
    return _told(desk, task)


def _end_relation(desk: Desk, task: Stored) -> None:
    """The relation that this very invitation made."""
    made = id_of(target(task.body().get("reasonReference")) or "")
    episode = sibling(desk, task.patient or "", "EpisodeOfCare", made) if made else None
    if episode is None or episode.body()["status"] != "active":
        return
    body = episode.body()
    span = body["period"] | {"end": clock.today(desk.now).isoformat()}
    with commanded(desk):
        ended = body | {"status": "finished", "period": span}
        writer.update(desk, "EpisodeOfCare", episode.id, ended, None, trust=COMMAND)


REMINDER: Final = "Påminnelse: vi väntar på ert svar."
_ANOTHER_UNIT: Final = rule(
    "Bjud in en annan enhet, inte en hel vårdgivare.",
    "Invite another unit, not a whole care provider.",
    "unit",
)
_NOT_GIVEN_OUT: Final = rule(
    "Ge ut planen först: ingen annan ser ett utkast.",
    "Publish the plan first: nobody else sees a draft.",
    "CarePlan.status",
)
_ENDED: Final = rule("Planen är avslutad.", "The plan has ended.", "CarePlan.status")
_INVITED: Final = Issue(
    "conflict", "Enheten är redan inbjuden.", "The unit has already been invited.", ("unit",)
)
_ANSWERED: Final = Issue(
    "conflict", "Inbjudan är redan besvarad.", "The invitation has already been answered.", ("Task.status",)
)
