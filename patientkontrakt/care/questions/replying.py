"""Care answers a question: a Communication that she sees, and the work item is done."""

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.command import commanded
from patientkontrakt.care.questions.shapes import reply_resource
from patientkontrakt.care.shapes import target
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust

OPEN = frozenset({"requested", "received", "accepted", "in-progress"})


def reply(desk: Desk, question: Stored, text: str) -> Stored:
    """The answer in the actor's name, kept where the question is; whoever calls has asked the law."""
    body = reply_resource(question.body(), text, desk.actor.who, desk.now)
    owner = Owner(question.custodian, question.unit)
    with commanded(desk):
        written = writer.create(desk, body, trust=Trust("command", owner))
        for task in work_items(desk, question):
            done = task.body() | {"status": "completed", "lastModified": clock.iso(desk.now)}
            writer.update(desk, "Task", task.id, done, None, trust=COMMAND)
    return written


def work_items(desk: Desk, question: Stored) -> list[Stored]:
    """What waits for somebody because of this question."""
    waiting = siblings(desk, question.patient or "", "Task", code=codes.ATERKOPPLING)
    about = ((each, each.body()) for each in waiting)
    return [
        each for each, body in about if target(body.get("focus")) == question.key and body["status"] in OPEN
    ]
