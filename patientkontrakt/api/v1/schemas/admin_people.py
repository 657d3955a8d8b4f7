"""Staff's assignments, as an administrator gives and ends them."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.admin import Who
from patientkontrakt.api.v1.schemas.values import Day, Words, identifier, one_of, refers_to
from patientkontrakt.auth.administration.assignments import ROLES
from patientkontrakt.policy.actor import ADMINISTRATOR

GIVEN = tuple(role for role in ROLES if role != ADMINISTRATOR)
"""An administrator makes no other administrator: that would be her own second pair of eyes."""


class WhichUnit(Schema):
    """A unit of the care provider's."""

    unit = identifier(required=True)


class GiveAssignment(Schema):
    """To whom, where, as what, and the last day; from today."""

    person = refers_to("Practitioner", required=True)
    unit = identifier(required=True)
    role = one_of(*GIVEN, required=True)
    until = Day(load_default=None, allow_none=True)


class ShownAssignment(Schema):
    """One assignment. `ends` is the instant from which it holds no more, `last_day` the last day of it in Stockholm.

    `goes_on` while it has not ended. `stands` says whether one may work on it now: `holds`, `not-begun`, `over` by the
    register, `ended` by hand, or the account is `suspended` or `closed`. `by_hand`: an administrator or the operator
    gave or ended it, not the register.
    """

    id = fields.String()
    person = fields.Nested(Who)
    unit = fields.String()
    unit_name = fields.String(allow_none=True)
    role = fields.String()
    starts = fields.AwareDateTime()
    first_day = fields.Date()
    ends = fields.AwareDateTime(allow_none=True)
    last_day = fields.Date(allow_none=True)
    goes_on = fields.Boolean()
    stands = fields.String()
    by_hand = fields.Boolean()


class OwnUnit(Schema):
    """A unit by its name."""

    id = fields.String()
    name = fields.String(allow_none=True)


class UnitsPeople(Schema):
    """The assignments of a unit, those that go on first; `more_ended`: others ended before those that are told."""

    unit = fields.Nested(OwnUnit)
    assignments = fields.List(fields.Nested(ShownAssignment))
    more_ended = fields.Boolean()


class LookForOwnUnits(Schema):
    """Words of a name, and `next` of the page before, which was asked with the same words."""

    q = Words(100, load_default=None)
    page = fields.String(load_default=None, allow_none=True)


class OwnUnits(Schema):
    """A page of the units of one care provider, by name, and how many there are in all."""

    units = fields.List(fields.Nested(OwnUnit))
    total = fields.Integer()
    next = fields.String(allow_none=True)


class SearchStaff(Schema):
    """Parts of a name."""

    name = Words(100, required=True)


class FoundStaff(Schema):
    """Those who match, by name; `more`: there may be others, say more of the name."""

    people = fields.List(fields.Nested(Who))
    more = fields.Boolean()
