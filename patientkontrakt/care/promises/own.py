"""The patient's own promises: make, rewrite, tick, untick, and ask for help (ux.md §3.6, K-1).

What both sides have agreed to is not rewritten by one: new words are a proposal again, and care is told.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.content import content_of, members
from patientkontrakt.care.contract.own import contract_of, own_contract, own_part
from patientkontrakt.care.parties import Side, side_of
from patientkontrakt.care.promises.from_fhir import promise, read_status
from patientkontrakt.care.promises.model import Promise, PromiseStatus, Timing
from patientkontrakt.care.promises.progress import done_at
from patientkontrakt.care.promises.rules import OPEN, RUNNING, agreement_of, may_become, rewritten
from patientkontrakt.care.promises.to_fhir import task
from patientkontrakt.care.questions.asking import Asked, Enquiry, write
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.questions.waiting import tell_care
from patientkontrakt.care.refusals import RuleBroken, StepNotAllowed, rule
from patientkontrakt.care.shapes import Resource, has_code
from patientkontrakt.fhir.outcome import NotFound, VersionConflict
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

S = PromiseStatus
HELP: Final = "Jag vill ha hjälp med det här."
TO_UNDO: Final = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """What she will do, when in her words, and the last day."""

    text: str
    when: str | None = None
    due: date | None = None


def make(desk: Desk, duty: Duty) -> Stored:
    """A promise of her own beside the plan: a proposal until care takes it in. Raises as `own_contract`."""
    require_scopes(desk, *permissions.WRITE_MY_PROMISES)
    dossier = own_contract(desk, "Task")
    _require_to_come(desk, duty)
    her = f"Patient/{dossier.patient}"
    said = Promise(new_id(), duty.text, her, desk.actor.who, duty.when, duty.due, S.FORESLAGEN)
    return writer.create(desk, task(said, dossier.plan.key, her), id=said.id)


def rewrite(desk: Desk, id: str, duty: Duty, version: int) -> Stored:
    """New words for a promise on her side that was read as `version`. Raises NotFound, VersionConflict, RuleBroken."""
    stored, dossier = own_promise(desk, id)
    if stored.version != version:
        raise VersionConflict(stored.version)
    before = stored.body()
    held = promise(before)
    _require_to_come(desk, duty, held.due)
    new = replace(held, text=duty.text, when=duty.when or _rhythm(held), due=duty.due)
    after = task(new, dossier.plan.key, f"Patient/{dossier.patient}", before)
    if content_of(after) == content_of(before):
        return stored
    status = rewritten(agreement_of(held, content_of(before)), content_of(after), Side.PATIENT).status
    if status not in OPEN or not may_become(held.status, status):
        raise StepNotAllowed(_OVER)
    hers = replace(new, status=status, requester=desk.actor.who)
    with commanded(desk):
        body = task(hers, dossier.plan.key, f"Patient/{dossier.patient}", before)
        written = writer.update(desk, "Task", id, body, version, trust=COMMAND)
    if stored.key in members(dossier.plan.body()):
        tell_care(desk, dossier, "andrat-lofte", duty.text, focus=stored.key)
    return written


def done(desk: Desk, id: str) -> Stored:
    """She has done it. Saying so twice is saying so once. Raises NotFound, StepNotAllowed, RuleBroken."""
    stored, _ = own_promise(desk, id)
    body = stored.body()
    status = read_status(body)
    if status == S.UPPFYLLD:
        return stored
    if status not in RUNNING:
        raise StepNotAllowed(_NOT_AGREED)
    after = _moved(body, S.UPPFYLLD) | {"executionPeriod": {"end": clock.iso(desk.now)}}
    return writer.update(desk, "Task", id, after, stored.version)


def undo(desk: Desk, id: str) -> Stored:
    """It was a slip: the promise runs again, within a week. Raises NotFound, StepNotAllowed, RuleBroken."""
    stored, _ = own_promise(desk, id)
    body = stored.body()
    at = done_at(body)
    if at is None:
        raise StepNotAllowed(_NOT_DONE)
    if desk.now - at > TO_UNDO:
        raise StepNotAllowed(_TOO_LATE)
    after = _moved(body, S.OVERENSKOMMEN)
    after.pop("executionPeriod", None)
    return writer.update(desk, "Task", id, after, stored.version)


def ask_for_help(desk: Desk, id: str, text: str | None = None) -> Asked:
    """She wants help with it: a question to her fixed contact. Raises NotFound, RuleBroken, StepNotAllowed."""
    stored, dossier = own_promise(desk, id)
    enquiry = Enquiry(text or HELP, About.PLAN, stored.id)
    return write(desk, dossier.patient, dossier, enquiry, why="hjalp")


def own_promise(desk: Desk, id: str) -> tuple[Stored, Dossier]:
    """A promise on her side, and its contract, going on. Raises NotFound, RuleBroken for care's, StepNotAllowed."""
    require_scopes(desk, *permissions.WRITE_MY_PROMISES)
    stored = own_part(desk, "Task", id)
    body = stored.body()
    if not has_code(body.get("code"), codes.ANSVAR):
        raise NotFound()
    if side_of(promise(body).owner) != Side.PATIENT:
        raise RuleBroken(_CARES)
    dossier = contract_of(desk, stored)
    if dossier is None:
        raise NotFound()
    return stored, dossier


def _rhythm(held: Promise) -> Timing | None:
    """A rhythm has no words that she could send back: it stays unless she says something else."""
    return held.when if isinstance(held.when, Timing) else None


def _moved(body: Resource, status: PromiseStatus) -> Resource:
    held = replace(promise(body), status=status)
    plan = next(each["reference"] for each in body["basedOn"])
    return task(held, plan, body["for"]["reference"], body)


def _require_to_come(desk: Desk, duty: Duty, before: date | None = None) -> None:
    if duty.due and duty.due != before and duty.due < clock.today(desk.now):
        raise RuleBroken(_PAST)


_CARES: Final = rule(
    "Det här har vården lovat. Ställ en fråga om du undrar hur det går.",
    "Care has promised this. Ask a question if you wonder how it goes.",
    "Task.owner",
)
_PAST: Final = rule(
    "Datumet har redan varit. Välj ett datum från i dag.",
    "The date has passed. Choose one from today.",
    "due",
)
_OVER: Final = rule(
    "Det här är redan klart eller borttaget. Skriv något nytt i stället.",
    "This is done or taken away already. Write something new instead.",
    "Task.status",
)
_NOT_AGREED: Final = rule(
    "Ni är inte överens om det här än. Svara på planen först.",
    "This is not agreed yet. Answer the plan first.",
    "Task.status",
)
_NOT_DONE: Final = rule("Det är inte markerat som gjort.", "It is not marked as done.", "Task.status")
_TOO_LATE: Final = rule(
    "Det går att ångra i sju dagar. Ställ en fråga om något blev fel.",
    "It can be undone for seven days. Ask a question if something went wrong.",
    "Task.status",
)
