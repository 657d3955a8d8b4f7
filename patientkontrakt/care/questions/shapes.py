"""Question and reply ⇄ Communication `pk-communication#fraga` and `#svar`. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.questions.model import Question, Reply
from patientkontrakt.care.shapes import (
    Resource,
    concept,
    day,
    has_code,
    moment,
    put,
    ref,
    refs,
    target,
    targets,
    value_of,
)
from patientkontrakt.fhir import systems

ABOUT: Final = systems.ext("om")
PART: Final = systems.ext("del")
ANSWER_BY: Final = systems.ext("svara-senast")


def question_resource(
    question: Question, patient: str, sender: str, *, plan: str | None, to: str | None
) -> Resource:
    """The Communication of a question of `patient` ("Patient/x"), about the contract `plan`, to a role or unit."""
    resource = message(codes.QUESTION, question.text, patient, sender, question.at)
    said: list[Resource] = [{"url": ABOUT, "valueCode": question.about}]
    if question.part:
        said.append({"url": PART, "valueString": question.part})
    if question.answer_by:
        said.append({"url": ANSWER_BY, "valueDate": question.answer_by.isoformat()})
    put(resource, "extension", said)
    put(resource, "about", refs([plan]) if plan else None)
    put(resource, "recipient", refs([to]) if to else None)
    return resource


def reply_resource(question: Resource, text: str, sender: str, at: datetime) -> Resource:
    """The Communication that answers the stored `question`."""
    patient = target(question["subject"]) or ""
    resource = message(codes.REPLY, text, patient, sender, at)
    return resource | {
        "inResponseTo": [{"reference": f"Communication/{question['id']}"}],
        "recipient": [{"reference": patient}],
    }


def message(code: codes.Code, text: str, patient: str, sender: str, at: datetime | None) -> Resource:
    """Words about `patient` that have been said."""
    resource: Resource = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(code)],
        "subject": ref(patient),
        "sender": ref(sender),
        "payload": [{"contentString": text}],
    }
    put(resource, "sent", clock.iso(at) if at else None)
    return resource


def read_text(resource: Resource) -> str:
    """The words."""
    return next(
        (each["contentString"] for each in resource.get("payload", []) if "contentString" in each), ""
    )


def read_question(resource: Resource, others: Iterable[Resource] = ()) -> Question:
    """The question a Communication holds, with those of `others` that answer it, in the order they were sent."""
    key = f"Communication/{resource['id']}"
    answers = (each for each in others if key in targets(each.get("inResponseTo")))
    told = [read_reply(each) for each in answers if has_code(each.get("category"), codes.REPLY)]
    return Question(
        id=resource["id"],
        text=read_text(resource),
        about=value_of(resource, ABOUT) or "plan",
        part=value_of(resource, PART),
        at=moment(resource.get("sent")),
        answer_by=day(value_of(resource, ANSWER_BY)),
        answers=tuple(sorted(told, key=lambda each: each.at or clock.moment(0))),
    )


def read_reply(resource: Resource) -> Reply:
    """The reply a Communication holds."""
    return Reply(read_text(resource), target(resource.get("sender")), moment(resource.get("sent")))
