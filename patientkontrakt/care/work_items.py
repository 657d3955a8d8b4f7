"""Work items of the unit (Task `pk-task#aterkoppling`, staff only): done in one act, questions by being answered."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.answers import is_question
from patientkontrakt.care.codes import Code
from patientkontrakt.care.command import commanded
from patientkontrakt.care.questions.replying import OPEN
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import has_code, target
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

KINDS: Final = (codes.ATERKOPPLING, Code(codes.ATERKOPPLING.system, "dubbel-lakarkontakt"))


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
    if _waits_for_an_answer(desk, stored):
        raise RuleBroken(_ANSWER_IT)
    with commanded(desk):
        done = body | {"status": "completed", "lastModified": clock.iso(desk.now)}
        return writer.update(desk, "Task", task, with_note(desk, done, note), None, trust=COMMAND)


def _waits_for_an_answer(desk: Desk, task: Stored) -> bool:
    kind, _, id = (target(task.body().get("focus")) or "").partition("/")
    asked = sibling(desk, task.patient or "", kind, id) if kind == "Communication" else None
    return asked is not None and is_question(asked.body())


_ANSWER_IT: Final = rule(
    "Patienten väntar på svar. Besvara frågan, så är uppgiften klar.",
    "The patient waits for an answer. Answer the question, and the item is done.",
    "Task.focus",
)
