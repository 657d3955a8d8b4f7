"""What patients ask their unit, and the unit's other work items."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import contract_acts as shapes
from patientkontrakt.care import answers, people, permissions, work_items

blueprint = Blueprint("fragor", "Frågor från patienter, och det som ska göras.")


@blueprint.operation("GET", "/questions", permissions.QUESTIONS, shows=shapes.OpenQuestions)
def open_ones() -> Any:
    """The questions from patients that nobody at the unit has answered, oldest first."""
    with asked().reading() as desk:
        found = answers.open_questions(desk)
        named = people.described(desk, (each.owner for each in found))
    return {
        "questions": [vars(each) | vars(each.asked) | {"answer_by": each.answer_by} for each in found],
        "people": named,
    }


@blueprint.operation(
    "POST",
    "/questions/<question>/answer",
    permissions.ANSWER_QUESTION,
    shows=shapes.ShownReply,
    takes=shapes.NewWords,
    status=201,
)
def answer(act: dict[str, Any], question: str) -> Any:
    """Answer a question: the patient sees it, and the work item is done."""
    with asked().writing() as desk:
        made = answers.answer(desk, question, act["text"])
    return {"id": made.id, "question": question, "at": clock.moment(made.updated)}


@blueprint.operation("GET", "/work-items", permissions.WORK_ITEMS, shows=shapes.OpenItems)
def work() -> Any:
    """What waits at the unit, also about contracts another unit keeps: reminders, answers, declined invitations."""
    with asked().reading() as desk:
        found = work_items.open_items(desk)
        named = people.described(desk, (each.owner for each in found))
    return {"items": found, "people": named}


@blueprint.operation(
    "POST",
    "/work-items/<task>/done",
    permissions.WORK_ITEM,
    shows=shapes.ShownItem,
    takes=shapes.FinishItem,
)
def finish(act: dict[str, Any], task: str) -> Any:
    """A work item is done. A question is done by answering it."""
    with asked().writing() as desk:
        done = work_items.finish(desk, task, act["note"])
    return {"id": done.id, "status": done.body()["status"]}
