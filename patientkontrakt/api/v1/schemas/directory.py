"""What the forms choose among: units, staff, starter sets. A field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownStep
from patientkontrakt.api.v1.schemas.values import Words, identifier


class LookForUnits(Schema):
    """Words of a name, and a contract whose own units come first."""

    q = Words(100, load_default=None)
    near = identifier(load_default=None)


class LookForStaff(Schema):
    """Whose staff."""

    unit = identifier(required=True)


class ShownUnit(Schema):
    """A unit and its custodian."""

    id = fields.String()
    name = fields.String(allow_none=True)
    kind = fields.String()
    custodian = fields.String(allow_none=True)
    custodian_name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)


class UnitList(Schema):
    """Units by name."""

    units = fields.List(fields.Nested(ShownUnit))


class ShownColleague(Schema):
    """Somebody at work."""

    reference = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String()
    unit_name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class StaffList(Schema):
    """The staff of a unit, by name."""

    staff = fields.List(fields.Nested(ShownColleague))


class StarterGoal(Schema):
    """A goal to choose."""

    text = fields.String()
    steps = fields.List(fields.Nested(ShownStep))


class StarterLine(Schema):
    """A promise to choose: when in words, or so many days from today."""

    text = fields.String()
    when = fields.String(allow_none=True)
    due_days = fields.Integer(allow_none=True)


class StarterCareLine(StarterLine):
    """A promise of care: who in care makes it."""

    owner_kind = fields.String()


class StarterSign(Schema):
    """A sign and what to do."""

    level = fields.String()
    sign = fields.String()
    act = fields.String()


class ShownStarter(Schema):
    """One starter set."""

    id = fields.String()
    url = fields.String()
    name = fields.String()
    name_en = fields.String()
    goals = fields.List(fields.Nested(StarterGoal))
    mine = fields.List(fields.Nested(StarterLine))
    care = fields.List(fields.Nested(StarterCareLine))
    warnings = fields.List(fields.Nested(StarterSign))
    review_days = fields.Integer()


class StarterList(Schema):
    """Every starter set, in the order they are offered."""

    starters = fields.List(fields.Nested(ShownStarter))
