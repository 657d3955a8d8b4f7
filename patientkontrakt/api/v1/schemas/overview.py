"""What is already known when a contract is begun. A field that is not named here is not shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.plan import ShownParty, ShownPath, ShownTime
from patientkontrakt.api.v1.schemas.work import ShownPerson, ShownStanding


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
