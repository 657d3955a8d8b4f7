"""Work items of the unit (Task `pk-task#aterkoppling`, staff only): done in one act, questions by being answered."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.answers import is_question
from patientkontrakt.care.command import commanded
from patientkontrakt.care.followup import WHY
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.questions.replying import OPEN
from patientkontrakt.care.questions.waiting import REVIEW, is_for_later
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, day, has_code, target, targets, value_of
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.care.whole import search_whole
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

KINDS: Final = (codes.ATERKOPPLING, codes.DOUBLE_DOCTOR)


@dataclass(frozen=True)
class WorkItem:
    """Something somebody at the unit is to do: why, about whom and what ("Task/x"), in whose words, until when."""

    id: str
    kind: str
    patient: str
    patient_name: str | None
    contract: str | None
    focus: str | None
    text: str | None
    since: date | None
    due: date | None
    owner: str | None


def open_items(desk: Desk) -> list[WorkItem]:
    """What waits at the actor's unit, oldest first; also what concerns contracts that another unit keeps."""
    require_scopes(desk, *permissions.WORK_ITEMS)
    unit, _ = require_assignment(desk)
    asked = [
        ("code", ",".join(f"{each.system}|{each.code}" for each in KINDS)),
        ("status", ",".join(sorted(OPEN))),
        ("_include", "Task:patient"),
        ("_include", "Task:focus:Task"),
    ]
    found, included = search_whole(desk, "Task", asked)
    beside = {each.key: each.body() for each in included}
    ours, today = (each.body() for each in found if each.unit == unit), clock.today(desk.now)
    return [_item(each, beside) for each in ours if not is_for_later(each, today)]


def _item(task: Resource, beside: dict[str, Resource]) -> WorkItem:
    patient, focus = target(task.get("for")) or "", target(task.get("focus"))
    plans = (*targets(task.get("basedOn")), *targets(beside.get(focus or "", {}).get("basedOn")))
    return WorkItem(
        id=task["id"],
        kind=value_of(task, WHY) or "aterkoppling",
        patient=id_of(patient),
        patient_name=name_of(beside.get(patient, {})),
        contract=next((id_of(each) for each in plans if type_of(each) == "CarePlan"), None),
        focus=focus,
        text=task.get("description"),
        since=day(task.get("authoredOn")),
        due=read_due(task),
        owner=target(task.get("owner")),
    )


def finish(desk: Desk, task: str, note: str | None = None) -> Stored:
    """A work item of the own unit is done; doing it twice is doing it. Raises NotFound, RuleBroken."""
    require_scopes(desk, *permissions.WORK_ITEM)
    require_assignment(desk)
    require_changeable(desk, "Task", task)
    current = writer.lock(desk, "Task", task)
    stored = sibling(desk, current.patient or "", "Task", task)
    if stored is None or not any(has_code(stored.body().get("code"), each) for each in KINDS):
        raise NotFound()
    body = stored.body()
    if body["status"] not in OPEN:
        return stored
    if value_of(body, WHY) == REVIEW:
        raise RuleBroken(_REVIEW_IT)
    if _waits_for_an_answer(desk, stored):
        raise RuleBroken(_ANSWER_IT)
    with commanded(desk):
        done = body | {"status": "completed", "lastModified": clock.iso(desk.now)}
        return writer.update(desk, "Task", task, with_note(desk, done, note), None, trust=COMMAND)


def _waits_for_an_answer(desk: Desk, task: Stored) -> bool:
    kind, _, id = (target(task.body().get("focus")) or "").partition("/")
    asked = sibling(desk, task.patient or "", kind, id) if kind == "Communication" else None
    return asked is not None and is_question(asked.body())


_REVIEW_IT: Final = rule(
    "Bestäm om uppgiften ska vara undanhållen längre, eller visa den.",
    "Decide whether the entry is to be withheld longer, or show it.",
    "Task.focus",
)
_ANSWER_IT: Final = rule(
    "Patienten väntar på svar. Besvara frågan, så är uppgiften klar.",
    "The patient waits for an answer. Answer the question, and the item is done.",
    "Task.focus",
)
