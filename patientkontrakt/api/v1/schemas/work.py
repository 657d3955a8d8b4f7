"""What the staff's lists and the form's beginning show. An allow-list: a field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownParty


class ShownPerson(Schema):
    """Who somebody is; of the number the birth date only. `masked`: her identity is protected from the reader."""

    id = fields.String()
    name = fields.String(allow_none=True)
    born = fields.String(allow_none=True)
    age = fields.Integer(allow_none=True)
    number = fields.String(allow_none=True)
    protected = fields.Boolean()
    masked = fields.Boolean()


class ShownStanding(Schema):
    """Where a contract stands; `utgava` is the newest."""

    id = fields.String()
    title = fields.String()
    phase = fields.String()
    status = fields.String()
    utgava = fields.Integer(allow_none=True)
    review_by = fields.Date(allow_none=True)
    unit = fields.String(allow_none=True)


class ShownRow(ShownPerson):
    """A patient in a list: `late` promises of care, and whether the newest utgåva waits for her answer."""

    relation = fields.String(allow_none=True)
    contract = fields.Nested(ShownStanding, allow_none=True)
    late = fields.Integer()
    waiting = fields.Boolean()


class RowPage(Schema):
    """A page of patients, by name."""

    patients = fields.List(fields.Nested(ShownRow))
    next = fields.String(allow_none=True)


class ShownSharedContract(Schema):
    """A contract at another custodian that the reader may open."""

    id = fields.String()
    title = fields.String()
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)


class ShownSharedPatient(ShownPerson):
    """Somebody whose contract lives at another custodian, and what is missing for reading it."""

    exists = fields.Boolean()
    missing = fields.String(allow_none=True)
    level = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    method = fields.String(allow_none=True)
    contracts = fields.List(fields.Nested(ShownSharedContract))


class SharedWithUs(Schema):
    """A page of them."""

    patients = fields.List(fields.Nested(ShownSharedPatient))
    next = fields.String(allow_none=True)


class ShownWaiting(Schema):
    """One thing that waits, in words, with whom it is for."""

    kind = fields.String()
    contract = fields.String()
    patient = fields.String()
    patient_name = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    due = fields.Date(allow_none=True)
    part = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    utgava = fields.Integer(allow_none=True)
    sv = fields.String()
    en = fields.String()


class WaitingPage(Schema):
    """A page of the worklist. `people` puts words to the owners."""

    waiting = fields.List(fields.Nested(ShownWaiting))
    next = fields.String(allow_none=True)
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class WaitingCounts(Schema):
    """How many of each kind, in all."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    total = fields.Integer()
