"""What the patient notes, asks and answers, and what care has written down about herself."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import own as shapes
from patientkontrakt.care import people, permissions, profile
from patientkontrakt.care.notes import own as notes
from patientkontrakt.care.questions import asking
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.questions.reading import my_questions
from patientkontrakt.care.times.answering import answer_time

blueprint = Blueprint("mitt-fragor", "Patientens egna anteckningar, frågor, svar på tider och uppgifter.")


@blueprint.operation("GET", "/my/notes", permissions.READ_MY_WORDS, shows=shapes.OwnNotes)
def list_notes() -> Any:
    """Her notes, newest first."""
    with asked().reading() as desk:
        found = notes.my_notes(desk)
    return {"notes": found}


@blueprint.operation(
    "POST",
    "/my/notes",
    permissions.WRITE_MY_WORDS,
    shows=shapes.ShownOwnNote,
    takes=shapes.WriteNote,
    status=201,
)
def write_note(act: dict[str, Any]) -> Any:
    """Write a note: `egen` is read by nobody but her, `alla` by everybody who takes part."""
    with asked().writing() as desk:
        return notes.write_note(desk, act["text"], act["audience"])


@blueprint.operation("POST", "/my/notes/<note>/remove", permissions.WRITE_MY_WORDS, shows=shapes.ShownOwnNote)
def remove_note(note: str) -> Any:
    """Take a note off the list. Nothing is deleted: it is marked as wrong."""
    with asked().writing() as desk:
        return notes.remove_note(desk, note)


@blueprint.operation("GET", "/my/questions", permissions.READ_MY_WORDS, shows=shapes.OwnQuestions)
def list_questions() -> Any:
    """Her questions and what care has answered, newest first."""
    with asked().reading() as desk:
        found = my_questions(desk)
        named = people.described(desk, (each.by for one in found for each in one.answers))
    return {"questions": found, "people": named}


@blueprint.operation(
    "POST",
    "/my/questions",
    permissions.WRITE_MY_WORDS,
    shows=shapes.ShownAsked,
    takes=shapes.AskQuestion,
    status=201,
)
def ask(act: dict[str, Any]) -> Any:
    """Ask care something: answered within two working days, five about a row of the log."""
    enquiry = asking.Enquiry(act["text"], About(act["about"]), act["part"], act["to"])
    with asked().writing() as desk:
        return asking.ask(desk, enquiry)


@blueprint.operation(
    "POST",
    "/my/times/<time>/answer",
    permissions.ANSWER_MY_TIMES,
    shows=shapes.ShownTimeAnswer,
    takes=shapes.AnswerTime,
)
def answer(act: dict[str, Any], time: str) -> Any:
    """Say ja or nej to a time, or ask for another, as far as it allows: what it does not is 422."""
    with asked().writing() as desk:
        return answer_time(desk, time, act["answer"], act["text"], act["version"])


@blueprint.operation("GET", "/my/profile", permissions.MY_PROFILE, shows=shapes.ShownProfile)
def my_profile() -> Any:
    """What care has written down about herself."""
    with asked().reading() as desk:
        return profile.my_profile(desk)
