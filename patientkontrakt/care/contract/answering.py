"""The answer to an utgåva: yes, change, or talk first; and a yes taken back (model.md D4). Silence is no answer."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, followup, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import question, rules
from patientkontrakt.care.contract.archive import (
    Dossier,
    contracts_of,
    holds_in_these_words,
    open_dossier,
    reachable,
)
from patientkontrakt.care.contract.commands import for_change
from patientkontrakt.care.contract.content import content_of
from patientkontrakt.care.contract.filing import file
from patientkontrakt.care.contract.model import Answer, Contract, Deed, Method, Status, Utgava
from patientkontrakt.care.contract.publishing import speaker
from patientkontrakt.care.contract.utgava import provenance
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.promises.rules import RUNNING, Agreement, said_yes
from patientkontrakt.care.refusals import (
    ChangedMeanwhile,
    NotReady,
    RuleBroken,
    StaleUtgava,
    StepNotAllowed,
    rule,
)
from patientkontrakt.care.registers import custodian_behind
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import hold, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND


@dataclass(frozen=True)
class Answered:
    """What the answer led to: the contract's status, and until when care gets in touch if that was asked for."""

    status: Status
    answer: Answer
    utgava: int
    in_touch_by: date | None = None


@dataclass(frozen=True)
class Withdrawn:
    """What taking back a yes led to: the status, the utgåva that applies now, if any, and when care gets in touch."""

    status: Status
    applies: int | None
    in_touch_by: date


def own_plan(desk: Desk) -> str:
    """The id of the patient's own ongoing contract that has been given out, the newest. Raises NotFound."""
    require_scopes(desk, *permissions.MY_ANSWER)
    own = [each for each in contracts_of(desk, require_own(desk)) if each.visibility == "alla"]
    ongoing = [each for each in own if Status(each.body()["status"]) not in rules.ENDED]
    if not ongoing:
        raise NotFound()
    return ongoing[-1].id


def answer_own(desk: Desk, plan: str, number: int, answer: Answer, text: str | None = None) -> Answered:
    """The patient answers utgåva `number` of her contract. Raises StaleUtgava, NotReady, RuleBroken, NotFound."""
    require_scopes(desk, *permissions.MY_ANSWER)
    dossier, asked = _own(desk, plan)
    return _answer(desk, dossier, asked, number, answer, text, Method.DIGITALT)


def answer_for(
    desk: Desk, plan: str, number: int, answer: Answer, method: Method, text: str | None = None
) -> Answered:
    """Staff write down what the patient has said, and how. Raises as `answer_own`."""
    if method == Method.DIGITALT:
        raise RuleBroken(_METHOD)
    dossier = for_change(desk, plan)
    return _answer(desk, dossier, _question(desk, dossier), number, answer, text, method)


def _own(desk: Desk, plan: str) -> tuple[Dossier, Stored]:
    """The patient's own contract and the question she may answer; nobody gives out an utgåva meanwhile."""
    patient = require_own(desk)
    hold(desk, patient)
    dossier = open_dossier(desk, patient, plan)
    asked = _question(desk, dossier)
    require_changeable(desk, "Task", asked.id)
    return dossier, asked


def _question(desk: Desk, dossier: Dossier) -> Stored:
    """The newest question about the contract. Raises NotFound when there has been none: nothing is published."""
    asked = [
        each
        for each in siblings(desk, dossier.patient, "Task", code=codes.SVAR)
        if question.is_about(each.body(), dossier.plan.key) and each.body()["status"] != "cancelled"
    ]
    if not asked:
        raise NotFound()
    return max(asked, key=lambda each: question.number_of(each.body()))


def _answer(
    desk: Desk, dossier: Dossier, asked: Stored, number: int, answer: Answer, text: str | None, method: Method
) -> Answered:
    latest = dossier.life().latest()
    if latest is None:
        raise NotFound()
    if number != latest.number:
        raise StaleUtgava(latest.number)
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)
    if answer == Answer.ANDRA and not (text or "").strip():
        raise RuleBroken(_SAY_WHAT)
    if answer == Answer.JA:
        return _say_yes(desk, dossier, asked, latest, text, method)
    _complete(desk, asked, answer, text, method)
    due = followup.get_in_touch(desk, dossier, answer.value, text)
    return Answered(dossier.contract().status, answer, number, due)


def _say_yes(
    desk: Desk, dossier: Dossier, asked: Stored, latest: Utgava, text: str | None, method: Method
) -> Answered:
    standing = dossier.life().agreed()
    if standing and standing.number == latest.number:  # said already: the same yes, not another one
        return Answered(dossier.contract().status, Answer.JA, latest.number)
    if dossier.content() != latest.content:
        raise ChangedMeanwhile(_CHANGED)
    if faults := _gate(desk, dossier.contract()):
        raise NotReady(*faults)
    _complete(desk, asked, Answer.JA, text, method)
    _record(desk, dossier, replace(latest, deed=Deed.OVERENS, method=method))
    was_paused = standing is not None and dossier.contract().status == Status.ON_HOLD
    status = Status.ON_HOLD if was_paused else Status.ACTIVE
    file(desk, dossier, _agreed(desk, dossier, status))
    return Answered(status, Answer.JA, latest.number)


def _gate(desk: Desk, contract: Contract) -> list[Issue]:
    return rules.gate(contract, reachable(desk, contract), desk.now, clock.today(desk.now))


def _agreed(desk: Desk, dossier: Dossier, status: Status) -> Contract:
    """The contract after a yes: promises of the patient's side and of the contract's own custodian are agreed."""
    contract = dossier.contract()
    promises = tuple(_accepted(desk, each, dossier) for each in contract.promises)
    goals = tuple(
        replace(each, lifecycle="active") if each.lifecycle == "proposed" else each for each in contract.goals
    )
    return replace(contract, status=status, promises=promises, goals=goals)


def _accepted(desk: Desk, promise: Promise, dossier: Dossier) -> Promise:
    """Care's yes is the publication, the patient's is this one; another custodian says its own (D4)."""
    if promise.side == Side.CARE and custodian_behind(desk, promise.owner) != dossier.plan.custodian:
        return promise
    content = content_of(dossier.parts[f"Task/{promise.id}"].body())
    given_out = Agreement(content, promise.status, frozenset({Side.CARE}))
    return replace(promise, status=said_yes(given_out, content, Side.PATIENT).status)


def _complete(desk: Desk, asked: Stored, answer: Answer, text: str | None, method: Method) -> None:
    body = question.answered(asked.body(), answer, text, method, clock.iso(desk.now))
    with commanded(desk):
        writer.update(desk, "Task", asked.id, body, None, trust=COMMAND)


def _record(desk: Desk, dossier: Dossier, entry: Utgava) -> None:
    """A Provenance beside the utgåva's: the same targets, the patient as attester, whoever wrote it as author."""
    told = replace(
        entry,
        at=desk.now,
        patient=f"Patient/{dossier.patient}",
        author=speaker(desk) if desk.actor.kind == "staff" else None,
    )
    with commanded(desk):
        writer.create(desk, provenance(told, new_id()), trust=COMMAND)


def withdraw_own(desk: Desk, plan: str) -> Withdrawn:
    """The patient has changed her mind: her latest yes no longer holds, the one before it does, if there is one."""
    require_scopes(desk, *permissions.MY_ANSWER)
    dossier, _ = _own(desk, plan)
    return _withdraw(desk, dossier, Method.DIGITALT)


def withdraw_for(desk: Desk, plan: str, method: Method) -> Withdrawn:
    """Staff write down that the patient has changed her mind, and how she said so."""
    if method == Method.DIGITALT:
        raise RuleBroken(_METHOD)
    return _withdraw(desk, for_change(desk, plan), method)


def _withdraw(desk: Desk, dossier: Dossier, method: Method) -> Withdrawn:
    standing = dossier.life().agreed()
    if standing is None or dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_NO_YES)
    _record(desk, dossier, replace(standing, deed=Deed.ATERKALLAD, method=method))
    now = open_dossier(desk, dossier.patient, dossier.plan.id)
    applies = now.life().agreed()
    status = now.contract().status if applies else Status.ON_HOLD
    promises = tuple(_still_agreed(desk, now, each, applies) for each in now.contract().promises)
    file(desk, now, replace(now.contract(), status=status, promises=promises))
    _ask_again(desk, now, standing)
    due = followup.get_in_touch(desk, now, "aterkallad", None)
    return Withdrawn(status, applies.number if applies else None, due)


def _ask_again(desk: Desk, dossier: Dossier, standing: Utgava) -> None:
    """When it was the newest utgåva she said yes to, it waits for an answer again."""
    asked = _question(desk, dossier)
    if question.number_of(asked.body()) == standing.number:
        with commanded(desk):
            body = question.reopened(asked.body(), clock.iso(desk.now))
            writer.update(desk, "Task", asked.id, body, None, trust=COMMAND)


def _still_agreed(desk: Desk, dossier: Dossier, promise: Promise, applies: Utgava | None) -> Promise:
    """A running promise without a yes of the patient's to its words any more is a proposal again (K-1)."""
    if promise.status not in RUNNING:
        return promise
    task = dossier.parts[f"Task/{promise.id}"].body()
    held = applies is not None and holds_in_these_words(desk, dossier.patient, applies, task)
    return promise if held else replace(promise, status=PromiseStatus.FORESLAGEN)


_ENDED: Final = rule("Planen är avslutad.", "The plan has ended.", "CarePlan.status")
_SAY_WHAT: Final = rule("Skriv vad du vill ändra.", "Write what you want to change.", "text")
_METHOD: Final = rule(
    "Ange hur patienten sa det: muntligt eller per telefon. Digitalt svarar bara patienten själv.",
    "Say how the patient said it: spoken or by telephone. Only the patient herself answers digitally.",
    "method",
)
_NO_YES: Final = rule("Det finns inget ja att ta tillbaka.", "There is no yes to take back.", "CarePlan")
_CHANGED: Final = Issue(
    "conflict",
    "Planen har ändrats efter utgåvan. Vänta på nästa utgåva, eller ring din fasta vårdkontakt.",
    "The plan has been changed after the utgåva. Wait for the next one, or call your fixed contact.",
    ("CarePlan",),
)
