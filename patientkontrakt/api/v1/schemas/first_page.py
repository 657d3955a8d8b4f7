"""What goes out of a patient's first page. An allow-list: a field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.changes import EventList, NewsList
from patientkontrakt.api.v1.schemas.plan import ShownPlan
from patientkontrakt.api.v1.schemas.shown import SharingList


class ShownRead(Schema):
    """Somebody at work who has been in her record, and when last that day; refused too."""

    role = fields.String()
    unit = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class LatestReads(Schema):
    """A few of those at work, newest first."""

    reads = fields.List(fields.Nested(ShownRead))


class FirstPage(Schema):
    """The plan and what stands around it; a part that the token does not cover is null."""

    plan = fields.Nested(ShownPlan)
    changes = fields.Nested(NewsList)
    events = fields.Nested(EventList)
    sharing = fields.Nested(SharingList, allow_none=True)
    reads = fields.Nested(LatestReads, allow_none=True)
