"""Inviting another unit to a contract, and its answer (model.md D2 "Access facts").

The care relation that an invitation records, with its reason, is the invited unit's ground; taking part is none.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import invitation, permissions, standing, team
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.codes import CARE_RELATION, INBJUDAN
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.entrance import ours_going_on
from patientkontrakt.care.invitation import Invitation
from patientkontrakt.care.refusals import AlreadyThere, RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.relations import REASON, REASONS
from patientkontrakt.care.relations_door import LONGEST
from patientkontrakt.care.shapes import Resource, concept, put, ref, target, targets
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.care.whole import search_whole
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_scopes
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
        "type": [concept(CARE_RELATION)],
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
        raise AlreadyThere(ANSWERED)
    for each in (sent, *_copies(desk, sent)):
        write(desk, each, with_note(desk, each.body(), text or REMINDER, reminds=True))
    return told(desk, sent)


def _copies(desk: Desk, sent: Stored) -> list[Stored]:
    """What the invited unit keeps."""
    everything = siblings(desk, sent.patient or "", "Task", code=INBJUDAN)
    return [each for each in everything if sent.key in targets(each.body().get("partOf"))]


def told(desk: Desk, task: Stored) -> Invitation:
    """The invitation as it now stands."""
    now = sibling(desk, task.patient or "", "Task", task.id) or task
    return invitation.read(desk, now.body())


def write(desk: Desk, task: Stored, body: Resource) -> None:
    """The next version of an invitation, within an act that the law has let in."""
    with commanded(desk):
        writer.update(desk, "Task", task.id, body, None, trust=COMMAND)


def open_invitations(desk: Desk) -> Invitations:
    """What the actor's unit has sent and received and nobody has answered, oldest first."""
    require_scopes(desk, *permissions.INVITATIONS)
    unit, _ = require_assignment(desk)
    code = f"{INBJUDAN.system}|{INBJUDAN.code}"
    asked = [("code", code), ("status", invitation.OPEN), ("_include", "Task:patient")]
    found, included = search_whole(desk, "Task", asked)
    ours = [each.body() for each in found if each.unit == unit]
    names = {each.id: name_of(each.body()) for each in included if each.type == "Patient"}
    return Invitations(
        sent=[invitation.read(desk, each) for each in ours if not each.get("partOf")],
        received=[invitation.read(desk, each) for each in ours if each.get("partOf")],
        names=names,
    )


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
_INVITED: Final = Issue(
    "conflict", "Enheten är redan inbjuden.", "The unit has already been invited.", ("unit",)
)
ANSWERED: Final = Issue(
    "conflict", "Inbjudan är redan besvarad.", "The invitation has already been answered.", ("Task.status",)
)
