"""The question an utgåva puts to the patient: Task `pk-task#svar` (model.md D4), and her answer in its output."""

from datetime import timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract.model import Answer, Method, Utgava
from patientkontrakt.care.shapes import Resource, concept, has_code, put, ref, target, value_of
from patientkontrakt.fhir import systems

TIME_TO_ANSWER: Final = timedelta(days=7)
OPEN: Final = frozenset({"requested", "received", "accepted", "in-progress", "on-hold"})
NUMBER: Final = systems.ext("utgava")


def question(utgava: Utgava, plan_version: str, patient: str) -> Resource:
    """The open question on an utgåva, for `patient` ("Patient/x"); a week to answer, and silence is no yes."""
    task: Resource = {
        "resourceType": "Task",
        "extension": [{"url": NUMBER, "valuePositiveInt": utgava.number}],
        "status": "requested",
        "intent": "order",
        "code": concept(codes.SVAR),
        "focus": ref(plan_version),
        "basedOn": [{"reference": plan_version.split("/_history/")[0]}],
        "for": ref(patient),
        "owner": ref(patient),
        "authoredOn": clock.iso(utgava.at),
        "restriction": {"period": {"end": clock.today(utgava.at + TIME_TO_ANSWER).isoformat()}},
    }
    put(task, "requester", ref(utgava.author))
    return task


def is_open(task: Resource, plan: str) -> bool:
    """Whether a Task is an unanswered question about the contract `plan` ("CarePlan/x")."""
    about = (target(task.get("focus")) or "").split("/_history/")[0]
    return has_code(task.get("code"), codes.SVAR) and task.get("status") in OPEN and about == plan


def is_about(task: Resource, plan: str) -> bool:
    """Whether a Task is a question, answered or not, about the contract `plan`."""
    about = (target(task.get("focus")) or "").split("/_history/")[0]
    return has_code(task.get("code"), codes.SVAR) and about == plan


def number_of(task: Resource) -> int:
    """The utgåva the question is about."""
    return int(value_of(task, NUMBER) or 0)


def answered(task: Resource, answer: Answer, text: str | None, method: Method, at: str) -> Resource:
    """The question with its answer."""
    output = [_output(codes.OUTPUT_ANSWER, "valueCode", answer.value)]
    if text:
        output.append(_output(codes.OUTPUT_TEXT, "valueString", text))
    output.append(_output(codes.OUTPUT_METHOD, "valueCode", method.value))
    return task | {"status": "completed", "output": output, "lastModified": at}


def reopened(task: Resource, at: str) -> Resource:
    """The question once more: its yes has been taken back."""
    unanswered = {name: value for name, value in task.items() if name != "output"}
    return unanswered | {"status": "requested", "lastModified": at}


def cancelled(task: Resource, at: str) -> Resource:
    """A question that a newer utgåva has overtaken."""
    return task | {"status": "cancelled", "lastModified": at}


def answer_in(task: Resource) -> tuple[Answer | None, str | None, Method | None]:
    """What was answered, in which words, and how."""
    said = {
        code.code: value
        for each in task.get("output", [])
        for code in (codes.OUTPUT_ANSWER, codes.OUTPUT_TEXT, codes.OUTPUT_METHOD)
        if has_code(each.get("type"), code)
        for key, value in each.items()
        if key.startswith("value")
    }
    answer, method = said.get(codes.OUTPUT_ANSWER.code), said.get(codes.OUTPUT_METHOD.code)
    return (
        Answer(answer) if answer in set(Answer) else None,
        said.get(codes.OUTPUT_TEXT.code),
        Method(method) if method in set(Method) else None,
    )


def _output(code: codes.Code, kind: str, value: str) -> Resource:
    return {"type": concept(code), kind: value}
