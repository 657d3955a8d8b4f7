"""When a promise was kept, and when somebody was last reminded of it. Pure."""

from datetime import datetime

from patientkontrakt.care.promises.from_fhir import read_status
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.shapes import Resource, moment


def done_at(task: Resource) -> datetime | None:
    """When the one who promised said it was done; None while it is not."""
    if read_status(task) != PromiseStatus.UPPFYLLD:
        return None
    told = (task.get("executionPeriod", {}).get("end"), task.get("meta", {}).get("lastUpdated"))
    return next((found for each in told if (found := moment(each))), None)


def reminded_at(promise: Promise) -> datetime | None:
    """The latest reminder."""
    return max((each.at for each in promise.notes if each.reminder and each.at), default=None)
