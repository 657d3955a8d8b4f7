"""What comes in and goes out of emergencies, lifts, recorded inability and the patient's own blocks."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.values import Day, Instant, Words, identifier, one_of
from patientkontrakt.care.blocks.lifting import EMERGENCY, METHODS
from patientkontrakt.care.blocks.model import KINDS
from patientkontrakt.care.emergency.model import HOURS, LEAST_TEXT, REASONS

MOST_UNITS = 50


class Told(Words):
    """Words enough to say something: ten characters, spaces around not counted (N-1)."""

    def _deserialize(self, value: object, *args: object, **more: object) -> str:
        text = super()._deserialize(value, *args, **more)
        validate.Length(LEAST_TEXT, error=f"Write at least {LEAST_TEXT} characters.")(text)
        return text


class AskWho(Schema):
    """Why: a reason from the list, and words."""

    reason = one_of(*REASONS, required=True)
    text = Told(500, required=True)


class OpenUnits(AskWho):
    """Which units, why she cannot be asked, what is needed that cannot wait, and for how long."""

    units = fields.List(identifier(), required=True, validate=validate.Length(max=MOST_UNITS))
    cannot_be_asked = Words(500, required=True)
    need = Words(500, required=True)
    hours = fields.Integer(load_default=HOURS, strict=True, validate=validate.Range(1, HOURS))


class ShownKeeper(Schema):
    """A unit and the custodian that answers for it; never what it keeps."""

    unit = fields.String()
    name = fields.String(allow_none=True)
    custodian = fields.String()
    custodian_name = fields.String(allow_none=True)


class ShownCustodian(Schema):
    """A care provider that must be asked, and how to reach it."""

    custodian = fields.String()
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class ShownWhoHas(Schema):
    """Step 1: what may be opened, whom to ask to lift, or `hidden` when where she is cared for may not be told."""

    units = fields.List(fields.Nested(ShownKeeper))
    ask = fields.List(fields.Nested(ShownCustodian))
    hidden = fields.Boolean()


class EmergencyHeld(Schema):
    """One opening of the caller's own."""

    id = fields.String()
    until = fields.AwareDateTime()
    units = fields.List(fields.String())


class EmergenciesHeld(Schema):
    """What the caller has open now."""

    open = fields.List(fields.Nested(EmergencyHeld))


class ShownEnd(Schema):
    """How many openings were ended."""

    ended = fields.Integer()


class ShownEmergency(Schema):
    """An opening as the patient reads it, in her language."""

    id = fields.String()
    at = fields.AwareDateTime()
    until = fields.AwareDateTime()
    open = fields.Boolean()
    who = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    units = fields.List(fields.String(allow_none=True))
    reason = fields.String()
    text = fields.String()


class ShownEmergencies(Schema):
    """Every opening of her record, newest first."""

    emergencies = fields.List(fields.Nested(ShownEmergency))


class LiftForUs(Schema):
    """Whom the patient lets see: the unit or this person; of which units, when she named some."""

    for_ = one_of("enhet", "person", required=True, data_key="for", attribute="for_")
    until = Instant(required=True)
    method = one_of(*METHODS, required=True)
    units = fields.List(identifier(), load_default=list, validate=validate.Length(max=MOST_UNITS))


class LiftForAnother(Schema):
    """The unit a block is lifted for; on the patient's word, or since its custodian asked in an emergency."""

    unit = identifier(required=True)
    until = Instant(required=True)
    method = one_of(*METHODS, EMERGENCY, required=True)


class ShownLift(Schema):
    """For whom what was closed is open now, and until when."""

    whom = fields.String()
    until = fields.AwareDateTime()


class Assess(Schema):
    """The three assessments that the law asks for (A-9)."""

    need = Told(1000, required=True)
    attitude = Told(1000, required=True)
    no_objection = Told(1000, required=True)


class RecordInability(Assess):
    """Whose data the unit needs, and until which day."""

    custodians = fields.List(identifier(), required=True, validate=validate.Length(max=MOST_UNITS))
    until = Day(required=True)


class ShownOthers(Schema):
    """Other custodians who have data, or `hidden` when they may not be told."""

    custodians = fields.List(fields.Nested(ShownCustodian))
    hidden = fields.Boolean()


class ShownInability(Schema):
    """What is recorded."""

    id = fields.String()
    custodians = fields.List(fields.String())
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    status = fields.String()


class ShownInabilities(Schema):
    """What the unit has recorded of the patient."""

    recorded = fields.List(fields.Nested(ShownInability))


class NewBlock(Schema):
    """What the patient closes: a unit within its care provider, or a care provider to all others; about which time."""

    kind = one_of(*KINDS, required=True)
    organization = identifier(required=True)
    since = Day(load_default=None, allow_none=True)
    until = Day(load_default=None, allow_none=True)


class ShownLifted(Schema):
    """A lift in a block, in words."""

    whom = fields.String(allow_none=True)
    until = fields.AwareDateTime(allow_none=True)
    method = fields.String(allow_none=True)


class ShownBlock(Schema):
    """A block of hers."""

    id = fields.String()
    kind = fields.String()
    organization = fields.String()
    name = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    made = fields.Date(allow_none=True)
    status = fields.String()
    lifts = fields.List(fields.Nested(ShownLifted))


class ShownBlocks(Schema):
    """Her blocks, newest first, and where her data lie."""

    blocks = fields.List(fields.Nested(ShownBlock))
    places = fields.List(fields.Nested(ShownKeeper))
