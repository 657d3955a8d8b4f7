"""Answering what patients have asked, and finishing the unit's other work items."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.annotations import with_note
from patientkontrakt.care.codes import Code
from patientkontrakt.care.command import commanded
from patientkontrakt.care.people import name_of
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.questions.model import Question
from patientkontrakt.care.questions.shapes import read_question, reply_resource
from patientkontrakt.care.refusals import AlreadyThere, RuleBroken, rule
from patientkontrakt.care.shapes import (
    Resource,
    has_code,
    target,
    targets,
)
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import hold, sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

OPEN: Final = ("requested", "received", "accepted", "in-progress")
WORK: Final = (codes.ATERKOPPLING, Code(codes.ATERKOPPLING.system, "dubbel-lakarkontakt"))


@dataclass(frozen=True)
class Waiting:
    """A question nobody has answered: its work item's id, whose it is, in which contract, and who is to answer when."""

    asked: Question
    task: str
    patient: str
    patient_name: str | None
    answer_by: date | None
    contract: str | None
    owner: str | None


def open_questions(desk: Desk) -> list[Waiting]:
    """What nobody at the actor's unit has answered yet, oldest first."""
    require_scopes(desk, *permissions.QUESTIONS)
    unit, _ = require_assignment(desk)
    asked = [
        ("code", f"{codes.ATERKOPPLING.system}|{codes.ATERKOPPLING.code}"),
        ("status", ",".join(OPEN)),
        ("_include", "Task:focus:Communication"),
        ("_include", "Task:patient"),
        ("_count", "200"),
    ]
    page = reader.search(desk, parse_query("Task", asked, strict=True))
    beside = {each.key: each.body() for each in page.included}
    ours = [each.body() for each in page.matches if each.unit == unit]
    return [_question(each, beside) for each in ours if target(each.get("focus")) in _asked_in(beside)]


def _asked_in(beside: dict[str, Resource]) -> set[str]:
    return {key for key, body in beside.items() if is_question(body)}


def is_question(resource: Resource) -> bool:
    """Whether a Communication is a question from a patient."""
    return has_code(resource.get("category"), codes.QUESTION)


def _question(task: Resource, beside: dict[str, Resource]) -> Waiting:
    asked = beside[target(task["focus"]) or ""]
    patient = (target(task.get("for")) or "").partition("/")[2]
    plans = [each for each in targets(task.get("basedOn")) if each.startswith("CarePlan/")]
    return Waiting(
        asked=read_question(asked),
        task=task["id"],
        patient=patient,
        patient_name=name_of(beside.get(f"Patient/{patient}", {})),
        answer_by=read_due(task),
        contract=plans[0].partition("/")[2] if plans else None,
        owner=target(task.get("owner")),
    )


def answer(desk: Desk, question: str, text: str) -> Stored:
    """Answer a patient's question: she sees it, and the work item is done. Raises NotFound, AlreadyThere."""
    require_scopes(desk, *permissions.ANSWER_QUESTION)
    require_assignment(desk)
    asked = reader.read(desk, "Communication", question)
    if not is_question(asked.body()):
        raise NotFound()
    patient = asked.patient or ""
    hold(desk, patient)
    items = _items(desk, patient, asked.key)
    if not any(each.unit == desk.actor.unit for each in items):
        raise NotFound()
    if not any(each.body()["status"] in OPEN for each in items):
        raise AlreadyThere(_ANSWERED)
    with commanded(desk):
        reply = reply_resource(asked.body(), text, desk.actor.who, desk.now)
        made = writer.create(desk, reply, trust=COMMAND)
        for each in items:
            writer.update(desk, "Task", each.id, _done(desk, each.body()), None, trust=COMMAND)
    return made


def _items(desk: Desk, patient: str, question: str) -> list[Stored]:
    items = siblings(desk, patient, "Task", code=codes.ATERKOPPLING)
    return [each for each in items if target(each.body().get("focus")) == question]


def _done(desk: Desk, task: Resource) -> Resource:
    return task | {"status": "completed", "lastModified": clock.iso(desk.now)}


def finish(desk: Desk, task: str, note: str | None = None) -> Stored:
    """A work item of the own unit is done; doing it twice is doing it. Raises NotFound, RuleBroken."""
    require_scopes(desk, *permissions.WORK_ITEM)
    require_assignment(desk)
    require_changeable(desk, "Task", task)
    current = writer.lock(desk, "Task", task)
    stored = sibling(desk, current.patient or "", "Task", task)
    if stored is None or not any(has_code(stored.body().get("code"), each) for each in WORK):
        raise NotFound()
    body = stored.body()
    if body["status"] not in OPEN:
        return stored
    if _waits_for_an_answer(desk, stored):
        raise RuleBroken(_ANSWER_IT)
    with commanded(desk):
        return writer.update(
            desk, "Task", task, with_note(desk, _done(desk, body), note), None, trust=COMMAND
        )


def _waits_for_an_answer(desk: Desk, task: Stored) -> bool:
    kind, _, id = (target(task.body().get("focus")) or "").partition("/")
    asked = sibling(desk, task.patient or "", kind, id) if kind == "Communication" else None
    return asked is not None and is_question(asked.body())


_ANSWERED: Final = Issue("conflict", "Frågan är redan besvarad.", "The question has already been answered.")
_ANSWER_IT: Final = rule(
    "Patienten väntar på svar. Besvara frågan, så är uppgiften klar.",
    "The patient waits for an answer. Answer the question, and the item is done.",
    "Task.focus",
)
