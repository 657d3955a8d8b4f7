"""What goes out about oneself."""

from marshmallow import Schema, fields


class ShownSelf(Schema):
    """Whoever is signed in; `patient` is whose plan she reads, for staff only when she has chosen one.

    `patient_name` is told a guardian, who acts as a RelatedPerson for that patient. `has_children` is told the portal alone:
    whether there is a child she may choose to read for.
    """

    kind = fields.String()
    who = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    task = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    patient = fields.String(allow_none=True)
    patient_name = fields.String(allow_none=True)
    has_children = fields.Boolean(allow_none=True)
