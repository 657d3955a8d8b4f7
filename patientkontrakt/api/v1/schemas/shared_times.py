"""Times and contacts without their plan. A field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownContact, ShownParty, ShownTime


class ShownTimesAndContacts(Schema):
    """Times to come, the earliest first, and fixed contacts; `people` puts words to the references."""

    times = fields.List(fields.Nested(ShownTime))
    contacts = fields.List(fields.Nested(ShownContact))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))
