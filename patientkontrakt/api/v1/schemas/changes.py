"""What goes out of several who write, of utgåvor and of what has happened; and what their acts take."""

from typing import Any

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.plan import ShownContract, ShownSection
from patientkontrakt.api.v1.schemas.sections import SECTIONS


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
