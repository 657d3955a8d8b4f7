"""What goes out of several who write, of utgåvor and of what has happened; and what their acts take."""

from datetime import datetime, timedelta
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from patientkontrakt.api.v1.schemas.plan import ShownContract, ShownParty, ShownPlan, ShownSection
from patientkontrakt.api.v1.schemas.sections import SECTIONS
from patientkontrakt.api.v1.schemas.values import YEARS

HALF_A_YEAR: Final = timedelta(days=183)


class ShownWriting(Schema):
    """Somebody else who is writing, and her last save."""

    by = fields.String()
    at = fields.AwareDateTime()


class SectionAtWork(ShownSection):
    """A section of the form beside what is published; `changed_meanwhile` when that is not what the draft began from."""

    published: fields.Field[Any] = fields.Dict()
    changed_meanwhile = fields.Boolean()
    writing = fields.List(fields.Nested(ShownWriting))


class ContractAtWork(ShownContract):
    """A contract at work."""

    sections = fields.Dict(keys=fields.String(), values=fields.Nested(SectionAtWork))


class ShownConflict(Schema):
    """A place both have changed; `item` is null for what has no id, `field` for an item that one has taken away."""

    item = fields.String(allow_none=True)
    field = fields.String(allow_none=True)
    base = fields.Raw(allow_none=True)
    theirs = fields.Raw(allow_none=True)
    mine = fields.Raw(allow_none=True)


class ShownMerge(Schema):
    """Both texts in one, to be saved on `version`; where they collide `merged` has what is saved already."""

    version = fields.Integer()
    merged: fields.Field[Any] = fields.Dict()
    conflicts = fields.List(fields.Nested(ShownConflict))


class SeenVersion(Schema):
    """The version of the draft that was read beside what is published."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(0))


class Done(Schema):
    """Nothing more to tell."""


MERGES = {
    section: type(
        f"Merge{shape.__name__}",
        (Schema,),
        {
            "__doc__": "One's own text, and the version that was read when it was begun.",
            "version": fields.Integer(required=True, strict=True, validate=validate.Range(0)),
            "data": fields.Nested(shape, required=True),
        },
    )
    for section, shape in SECTIONS.items()
}


def _plausible(since: datetime) -> None:
    if since.year not in YEARS:
        raise ValidationError("Not a plausible year.")


class Since(Schema):
    """From when; half a year back without."""

    since = fields.AwareDateTime(load_default=None, allow_none=True, validate=_plausible)


class ShownNews(Schema):
    """One thing that is new, in words; `by` is in people, `utgava` the one it was given out in."""

    at = fields.AwareDateTime()
    kind = fields.String()
    part = fields.String()
    sv = fields.String()
    en = fields.String()
    by = fields.String(allow_none=True)
    utgava = fields.Integer(allow_none=True)


class NewsList(Schema):
    """Everything new, newest first."""

    changes = fields.List(fields.Nested(ShownNews))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownChange(Schema):
    """One difference between two utgåvor; `item` is null for what has no id, `field` when all of the item is new or gone."""

    part = fields.String()
    item = fields.String(allow_none=True)
    field = fields.String(allow_none=True)
    sv = fields.String()
    en = fields.String()
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class ChangeList(Schema):
    """Every difference, in the plan's order."""

    changes = fields.List(fields.Nested(ShownChange))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownEvent(Schema):
    """One thing on the line of time."""

    start = fields.AwareDateTime()
    end = fields.AwareDateTime(allow_none=True)
    lane = fields.String()
    kind = fields.String()
    sv = fields.String()
    en = fields.String()
    where = fields.String(allow_none=True)


class EventList(Schema):
    """What has happened, oldest first."""

    events = fields.List(fields.Nested(ShownEvent))


class ShownEdition(ShownPlan):
    """An utgåva as it was given out; `status` is galler, vantar or ersatt."""

    given_out_at = fields.AwareDateTime()
    given_out_by = fields.String(allow_none=True)
