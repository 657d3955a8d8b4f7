"""What comes in and goes out when an entry is said to be wrong, withheld, or given out as a copy."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.beside import ShownCorrection, ShownObjection
from patientkontrakt.api.v1.schemas.plan import ShownParty
from patientkontrakt.api.v1.schemas.values import Words, refers_to

ENTRIES = "Goal|Task|Appointment|CareTeam|Communication|Observation|CarePlan|QuestionnaireResponse"


class Object(Schema):
    """Which entry is wrong, and what she says of it."""

    part = refers_to(ENTRIES, required=True)
    text = Words(required=True)


class AnswerObjection(Schema):
    """What care answers."""

    text = Words(required=True)


class Objections(Schema):
    """Objections, newest first; `people` puts words to who answered."""

    objections = fields.List(fields.Nested(ShownObjection))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class Correct(Schema):
    """Which entry, as which version was read, why it is wrong, and perhaps what is right."""

    part = refers_to(ENTRIES, required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    reason = Words(500, required=True)
    text = Words(load_default=None, allow_none=True)


class Corrected(ShownCorrection):
    """What was marked."""

    class Meta:
        exclude = ("said",)
