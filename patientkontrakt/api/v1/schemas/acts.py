"""What comes in, act by act."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from patientkontrakt.api.v1.schemas.sections import SECTIONS
from patientkontrakt.api.v1.schemas.values import Day, Words, identifier, one_of
from patientkontrakt.care.contract.ending import OUTCOMES
from patientkontrakt.care.contract.model import Answer, Section
from patientkontrakt.care.contract.rules import END_REASONS
from patientkontrakt.care.reasons import CHOICES
from patientkontrakt.care.relations import REASONS
from patientkontrakt.care.sharing_door import LEVELS

Sections = Schema.from_dict(
    {section.value: fields.Nested(shape) for section, shape in SECTIONS.items()}, name="Sections"
)
EDITS = {
    section: type(f"Edit{shape.__name__}", (shape,), {"version": fields.Integer(load_default=0, strict=True)})
    for section, shape in SECTIONS.items()
}
"""Each section with the version that was read; 0 when nobody was writing it."""


class PersonName(Schema):
    """The name of a person who is new here."""

    given = Words(100, required=True)
    family = Words(100, required=True)


class NewRelation(Schema):
    """A care relation: with whom (exact number, or a patient's id), why, and for how long."""

    number = Words(20)
    patient = identifier()
    name = fields.Nested(PersonName)
    reason = one_of(*REASONS, required=True)
    days = fields.Integer(load_default=365, strict=True, validate=validate.Range(1, 365))

    @validates_schema
    def one_person(self, data: dict[str, object], **_: object) -> None:
        """Number or id, not both."""
        if ("number" in data) == ("patient" in data):
            raise ValidationError("Give either number or patient.", "number")


class SearchPatients(Schema):
    """By number, or by parts of the name."""

    number = Words(20)
    name = Words(100)
    page = fields.String(load_default=None, allow_none=True)


class NewContract(Schema):
    """A contract for a patient, with the sections that are already filled in."""

    patient = identifier(required=True)
    title = Words(200, load_default="Min planering")
    description = Words(load_default=None, allow_none=True)
    start = Day(load_default=None, allow_none=True)
    end = Day(load_default=None, allow_none=True)
    sections = fields.Nested(Sections, load_default=dict)


class AnswerUtgava(Schema):
    """The patient's own answer to the utgåva she has read; words are needed only for a change."""

    utgava = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    answer = one_of(*(each.value for each in Answer), required=True)
    text = Words(load_default=None, allow_none=True)


class RecordAnswer(AnswerUtgava):
    """What the patient has said to staff, and how."""

    method = one_of("muntligt", "telefon", required=True)


class RecordWithdrawal(Schema):
    """How the patient said that she has changed her mind."""

    method = one_of("muntligt", "telefon", required=True)


class EndContract(Schema):
    """Why it ends, and how it went with each goal, by its id."""

    reason = one_of(*END_REASONS, required=True)
    outcomes = fields.Dict(keys=identifier(), values=one_of(*OUTCOMES), load_default=dict)


class NewSharing(Schema):
    """Share with a unit: how much and until when; `own_unit` when it is not the unit of the contract."""

    unit = identifier(required=True)
    own_unit = identifier(load_default=None, allow_none=True)
    level = one_of(*LEVELS, load_default="hela")
    until = Day(load_default=None, allow_none=True)


class TellReason(Schema):
    """Why a patient is opened."""

    patient = identifier(required=True)
    reason = one_of(*CHOICES, required=True)
    text = Words(200, load_default=None, allow_none=True)


class TurnPage(Schema):
    """Where a list goes on: `next` of the page before."""

    page = fields.String(load_default=None, allow_none=True)


__all__ = ["EDITS", "Section", "Sections"]
