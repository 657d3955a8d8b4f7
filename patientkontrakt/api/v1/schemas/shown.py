"""What goes out, act by act. An allow-list: a field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownCompleteness, ShownMissing, ShownParty


class OpenedContract(Schema):
    """A new utkast."""

    id = fields.String()
    patient = fields.String()
    version = fields.Integer()
    status = fields.String()


class GivenOut(Schema):
    """A given out utgåva."""

    utgava = fields.Integer()
    at = fields.AwareDateTime()
    missing = fields.List(fields.Nested(ShownMissing))
    completeness = fields.Nested(ShownCompleteness)


class AnswerTaken(Schema):
    """What the answer led to."""

    status = fields.String()
    answer = fields.String()
    utgava = fields.Integer()
    in_touch_by = fields.Date(allow_none=True)


class YesTakenBack(Schema):
    """What taking back the yes led to; `applies` is the utgåva agreed before it, if there is one."""

    status = fields.String()
    applies = fields.Integer(allow_none=True)
    in_touch_by = fields.Date()


class NewStatus(Schema):
    """The contract's status after the act."""

    status = fields.String()


class ShownRelation(Schema):
    """The care relation the unit has."""

    id = fields.String()
    patient = fields.String()
    new_patient = fields.Boolean()
    until = fields.String(allow_none=True)


class ShownExistence(Schema):
    """Whether another care provider has something, and what is missing for seeing it."""

    exists = fields.Boolean()
    missing = fields.String(allow_none=True)


class ShownReason(Schema):
    """How long the reason holds."""

    until = fields.AwareDateTime()


class ShownSharing(Schema):
    """One sharing: between which units, how much, until when."""

    id = fields.String()
    units = fields.List(fields.String())
    level = fields.String()
    status = fields.String()
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    method = fields.String(allow_none=True)


class SharingList(Schema):
    """Every sharing, newest first; `people` puts words to the units."""

    sharing = fields.List(fields.Nested(ShownSharing))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))
