"""What patients have asked the unit, and its answer to each: given once, and hers to read."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt.care import codes, permissions
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.questions.model import Question
from patientkontrakt.care.questions.replying import OPEN, reply, work_items
from patientkontrakt.care.questions.shapes import read_question
from patientkontrakt.care.refusals import AlreadyThere
from patientkontrakt.care.shapes import Resource, has_code, target, targets
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.care.whole import search_whole
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import hold
from patientkontrakt.records.stored import Stored


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
        ("status", ",".join(sorted(OPEN))),
        ("_include", "Task:focus:Communication"),
        ("_include", "Task:patient"),
    ]
    found, included = search_whole(desk, "Task", asked)
    beside = {each.key: each.body() for each in included}
    questions = {key for key, body in beside.items() if is_question(body)}
    ours = [each.body() for each in found if each.unit == unit]
    return [_waiting(each, beside) for each in ours if target(each.get("focus")) in questions]


def is_question(resource: Resource) -> bool:
    """Whether a Communication is a question from a patient."""
    return has_code(resource.get("category"), codes.QUESTION)


def _waiting(task: Resource, beside: dict[str, Resource]) -> Waiting:
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
    if asked.unit != desk.actor.unit:
        desk.note("update", asked.key, "refused", "no_ground", patient=asked.patient)
        raise NotFound()
    hold(desk, asked.patient or "")
    if not work_items(desk, asked):
        raise AlreadyThere(_ANSWERED)
    return reply(desk, asked, text)


_ANSWERED: Final = Issue("conflict", "Frågan är redan besvarad.", "The question has already been answered.")
