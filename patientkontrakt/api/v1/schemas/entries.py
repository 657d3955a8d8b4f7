"""What comes in and goes out when an entry is said to be wrong, withheld, or given out as a copy."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.beside import ShownCorrection, ShownObjection
from patientkontrakt.api.v1.schemas.plan import ShownParty
from patientkontrakt.api.v1.schemas.values import Day, Words, one_of, refers_to
from patientkontrakt.care.entries.disclosure import KINDS

ENTRIES = "Goal|Task|Appointment|CareTeam|Communication|Observation|CarePlan|QuestionnaireResponse"


class Object(Schema):
    """Which entry is wrong, and what she says of it."""

    part = refers_to(ENTRIES, required=True)
    text = Words(required=True)


class AnswerObjection(Schema):
    """What care answers."""

    text = Words(required=True)


class Objections(Schema):
    """Objections, newest first; `people` puts words to who answered."""

    objections = fields.List(fields.Nested(ShownObjection))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class Correct(Schema):
    """Which entry, as which version was read, why it is wrong, and perhaps what is right."""

    part = refers_to(ENTRIES, required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    reason = Words(500, required=True)
    text = Words(load_default=None, allow_none=True)


class Corrected(ShownCorrection):
    """What was marked."""

    class Meta:
        exclude = ("said",)


class Withhold(Schema):
    """Which entry the patient is not to see, why that is of synnerlig vikt, and who looks at it again by which day."""

    part = refers_to(ENTRIES, required=True)
    reason = Words(500, required=True)
    reviewer = refers_to("PractitionerRole", required=True)
    review_by = Day(required=True)


class ShowAgain(Schema):
    """Which entry the patient is to see again, and perhaps why."""

    part = refers_to(ENTRIES, required=True)
    reason = Words(500, load_default=None, allow_none=True)


class Disclose(Schema):
    """To whom a copy is given, why, and what kind of copy."""

    to = Words(200, required=True)
    reason = Words(500, required=True)
    what = one_of(*KINDS, load_default="kopia")


class ShownDisclosure(Schema):
    """A copy that was given out: to whom, why, by whom and when; `plan` when it was of one contract."""

    id = fields.String()
    to = fields.String()
    reason = fields.String()
    what = fields.String()
    by = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    plan = fields.String(allow_none=True)


class Disclosures(Schema):
    """Copies, newest first; `people` puts words to who gave them out."""

    disclosures = fields.List(fields.Nested(ShownDisclosure))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class TurnExport(Schema):
    """Where the export goes on: the `page` of the Bundle's next link."""

    page = fields.String(load_default=None, allow_none=True)


class ExportedBundle(Schema):
    """A FHIR Bundle of type collection; `link` with relation next when there is more."""

    resourceType = fields.String()  # noqa: N815 (FHIR's name)
    type = fields.String()
