"""The access log: what a patient asks for of hers, and what she is shown."""

from marshmallow import Schema, fields

from patientkontrakt.api.v1.schemas.values import Day, one_of
from patientkontrakt.care.mylog.words import GROUPS


class Days(Schema):
    """The first and the last day; without them, all that is online."""

    first = Day(data_key="from", load_default=None, allow_none=True)
    last = Day(data_key="to", load_default=None, allow_none=True)


class ChooseLog(Days):
    """A page of the log: days, whose rows, only those that were refused or only emergencies."""

    who = one_of(*GROUPS, load_default=None, allow_none=True)
    marked = one_of("nekade", "nod", data_key="only", load_default=None, allow_none=True)
    page = fields.String(load_default=None, allow_none=True)


class OrderLog(Schema):
    """An order of the log of these days, older than what is online."""

    first = Day(data_key="from", required=True)
    last = Day(data_key="to", required=True)


class ShownAccess(Schema):
    """One row of the log, in the reader's language; a question about it names its `id`.

    `group` is whose it is (egen, vardnadshavare, vard, system); `activity` the word of the national log contract.
    """

    id = fields.String()
    place = fields.String(allow_none=True)
    at = fields.AwareDateTime()
    outcome = fields.String()
    own = fields.Boolean()
    group = fields.String()
    emergency = fields.Boolean()
    activity = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    unit = fields.String(allow_none=True)
    custodian = fields.String(allow_none=True)
    client = fields.String(allow_none=True)
    purpose = fields.String(allow_none=True)
    action = fields.String()
    reason = fields.String()
    what = fields.List(fields.String())
    count = fields.Integer()


class AccessPage(Schema):
    """A page of the log, newest first; `online_from` is the first day that is not ordered but shown at once."""

    log = fields.List(fields.Nested(ShownAccess))
    next = fields.String(allow_none=True)
    online_from = fields.Date()


class ShownExtract(Schema):
    """One row of a loggutdrag, by the names of the national log contract."""

    care_provider = fields.String(data_key="careProvider", allow_none=True)
    care_unit = fields.String(data_key="careUnit", allow_none=True)
    access_date = fields.AwareDateTime(data_key="accessDate")
    title = fields.String(allow_none=True)
    purpose = fields.String(allow_none=True)
    resource_type = fields.String(data_key="resourceType")
    activity = fields.String()
    outcome = fields.String()
    reason = fields.String()


class LogExtract(Schema):
    """Every row of the interval, newest first."""

    log = fields.List(fields.Nested(ShownExtract))


class ShownOrder(Schema):
    """An order: from which care provider, of which time, when it is there at the latest, and when it came."""

    id = fields.String()
    custodian = fields.String()
    first = fields.Date()
    last = fields.Date()
    at = fields.AwareDateTime()
    due = fields.AwareDateTime()
    done_at = fields.AwareDateTime(allow_none=True)


class ShownOrders(Schema):
    """Orders, newest first."""

    orders = fields.List(fields.Nested(ShownOrder))


class CsvText(Schema):
    """Text in CSV, not JSON."""
