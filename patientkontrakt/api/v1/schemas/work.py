"""What the staff's lists and the form's beginning show. An allow-list: a field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownParty, ShownPath, ShownStep, ShownTime
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


class ShownPerson(Schema):
    """Who somebody is; of the number the birth date only."""

    id = fields.String()
    name = fields.String(allow_none=True)
    born = fields.String(allow_none=True)
    age = fields.Integer(allow_none=True)
    number = fields.String(allow_none=True)
    protected = fields.Boolean()


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


class ShownKnownRelation(Schema):
    """How the own unit knows her."""

    kind = fields.String(allow_none=True)
    until = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)


class ShownOwnContract(ShownStanding):
    """A contract of hers; `mine` when the own unit writes it."""

    mine = fields.Boolean()


class ShownToldStory(Schema):
    """What she has said matters; `own` when she has written it herself."""

    id = fields.String()
    text = fields.String(allow_none=True)
    declined = fields.Boolean()
    written = fields.AwareDateTime(allow_none=True)
    own = fields.Boolean()


class ShownKnownContact(Schema):
    """Somebody to choose as fixed contact: already one (`fixed`, with id), or known from the listing."""

    id = fields.String(allow_none=True)
    kind = fields.String()
    member = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    fixed = fields.Boolean()
    paths = fields.List(fields.Nested(ShownPath))


class ShownOtherPlan(Schema):
    """Another plan that a contract may point at."""

    reference = fields.String()
    display = fields.String()
    unit = fields.String(allow_none=True)
    responsible = fields.String(allow_none=True)


class ShownOverview(ShownPerson):
    """What a new contract begins with. `people` puts words to the references."""

    sex = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    phones = fields.List(fields.String())
    language = fields.String(allow_none=True)
    interpreter = fields.String(allow_none=True)
    contact_wish = fields.String(allow_none=True)
    listed_unit = fields.String(allow_none=True)
    relation = fields.Nested(ShownKnownRelation)
    contracts = fields.List(fields.Nested(ShownOwnContract))
    story = fields.Nested(ShownToldStory, allow_none=True)
    contacts = fields.List(fields.Nested(ShownKnownContact))
    times = fields.List(fields.Nested(ShownTime))
    plans = fields.List(fields.Nested(ShownOtherPlan))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


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
