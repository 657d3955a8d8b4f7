"""What comes in and goes out around a contract: taking part, invitations, sharing, levels, promises, proposals, questions."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.plan import ShownParty
from patientkontrakt.api.v1.schemas.shown import ShownSharing
from patientkontrakt.api.v1.schemas.values import PEOPLE, STAFF, Day, Words, identifier, one_of, refers_to
from patientkontrakt.care.invitations import WHY
from patientkontrakt.care.promises_kept import REPORTED
from patientkontrakt.care.sharing_door import LEVELS

METHODS = ("muntligt", "telefon")


class NewInvitation(Schema):
    """Which unit is invited, why, and in whose words."""

    unit = identifier(required=True)
    reason = one_of(*WHY, required=True)
    text = Words(load_default=None, allow_none=True)


class SayMore(Schema):
    """Words, if any."""

    text = Words(load_default=None, allow_none=True)


class RecordSharing(Schema):
    """What the patient, told what it means, has said: with which unit, how much, until when, and how she said it."""

    unit = identifier(required=True)
    level = one_of(*LEVELS, required=True)
    method = one_of(*METHODS, required=True)
    until = Day(load_default=None, allow_none=True)


class RecordStop(Schema):
    """How the patient said stop."""

    method = one_of(*METHODS, required=True)


class SetLevel(Schema):
    """Where the patient is on the five steps."""

    value = fields.Integer(required=True, strict=True, validate=validate.Range(-2, 2))
    text = Words(load_default=None, allow_none=True)


class GoalNow(SetLevel):
    """One goal of a follow-up."""

    id = identifier(required=True)


class NewFollowUp(Schema):
    """The level of each goal, what was said, and when to look again."""

    goals = fields.List(fields.Nested(GoalNow), load_default=list, validate=validate.Length(max=100))
    note = Words(load_default=None, allow_none=True)
    next_review = Day(load_default=None, allow_none=True)


class ReportPromise(Schema):
    """How a promise goes; `version`, if it is given, as it was read."""

    status = one_of(*REPORTED, required=True)
    note = Words(load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True, strict=True)


class NewWords(Schema):
    """Words."""

    text = Words(required=True)


class NewProposal(Schema):
    """A promise of the own unit, or of somebody there."""

    text = Words(required=True)
    owner = refers_to(f"{STAFF}|{PEOPLE}", load_default=None, allow_none=True)
    when = Words(200, load_default=None, allow_none=True)
    due = Day(load_default=None, allow_none=True)


class FinishItem(Schema):
    """What was done, if it is worth saying."""

    note = Words(load_default=None, allow_none=True)


class ShownParticipant(Schema):
    """Somebody who takes part; `status` is a unit's, None for the unit that keeps the contract."""

    reference = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    kind = fields.String()
    status = fields.String(allow_none=True)
    invited_at = fields.AwareDateTime(allow_none=True)
    last_read = fields.AwareDateTime(allow_none=True)


class Participants(Schema):
    """Everybody who takes part."""

    participants = fields.List(fields.Nested(ShownParticipant))


class ShownInvitation(Schema):
    """An invitation and what became of it."""

    id = fields.String()
    contract = fields.String()
    patient = fields.String()
    patient_name = fields.String(allow_none=True)
    unit = fields.String()
    unit_name = fields.String(allow_none=True)
    by = fields.String(allow_none=True)
    by_name = fields.String(allow_none=True)
    by_unit = fields.String(allow_none=True)
    by_unit_name = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    status = fields.String()
    at = fields.AwareDateTime(allow_none=True)
    reminded_at = fields.AwareDateTime(allow_none=True)
    answer = fields.String(allow_none=True)


class OpenInvitations(Schema):
    """What the unit has sent and received and nobody has answered."""

    sent = fields.List(fields.Nested(ShownInvitation))
    received = fields.List(fields.Nested(ShownInvitation))


class ShownContractSharing(ShownSharing):
    """A sharing, with the unit that is not the contract's."""

    unit = fields.String(allow_none=True)
    unit_name = fields.String(allow_none=True)


class ContractSharings(Schema):
    """Every sharing the reader may see; one with a unit outside `effective` has no effect yet."""

    sharing = fields.List(fields.Nested(ShownContractSharing))
    effective = fields.List(fields.String())
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownLevel(Schema):
    """A level that was noted."""

    id = fields.String()
    goal = fields.String()
    value = fields.Integer()
    at = fields.AwareDateTime()


class ShownFollowUp(Schema):
    """What was noted; `waits` says that the next review is written in the draft, for the next utgåva."""

    levels = fields.List(fields.Nested(ShownLevel))
    note = fields.String(allow_none=True)
    next_review = fields.Date(allow_none=True)
    waits = fields.Boolean()


class ShownPromiseKept(Schema):
    """The promise as it now stands."""

    id = fields.String()
    version = fields.Integer()
    status = fields.String()


class ShownQuestionAsked(Schema):
    """An open question from a patient; `task` is its work item."""

    id = fields.String()
    task = fields.String()
    patient = fields.String()
    patient_name = fields.String(allow_none=True)
    text = fields.String()
    about = fields.String(allow_none=True)
    part = fields.String(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    contract = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)


class OpenQuestions(Schema):
    """What waits for an answer; `people` puts words to the owners."""

    questions = fields.List(fields.Nested(ShownQuestionAsked))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownReply(Schema):
    """An answer that was given."""

    id = fields.String()
    question = fields.String()
    at = fields.AwareDateTime()


class ShownOpenItem(Schema):
    """Something to do: why, about whom, in which contract, in whose words, until when."""

    id = fields.String()
    kind = fields.String()
    patient = fields.String()
    patient_name = fields.String(allow_none=True)
    contract = fields.String(allow_none=True)
    focus = fields.String(allow_none=True)
    text = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    due = fields.Date(allow_none=True)
    owner = fields.String(allow_none=True)


class OpenItems(Schema):
    """What waits at the unit; `people` puts words to the owners."""

    items = fields.List(fields.Nested(ShownOpenItem))
    people = fields.Dict(keys=fields.String(), values=fields.Nested(ShownParty))


class ShownItem(Schema):
    """A work item."""

    id = fields.String()
    status = fields.String()
