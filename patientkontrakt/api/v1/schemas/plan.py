"""What goes out of a contract. An allow-list: a field that is not named here is not shown."""

from typing import Any

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.beside import ShownCorrection, ShownObjection, ShownWithheld


class ShownParty(Schema):
    """Somebody, or some unit, in words."""

    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address = fields.String(allow_none=True)


class ShownStory(Schema):
    """Viktigt för mig; `own` when the patient has written it herself.

    `version` is that of her own, to be sent back with PUT /my/story: 0 while there is none.
    """

    id = fields.String()
    text = fields.String(allow_none=True)
    declined = fields.Boolean()
    author = fields.String(allow_none=True)
    written = fields.AwareDateTime(allow_none=True)
    own = fields.Boolean()
    version = fields.Integer()


class ShownStep(Schema):
    """One of five steps."""

    value = fields.Integer()
    text = fields.String()


class ShownGoal(Schema):
    """A goal; `own` when the patient has expressed it, `egen` when only she reads it.

    `level` is the latest of the five steps, `now` how it is today: the words of that step, else her own.
    """

    id = fields.String()
    version = fields.Integer(allow_none=True)
    audience = fields.String()
    level = fields.Integer(allow_none=True)
    level_at = fields.AwareDateTime(allow_none=True)
    now = fields.String(allow_none=True)
    first_step = fields.String(allow_none=True)
    text = fields.String()
    by = fields.String()
    own = fields.Boolean()
    rephrased = fields.String(allow_none=True)
    steps = fields.List(fields.Nested(ShownStep))
    due = fields.Date(allow_none=True)
    lifecycle = fields.String()
    achievement = fields.String(allow_none=True)


class ShownNote(Schema):
    """Words about how it goes."""

    text = fields.String()
    author = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)


class ShownPromise(Schema):
    """A promise; `late` when its last day has passed. `side` is mine or care."""

    id = fields.String()
    version = fields.Integer(allow_none=True)
    side = fields.String()
    done_at = fields.AwareDateTime(allow_none=True)
    reminded_at = fields.AwareDateTime(allow_none=True)
    text = fields.String()
    owner = fields.String()
    requester = fields.String()
    when = fields.String(allow_none=True)
    timing = fields.Dict(allow_none=True)
    due = fields.Date(allow_none=True)
    status = fields.String()
    late = fields.Boolean()
    watched_by = fields.String(allow_none=True)
    notes = fields.List(fields.Nested(ShownNote))


class ShownPromises(Schema):
    """The two halves of the agreement."""

    mine = fields.List(fields.Nested(ShownPromise))
    care = fields.List(fields.Nested(ShownPromise))


class ShownPath(Schema):
    """One way to reach somebody."""

    system = fields.String()
    value = fields.String()


class ShownOpening(Schema):
    """Open on these days, between these times of Swedish clocks; midnight at the end is 24:00."""

    days = fields.List(fields.String())
    opens = fields.String()
    closes = fields.String()


class ShownContact(Schema):
    """A fixed contact; `open` at this hour, else `opens_next`. Hours that nobody has told are none."""

    hours = fields.List(fields.Nested(ShownOpening))
    open = fields.Boolean()
    opens_next = fields.AwareDateTime(allow_none=True)

    id = fields.String()
    version = fields.Integer(allow_none=True)
    kind = fields.String()
    member = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    paths = fields.List(fields.Nested(ShownPath))


class ShownPlace(Schema):
    """Where, in words."""

    name = fields.String(allow_none=True)
    street = fields.String(allow_none=True)


class ShownTime(Schema):
    """A time; `agreed` says when the patient accepted it, without it a booked time is a kallelse."""

    id = fields.String()
    version = fields.Integer(allow_none=True)
    place = fields.Nested(ShownPlace, allow_none=True)
    what = fields.String()
    status = fields.String()
    start = fields.AwareDateTime(allow_none=True)
    end = fields.AwareDateTime(allow_none=True)
    latest = fields.Date(allow_none=True)
    who = fields.List(fields.String())
    form = fields.String(allow_none=True)
    bring = fields.String(allow_none=True)
    allows = fields.List(fields.String())
    answer = fields.String()
    agreed = fields.AwareDateTime(allow_none=True)


class ShownNextStep(Schema):
    """The next thing to happen: `tid`, `lofte` or `ingen`."""

    kind = fields.String()
    time = fields.Nested(ShownTime, allow_none=True)
    promise = fields.Nested(ShownPromise, allow_none=True)


class ShownLine(Schema):
    """Whom to call at this hour; `until` when it closes. `kind` is kontakt, 1177 or 112 (an emergency)."""

    who = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    phone = fields.String()
    kind = fields.String()
    open = fields.Boolean()
    until = fields.AwareDateTime(allow_none=True)


class ShownWarning(Schema):
    """A sign, what to do, whom to call."""

    level = fields.String()
    sign = fields.String()
    act = fields.String()
    contact = fields.String(allow_none=True)


class ShownLink(Schema):
    """Another plan; without `readable` it exists but is not shown here, and `responsible` may be asked."""

    display = fields.String()
    reference = fields.String(allow_none=True)
    readable = fields.Boolean()
    responsible = fields.String(allow_none=True)


class ShownUtgava(Schema):
    """A publication and what became of it."""

    number = fields.Integer()
    at = fields.AwareDateTime()
    author = fields.String(allow_none=True)
    agreed_at = fields.AwareDateTime(allow_none=True)
    method = fields.String(allow_none=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)


class ShownQuestion(Schema):
    """What the newest utgåva asks, and the answer if there is one."""

    utgava = fields.Integer()
    due = fields.Date(allow_none=True)
    answer = fields.String(allow_none=True)
    text = fields.String(allow_none=True)


class ShownCompleteness(Schema):
    """How many of the nine points are there: shown, counted, never blocking."""

    count = fields.Integer()
    of = fields.Integer()
    points = fields.Dict(keys=fields.String(), values=fields.Boolean())


class ShownPlan(Schema):
    """A contract as its reader may see it. `people` puts words to the references."""

    id = fields.String()
    version = fields.Integer()
    patient = fields.String()
    patient_name = fields.String(allow_none=True)
    born = fields.String(allow_none=True)
    changed_at = fields.AwareDateTime(allow_none=True)
    changed_by = fields.String(allow_none=True)
    title = fields.String()
    description = fields.String(allow_none=True)
    status = fields.String()
    phase = fields.String()
    published = fields.Boolean()
    author = fields.String()
    unit = fields.String(allow_none=True)
    custodian = fields.String(allow_none=True)
    start = fields.Date(allow_none=True)
    end = fields.Date(allow_none=True)
    created = fields.AwareDateTime(allow_none=True)
    contributors = fields.List(fields.String())
    utgava = fields.Integer(allow_none=True)
    applies = fields.Integer(allow_none=True)
    utgavor = fields.List(fields.Nested(ShownUtgava))
    asked = fields.Nested(ShownQuestion, allow_none=True)
    next_step = fields.Nested(ShownNextStep)
    story = fields.Nested(ShownStory, allow_none=True)
    goals = fields.List(fields.Nested(ShownGoal))
    wishes = fields.List(fields.Nested(ShownGoal))
    promises = fields.Nested(ShownPromises)
    proposals = fields.List(fields.Nested(ShownPromise))
    contacts = fields.List(fields.Nested(ShownContact))
    reach_now = fields.List(fields.Nested(ShownLine))
    times = fields.List(fields.Nested(ShownTime))
    no_time_needed = fields.Boolean()
    warnings = fields.List(fields.Nested(ShownWarning))
    coordination = fields.String(allow_none=True)
    relatives = fields.String(allow_none=True)
    review_by = fields.Date(allow_none=True)
    linked = fields.List(fields.Nested(ShownLink))
    end_reason = fields.String(allow_none=True)
    completeness = fields.Nested(ShownCompleteness)
    objections = fields.List(fields.Nested(ShownObjection))
    corrections = fields.List(fields.Nested(ShownCorrection))
    withheld = fields.List(fields.Nested(ShownWithheld))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownMissing(Schema):
    """One thing that holds the contract back from överens."""

    detail = fields.String()
    where = fields.List(fields.String())


class ShownSection(Schema):
    """One section of the form: version 0 and not a draft when nobody is writing it."""

    version = fields.Integer()
    draft = fields.Boolean()
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    data: fields.Field[Any] = fields.Dict()


class ShownContract(ShownPlan):
    """A contract at work: with what is missing, and its sections as they are being written."""

    missing = fields.List(fields.Nested(ShownMissing))
    sections = fields.Dict(keys=fields.String(), values=fields.Nested(ShownSection))
