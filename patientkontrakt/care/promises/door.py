"""What a Task that claims to be a promise must obey at every door beside its profile: K-1, and whose words are whose (D5)."""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.contract import rules as contract_rules
from patientkontrakt.care.contract.archive import Dossier, holds_in_these_words, open_dossier
from patientkontrakt.care.contract.content import agreed
from patientkontrakt.care.parties import Side, id_of, type_of
from patientkontrakt.care.promises.from_fhir import promise, read_status
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.promises.rules import AGREED, OPEN, RUNNING, may_become
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.registers import custodian_behind
from patientkontrakt.care.shapes import Resource, has_code, target, targets
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import sibling

BEGINS: Final = frozenset({PromiseStatus.UTKAST, PromiseStatus.FORESLAGEN})


def promise_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Everything K-1 and the rights of the sides object to in one write of a promise."""
    issues = list(_keeps_its_code(before, after))
    if issues or is_commanded(desk):
        return issues
    if before is None:
        return list(_begins(desk.actor, after))
    return [*_content(desk.actor, before, after), *_steps(desk, before, after), *_notes(before, after)]


def _keeps_its_code(before: Resource | None, after: Resource) -> Iterator[Issue]:
    if before is None:
        return
    if has_code(before.get("code"), codes.ANSVAR) != has_code(after.get("code"), codes.ANSVAR):
        yield rule(
            "Ett löfte kan inte bli något annat.", "A promise cannot become another thing.", "Task.code"
        )
    if targets(before.get("basedOn")) != targets(after.get("basedOn")):
        yield rule("Ett löfte stannar i sin plan.", "A promise stays in its plan.", "Task.basedOn")


def _begins(actor: Actor, task: Resource) -> Iterator[Issue]:
    held = promise(task)
    if held.status not in BEGINS:
        yield rule("Ett nytt löfte är föreslaget.", "A new promise is a proposal.", "Task.status")
    if actor.kind in ("patient", "guardian") and held.side != Side.PATIENT:
        yield rule("Du kan bara lova för dig själv.", "You can only promise for yourself.", "Task.owner")


def _content(actor: Actor, before: Resource, after: Resource) -> Iterator[Issue]:
    if agreed(before) == agreed(after):
        return
    then, now = promise(before), promise(after)
    if then.status in AGREED | {PromiseStatus.OMFORHANDLAS} and now.status not in OPEN:
        yield _AGREED
    if actor.kind in ("patient", "guardian") and not _is_hers(actor, then):
        yield _NOT_YOURS
    if now.owner != then.owner and now.side != then.side:
        yield rule("Ett löfte byter inte sida.", "A promise does not change sides.", "Task.owner")


def _is_hers(actor: Actor, held: Promise) -> bool:
    return held.side == Side.PATIENT and held.requester in (f"Patient/{actor.patient}", actor.who, "")


def _steps(desk: Desk, before: Resource, after: Resource) -> Iterator[Issue]:
    then, now = read_status(before), read_status(after)
    if then == now:
        return
    if not may_become(then, now):
        yield rule(
            f"Ett löfte går inte från {then} till {now}.", f"No step from {then} to {now}.", "Task.status"
        )
    elif not _may_step(desk, promise(before), now):
        yield _OWNER_ONLY
    elif then in AGREED and now in OPEN and agreed(before) == agreed(after):
        yield _AGREED
    elif now in RUNNING and then not in RUNNING:
        yield from _acceptance(desk, then, after)


def _may_step(desk: Desk, held: Promise, now: PromiseStatus) -> bool:
    """The owner's side says how it goes; either side may ask to take it up again or put new words forward."""
    if now in OPEN | {PromiseStatus.OMFORHANDLAS}:
        return True
    mine = Side.PATIENT if desk.actor.kind in ("patient", "guardian") else Side.CARE
    return held.side == mine or (
        mine == Side.CARE and now in (PromiseStatus.INSTALLD, PromiseStatus.FELREGISTRERAD)
    )


def _acceptance(desk: Desk, then: PromiseStatus, after: Resource) -> Iterator[Issue]:
    """A promise runs, or runs again, only on the patient's yes to these very words.

    The first yes of a proposal is given with the whole plan; only another custodian says its own through this door.
    """
    plan = next(each for each in targets(after["basedOn"]) if type_of(each) == "CarePlan")
    dossier = _open(desk, after, plan)
    if dossier is None or (then in OPEN and _answers_with_the_plan(desk, dossier, promise(after))):
        yield _ANSWER
    elif not _patient_said_yes(desk, dossier, after):
        yield rule(
            f"Patienten har inte sagt ja till det här löftet. Det görs med {contract_rules.ANSWER_OPERATIONS}.",
            f"The patient has not said yes to this promise. That is done by {contract_rules.ANSWER_OPERATIONS}.",
            "Task.status",
        )


def _answers_with_the_plan(desk: Desk, dossier: Dossier, held: Promise) -> bool:
    return held.side == Side.PATIENT or custodian_behind(desk, held.owner) == dossier.plan.custodian


def _open(desk: Desk, task: Resource, plan: str) -> Dossier | None:
    try:
        return open_dossier(desk, id_of(target(task.get("for")) or ""), id_of(plan))
    except NotFound:
        return None


def _patient_said_yes(desk: Desk, dossier: Dossier, task: Resource) -> bool:
    """Whether the utgåva she agreed to holds this promise in these very words."""
    applies = dossier.life().agreed()
    return applies is not None and holds_in_these_words(desk, dossier.patient, applies, task)


def _notes(before: Resource, after: Resource) -> Iterator[Issue]:
    """What somebody has written about how it goes stays as it was written."""
    then, now = before.get("note", []), after.get("note", [])
    if now[: len(then)] != then:
        yield rule("Anteckningar läggs till, de ändras inte.", "Notes are added, never changed.", "Task.note")


_AGREED: Final = rule(
    "Ett överenskommet löfte ändras inte av den ena sidan. Föreslå nya ord (status requested), eller ändra planen"
    " med PATCH /api/v1/contracts/{id}/sections/ansvar och ge ut den.",
    "An agreed promise is not changed by one side. Propose new words (status requested), or change the plan by"
    " PATCH /api/v1/contracts/{id}/sections/ansvar and publish it.",
    "Task.description",
)
_NOT_YOURS: Final = rule(
    "Det här har vården skrivit. Svara på planen om du vill ändra det.",
    "Care has written this. Answer the plan if you want to change it.",
    "Task.description",
)
_OWNER_ONLY: Final = rule(
    "Bara den som har lovat kan säga hur det går.",
    "Only the one who promised can say how it goes.",
    "Task.status",
)
_ANSWER: Final = rule(
    f"Ja till ett löfte ges med svaret på hela planen: {contract_rules.ANSWER_OPERATIONS}.",
    f"The yes to a promise is given with the answer to the whole plan: {contract_rules.ANSWER_OPERATIONS}.",
    "Task.status",
)


def follows_its_plan(desk: Desk, before: Resource | None, after: Resource) -> str | None:
    """A promise in a contract that has not been published is as hidden as the contract (D3)."""
    patient = id_of(target(after.get("for")) or "")
    plans = [each for each in targets(after.get("basedOn")) if type_of(each) == "CarePlan"]
    found = (sibling(desk, patient, "CarePlan", id_of(each)) for each in plans)
    return "utkast" if any(each and each.visibility == "utkast" for each in found) else None
