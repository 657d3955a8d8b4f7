"""The eight sections of the form (model.md D4), each with its own shape; `version` is the one that was read."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.values import (
    PEOPLE,
    STAFF,
    Day,
    Instant,
    Words,
    identifier,
    one_of,
    refers_to,
)
from patientkontrakt.care.contract.model import Section
from patientkontrakt.care.sharing_door import LEVELS

MANY = validate.Length(max=50)


class WriteStory(Schema):
    """Viktigt för mig: the patient's own words, or that she does not want to answer now."""

    text = Words(4000, load_default=None, allow_none=True)
    declined = fields.Boolean(load_default=False)


class GoalStep(Schema):
    """One of five steps, −2 to +2; 0 is the goal."""

    value = fields.Integer(required=True, strict=True, validate=validate.Range(-2, 2))
    text = Words(200, required=True)


class SetGoal(Schema):
    """A goal in the words of whoever expressed it."""

    id = identifier()
    text = Words(required=True)
    by = refers_to(PEOPLE, load_default=None, allow_none=True)
    rephrased = Words(load_default=None, allow_none=True)
    steps = fields.List(fields.Nested(GoalStep), load_default=list, validate=validate.Length(max=5))
    due = Day(load_default=None, allow_none=True)


class SetGoals(Schema):
    """Mål."""

    goals = fields.List(fields.Nested(SetGoal), required=True, validate=MANY)


class Rhythm(Schema):
    """How often: `frequency` times per `period` `unit`s, on these days at these times."""

    frequency = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 100))
    period = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 100))
    unit = one_of("d", "wk", "mo", "a", load_default="d")
    days = fields.List(one_of("mon", "tue", "wed", "thu", "fri", "sat", "sun"), load_default=list)
    times = fields.List(
        fields.String(validate=validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d\Z", error="Write a time: HH:MM.")),
        load_default=list,
    )


class MakePromise(Schema):
    """One promise: who, what and when, in plain words ("när det behövs" is a when)."""

    id = identifier()
    text = Words(required=True)
    owner = refers_to(f"Patient|RelatedPerson|{STAFF}", required=True)
    when = Words(200, load_default=None, allow_none=True)
    timing = fields.Nested(Rhythm, load_default=None, allow_none=True)
    due = Day(load_default=None, allow_none=True)
    watched_by = refers_to("PractitionerRole", load_default=None, allow_none=True)


class MakePromises(Schema):
    """Ansvar: mitt och vårdens."""

    promises = fields.List(fields.Nested(MakePromise), required=True, validate=MANY)
    starter = fields.Url(load_default=None, allow_none=True, require_tld=False)


class Path(Schema):
    """One way to reach somebody."""

    system = one_of("phone", "sms", "email", "url", required=True)
    value = Words(200, required=True)


class NameContact(Schema):
    """A fixed contact: 1 fast vårdkontakt, 2 fast läkarkontakt, 3 fast omsorgskontakt, 4 samordnande."""

    id = identifier()
    kind = one_of("1", "2", "3", "4", required=True)
    member = refers_to("PractitionerRole", required=True)
    team = refers_to("Organization", load_default=None, allow_none=True)
    unit = refers_to("Organization", load_default=None, allow_none=True)
    since = Day(load_default=None, allow_none=True)
    until = Day(load_default=None, allow_none=True)
    paths = fields.List(fields.Nested(Path), load_default=list, validate=validate.Length(max=10))


class NameContacts(Schema):
    """Kontakter, and the units that take part."""

    contacts = fields.List(fields.Nested(NameContact), required=True, validate=MANY)
    contributors = fields.List(refers_to("Organization"), load_default=None, allow_none=True, validate=MANY)


class SetTime(Schema):
    """A time: booked with a start, missing without one; `agreed` when it was set together with the patient."""

    id = identifier()
    what = Words(200, required=True)
    start = Instant(load_default=None, allow_none=True)
    end = Instant(load_default=None, allow_none=True)
    latest = Day(load_default=None, allow_none=True)
    who = fields.List(
        refers_to("PractitionerRole|Practitioner|Location|HealthcareService"), load_default=list
    )
    form = one_of("besok", "telefon", "video", "hembesok", load_default=None, allow_none=True)
    bring = Words(500, load_default=None, allow_none=True)
    allows = fields.List(one_of("avboka", "omboka", "meddela"), load_default=list)
    agreed = fields.Boolean(load_default=False)


class SetTimes(Schema):
    """Tider, or that none is needed, and when the plan is followed up."""

    times = fields.List(fields.Nested(SetTime), load_default=list, validate=MANY)
    no_time_needed = fields.Boolean(load_default=False)
    review_by = Day(load_default=None, allow_none=True)


class Warn(Schema):
    """A sign, what to do and whom to call."""

    level = one_of("gron", "gul", "rod", required=True)
    sign = Words(500, required=True)
    act = Words(500, required=True)
    contact = Words(200, load_default=None, allow_none=True)


class SetWarnings(Schema):
    """Om du blir sämre."""

    warnings = fields.List(fields.Nested(Warn), required=True, validate=MANY)


class LinkPlan(Schema):
    """Another plan that belongs here: here by reference, elsewhere by identifier."""

    display = Words(200, required=True)
    reference = refers_to("CarePlan", load_default=None, allow_none=True)
    system = fields.String(
        validate=validate.Regexp(r"^(https?|urn):\S{1,200}\Z", error="Write an address: https://… or urn:…"),
        load_default=None,
        allow_none=True,
    )
    value = Words(200, load_default=None, allow_none=True)
    responsible = refers_to("PractitionerRole|Organization", load_default=None, allow_none=True)


class Coordinate(Schema):
    """Samordning: the plan's name and period, who else, whether relatives take part, other plans."""

    title = Words(200, load_default=None, allow_none=True)
    description = Words(load_default=None, allow_none=True)
    start = Day(load_default=None, allow_none=True)
    end = Day(load_default=None, allow_none=True)
    coordination = Words(load_default=None, allow_none=True)
    relatives = one_of("ja", "nej", load_default=None, allow_none=True)
    linked = fields.List(fields.Nested(LinkPlan), load_default=list, validate=MANY)


class AskToShare(Schema):
    """One unit that the patient wants to share with, said to staff, who have told what it means."""

    unit = identifier(required=True)
    level = one_of(*LEVELS, load_default="hela")
    method = one_of("muntligt", "telefon", load_default="muntligt")
    until = Day(load_default=None, allow_none=True)


class AskToShares(Schema):
    """Delning: recorded when the utgåva is given out."""

    shares = fields.List(fields.Nested(AskToShare), required=True, validate=MANY)


SECTIONS: dict[Section, type[Schema]] = {
    Section.VIKTIGT: WriteStory,
    Section.MAL: SetGoals,
    Section.ANSVAR: MakePromises,
    Section.KONTAKTER: NameContacts,
    Section.TIDER: SetTimes,
    Section.SAMRE: SetWarnings,
    Section.SAMORDNING: Coordinate,
    Section.DELNING: AskToShares,
}
