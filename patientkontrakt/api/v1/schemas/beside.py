"""What is shown beside the entries of a contract: her objections, what was wrong, what is withheld."""

from marshmallow import Schema, fields


class ShownSaying(Schema):
    """Words, whose and when."""

    text = fields.String()
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)


class ShownObjection(ShownSaying):
    """What the patient says is wrong in `part` ("Goal/x"), as its `version` was, and what care has answered."""

    id = fields.String()
    part = fields.String()
    version = fields.Integer(allow_none=True)
    answers = fields.List(fields.Nested(ShownSaying))


class ShownCorrection(Schema):
    """An entry that was wrong: what it said, who marked it, when and why, and what is right instead."""

    part = fields.String()
    said = fields.String()
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    reason = fields.String(allow_none=True)
    text = fields.String(allow_none=True)


class ShownWithheld(Schema):
    """An entry the patient does not see: why, who decided, who looks at it again and by when. Shown to staff only."""

    part = fields.String()
    reason = fields.String(allow_none=True)
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    reviewer = fields.String(allow_none=True)
    review_by = fields.Date(allow_none=True)
