"""What comes in and goes out when a unit decides who reads for a child."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownParty
from patientkontrakt.api.v1.schemas.values import Day, Words


class Decide(Schema):
    """Why, and until which day, at the latest the child's 16th birthday."""

    reason = Words(500, required=True)
    until = Day(required=True)


class Extend(Decide):
    """The same, and that the child agrees."""

    child_agrees = fields.Boolean(required=True)


class ShownDecision(Schema):
    """A decision of a unit: vardnadshavare (kept out), vardnadshavare-utokad (reads on) or mognad (the child reads)."""

    id = fields.String()
    kind = fields.String()
    guardian = fields.String(allow_none=True)
    reason = fields.String()
    until = fields.Date(allow_none=True)
    by = fields.String(allow_none=True)
    status = fields.String()


class ShownGuardian(Schema):
    """A registered guardian."""

    id = fields.String()
    name = fields.String(allow_none=True)


class ShownGuardians(Schema):
    """Who is registered, and what has been decided; `people` puts words to who decided."""

    guardians = fields.List(fields.Nested(ShownGuardian))
    decisions = fields.List(fields.Nested(ShownDecision))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))
