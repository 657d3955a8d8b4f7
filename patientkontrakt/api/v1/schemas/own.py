"""What the patient writes herself, act by act, and what she is shown of it."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from patientkontrakt.api.v1.schemas.plan import ShownParty
from patientkontrakt.api.v1.schemas.values import Day, Words, identifier, one_of, refers_to
from patientkontrakt.care.goals.audience import AUDIENCES
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.times.answering import STATUS


def _read(*, least: int = 1) -> fields.Integer:
    """The version that was read."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(least))


class TellStory(Schema):
    """Her story, or that she does not want to tell now; `version` is that of her own, 0 while there is none."""

    text = Words(4000)
    declined = fields.Boolean(load_default=False)
    version = _read(least=0)

    @validates_schema
    def one_or_the_other(self, data: dict[str, object], **_: object) -> None:
        """Words or a declining, exactly one."""
        if ("text" in data) == bool(data["declined"]):
            raise ValidationError("Give either text or declined.", "text")


class OwnGoal(Schema):
    """Vad vill du kunna göra, hur är det nu, vad är första steget, vem får läsa det här."""

    text = Words(required=True)
    now = Words(load_default=None, allow_none=True)
    first_step = Words(load_default=None, allow_none=True)
    audience = one_of(*AUDIENCES, load_default="alla")


class ChangeOwnGoal(OwnGoal):
    """The whole goal anew, over the version that was read."""

    version = _read()


class EndGoal(Schema):
    """Why, if she wants to say."""

    why = Words(500, load_default=None, allow_none=True)


class OwnPromise(Schema):
    """What she will do, when in her own words, and the last day."""

    text = Words(required=True)
    when = Words(200, load_default=None, allow_none=True)
    due = Day(load_default=None, allow_none=True)


class ChangeOwnPromise(OwnPromise):
    """The whole promise anew, over the version that was read."""

    version = _read()


class AskForHelp(Schema):
    """What she wants help with, if she wants to say."""

    text = Words(load_default=None, allow_none=True)


class WriteNote(Schema):
    """A note of her own, for herself alone unless she says otherwise."""

    text = Words(4000, required=True)
    audience = one_of(*AUDIENCES, load_default="egen")


class AskQuestion(Schema):
    """A question: about what, which part of it by id, and perhaps to whom."""

    text = Words(required=True)
    about = one_of(*(each.value for each in About), required=True)
    part = identifier(load_default=None, allow_none=True)
    to = refers_to("PractitionerRole", load_default=None, allow_none=True)


class AnswerTime(Schema):
    """Her answer to a time; with `version` it is refused when the time has been changed since."""

    answer = one_of(*STATUS, required=True)
    text = Words(500, load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1))


class Written(Schema):
    """What was written, and its version now."""

    id = fields.String()
    version = fields.Integer()


class WrittenPromise(Written):
    """A promise, and where it stands."""

    status = fields.String()


class ShownOwnNote(Schema):
    """A note of hers."""

    id = fields.String()
    text = fields.String()
    audience = fields.String()
    at = fields.AwareDateTime(allow_none=True)


class OwnNotes(Schema):
    """Her notes, newest first."""

    notes = fields.List(fields.Nested(ShownOwnNote))


class ShownAsked(Schema):
    """A question, and the day by which care answers."""

    id = fields.String()
    answer_by = fields.Date()


class ShownAnswerFromCare(Schema):
    """What care has answered."""

    text = fields.String()
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)


class ShownOwnQuestion(Schema):
    """A question of hers."""

    id = fields.String()
    text = fields.String()
    about = fields.String()
    part = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    answers = fields.List(fields.Nested(ShownAnswerFromCare))


class OwnQuestions(Schema):
    """Her questions, newest first; `people` puts words to those who have answered."""

    questions = fields.List(fields.Nested(ShownOwnQuestion))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownTimeAnswer(Written):
    """A time after her answer; with the question that another time became."""

    answer = fields.String()
    question = fields.String(allow_none=True)
    answer_by = fields.Date(allow_none=True)


class ShownListedUnit(Schema):
    """The unit she is listed with."""

    id = fields.String()
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)


class ShownProfile(Schema):
    """Herself in the registers; the number is masked."""

    name = fields.String(allow_none=True)
    born = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    language = fields.String(allow_none=True)
    interpreter = fields.Boolean()
    phones = fields.List(fields.String())
    address = fields.String(allow_none=True)
    listed_unit = fields.Nested(ShownListedUnit, allow_none=True)


def day_of(act: dict[str, Any], name: str) -> date | None:
    """A Day of a body as a date."""
    return date.fromisoformat(act[name]) if act[name] else None
