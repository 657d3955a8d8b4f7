"""Giving out an utgåva (model.md D4, D9): one Provenance for the commit, and one open question to the patient."""

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import question, utgava
from patientkontrakt.care.contract.archive import Dossier, open_dossier, part_keys
from patientkontrakt.care.contract.from_fhir import is_contract, is_published
from patientkontrakt.care.contract.model import Deed, Life, Utgava
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.shapes import Resource, targets
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


def give_out(desk: Desk, patient: str, plan: str) -> Utgava:
    """Record what the contract now says as the next utgåva and ask the patient; older questions are overtaken.

    Within one transaction there is one utgåva: a second call there tells the same one anew.
    """
    dossier = open_dossier(desk, patient, plan)
    latest = dossier.life().latest()
    again = latest if latest and _is_of_this_transaction(desk, latest) else None
    number = again.number if again else (latest.number if latest else 0) + 1
    entry = _entry(desk, dossier, number)
    with commanded(desk):
        if again:
            _rewrite(desk, dossier, entry)
        else:
            writer.create(desk, utgava.provenance(entry, new_id()), trust=COMMAND)
        _ask(desk, dossier, entry)
    return entry


def versioned(dossier: Dossier) -> tuple[str, ...]:
    """Versioned references to the plan, every part it names and the story, as they now are."""
    named = {*part_keys(dossier.plan.body()), *story_keys(dossier)}
    each = (dossier.plan, *(part for key, part in dossier.parts.items() if key in named))
    return tuple(f"{one.key}/_history/{one.version}" for one in each)


def story_keys(dossier: Dossier) -> list[str]:
    """The story that belongs to the contract."""
    story = dossier.contract().story
    return [f"QuestionnaireResponse/{story.id}"] if story else []


def speaker(desk: Desk) -> str | None:
    """The actor as an agent: people and roles; a system speaks through its custodian."""
    return desk.actor.who if type_of(desk.actor.who) else None


def _entry(desk: Desk, dossier: Dossier, number: int) -> Utgava:
    return Utgava(
        number=number,
        deed=Deed.UTGIVEN,
        at=desk.now,
        content=dossier.content(),
        targets=versioned(dossier),
        author=speaker(desk),
        unit=f"Organization/{dossier.plan.unit}" if dossier.plan.unit else None,
        custodian=f"Organization/{dossier.plan.custodian}" if dossier.plan.custodian else None,
    )


def _is_of_this_transaction(desk: Desk, latest: Utgava) -> bool:
    return latest.at == desk.now and latest.author == speaker(desk)


def _rewrite(desk: Desk, dossier: Dossier, entry: Utgava) -> None:
    for each in dossier.provenances:
        told = utgava.entry(each.body())
        if (told.number, told.deed) == (entry.number, entry.deed):
            writer.update(desk, "Provenance", each.id, utgava.provenance(entry, each.id), None, trust=COMMAND)


def _ask(desk: Desk, dossier: Dossier, entry: Utgava) -> None:
    plan_version = f"{dossier.plan.key}/_history/{dossier.plan.version}"
    for each in open_questions(desk, dossier.patient, dossier.plan.key):
        body = question.cancelled(each.body(), clock.iso(desk.now))
        writer.update(desk, "Task", each.id, body, None, trust=COMMAND)
    asked = question.question(entry, plan_version, f"Patient/{dossier.patient}")
    writer.create(desk, asked, trust=COMMAND)


def open_questions(desk: Desk, patient: str, plan: str) -> list[Stored]:
    """The unanswered questions about a contract; at most one, but another system may have copied one."""
    asked = siblings(desk, patient, "Task", code=codes.SVAR)
    return [each for each in asked if question.is_open(each.body(), plan)]


def publish_what_a_door_wrote(desk: Desk, before: Resource | None, stored: Stored) -> None:
    """A door's write that changes the agreed content of a published contract is itself a publication (D4).

    Care's only: a patient's write is a proposal, to which care has not said yes.
    """
    if desk.actor.kind in ("patient", "guardian") or stored.patient is None:
        return
    if before is None and stored.type == "Goal" and ("Goal", stored.id) not in desk.coming:
        return  # nothing can have named it yet
    for plan in _contracts_with(desk, stored):
        dossier = open_dossier(desk, stored.patient, plan.id)
        if _is_changed(dossier, dossier.life()):
            give_out(desk, stored.patient, plan.id)


def _contracts_with(desk: Desk, stored: Stored) -> list[Stored]:
    """The published contracts that the written resource is, or belongs to."""
    if stored.type == "CarePlan":
        found: list[Stored | None] = [stored]
    elif stored.type == "Task":
        plans = [each for each in targets(stored.body().get("basedOn")) if type_of(each) == "CarePlan"]
        found = [sibling(desk, stored.patient or "", "CarePlan", id_of(each)) for each in plans]
    else:
        everyone = siblings(desk, stored.patient or "", "CarePlan", category=codes.CONTRACT)
        found = [
            each
            for each in everyone
            if stored.key in each.text and stored.key in targets(each.body().get("goal"))
        ]
    return [each for each in found if each and is_contract(each.body()) and is_published(each.body())]


def _is_changed(dossier: Dossier, life: Life) -> bool:
    latest = life.latest()
    return latest is not None and latest.content != dossier.content()
