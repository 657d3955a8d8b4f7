"""Staff's assignments, as an administrator gives and ends them."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.admin import Who
from patientkontrakt.api.v1.schemas.values import Day, identifier, one_of, refers_to
from patientkontrakt.auth.accounts import ROLES
from patientkontrakt.policy.actor import ADMINISTRATOR

GIVEN = tuple(role for role in ROLES if role != ADMINISTRATOR)
"""An administrator makes no other administrator: that would be her own second pair of eyes."""


class WhichUnit(Schema):
    """A unit of the care provider's."""

    unit = identifier(required=True)


class GiveAssignment(Schema):
    """To whom, where, as what, and to which day; from now."""

    person = refers_to("Practitioner", required=True)
    unit = identifier(required=True)
    role = one_of(*GIVEN, required=True)
    until = Day(load_default=None, allow_none=True)


class ShownAssignment(Schema):
    """One assignment; `goes_on` while it has not ended. `by_hand`: an administrator gave or ended it, not the register."""

    id = fields.String()
    person = fields.Nested(Who)
    unit = fields.String()
    role = fields.String()
    starts = fields.AwareDateTime()
    ends = fields.AwareDateTime(allow_none=True)
    goes_on = fields.Boolean()
    by_hand = fields.Boolean()


class UnitsPeople(Schema):
    """The assignments of a unit, those that go on first, and whom one may be given."""

    assignments = fields.List(fields.Nested(ShownAssignment))
    people = fields.List(fields.Nested(Who))


class OwnUnit(Schema):
    """A unit by its name."""

    id = fields.String()
    name = fields.String(allow_none=True)


class OwnUnits(Schema):
    """The units of one care provider, by name."""

    units = fields.List(fields.Nested(OwnUnit))
