"""The review of the log: what the log reader asks for, notes, and is shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.values import Words, one_of
from patientkontrakt.care.review.words import RULES, VERDICTS


class ChooseRule(Schema):
    """Which rule's list, and where it goes on."""

    rule = one_of(*RULES, load_default="nodoppning")
    page = fields.String(load_default=None, allow_none=True)


class NewCheck(Schema):
    """What came of looking at a row, under which rule, and in which words when there is more to say."""

    verdict = one_of(*VERDICTS, required=True)
    note = Words(500, load_default=None, allow_none=True)
    rule = one_of(*RULES, load_default=None, allow_none=True)


class ShownCheck(Schema):
    """One look."""

    row = fields.String(attribute="log_row")
    rule = fields.String()
    verdict = fields.String()
    note = fields.String()
    who = fields.String()
    name = fields.String(allow_none=True)
    at = fields.AwareDateTime()


class ShownFinding(Schema):
    """One thing to look at, by the id of its newest row. The patient is an id: no name, no number."""

    id = fields.String()
    at = fields.AwareDateTime()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    patient = fields.String(allow_none=True)
    action = fields.String()
    activity = fields.String()
    outcome = fields.String()
    ground = fields.String()
    purpose = fields.String(allow_none=True)
    what = fields.List(fields.String())
    rows = fields.Integer()
    patients = fields.Integer()
    check = fields.Nested(ShownCheck, allow_none=True)


class ReviewList(Schema):
    """A page of a rule's list, newest first; `total` is how many there are, at most 5,000."""

    items = fields.List(fields.Nested(ShownFinding))
    next = fields.String(allow_none=True)
    total = fields.Integer()


class RuleCount(Schema):
    """How many a rule finds, and how many nobody has looked at."""

    total = fields.Integer()
    unchecked = fields.Integer()


class ReviewCounts(Schema):
    """By rule; how many orders of older logs wait."""

    rules = fields.Dict(keys=fields.String(), values=fields.Nested(RuleCount))
    orders = fields.Integer()


class ShownUser(Schema):
    """Who did it, by the names of the national log contract."""

    user_id = fields.String(data_key="userId", allow_none=True)
    name = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    assignment = fields.String(allow_none=True)
    care_provider = fields.String(data_key="careProvider", allow_none=True)
    care_unit = fields.String(data_key="careUnit", allow_none=True)


class ShownResource(Schema):
    """What was shown or written, and who keeps it."""

    type = fields.String()
    patient = fields.String(allow_none=True)
    care_provider = fields.String(data_key="careProvider", allow_none=True)
    care_unit = fields.String(data_key="careUnit", allow_none=True)


class ShownSystem(Schema):
    """The system that logged."""

    id = fields.String()
    name = fields.String()


class ReviewRow(ShownFinding):
    """A whole row: the fields of TKB-LG, every look at it, and how many others of the same two there are."""

    system = fields.Nested(ShownSystem)
    activity_type = fields.String(data_key="activityType")
    level = fields.String()
    start = fields.AwareDateTime(data_key="startDate")
    user = fields.Nested(ShownUser)
    resources = fields.List(fields.Nested(ShownResource))
    checks = fields.List(fields.Nested(ShownCheck))
    others = fields.Integer()


class CheckPage(Schema):
    """A page of what has been looked at, newest first."""

    checks = fields.List(fields.Nested(ShownCheck))
    next = fields.String(allow_none=True)


class WaitingOrder(Schema):
    """An order of an older log: whose (an id), of which time, and when it must be handed out."""

    id = fields.String()
    patient = fields.String()
    first = fields.Date()
    last = fields.Date()
    at = fields.AwareDateTime()
    due = fields.AwareDateTime()


class WaitingOrders(Schema):
    """The most urgent first."""

    orders = fields.List(fields.Nested(WaitingOrder))


class HandedOut(Schema):
    """It is open to the patient."""

    id = fields.String()
