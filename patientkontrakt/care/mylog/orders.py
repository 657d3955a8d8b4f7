"""Ordering what is older than eighteen months (domain.md L-5): the care providers' log readers hand it out in 14 days."""

from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog import orders
from patientkontrakt.accesslog.orders import Order
from patientkontrakt.care.mylog.interval import Interval, between, online_since
from patientkontrakt.care.mylog.viewing import note_own, require_own_log
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.desk import Desk

WITHIN: Final = timedelta(days=14)


def order(desk: Desk, first: date, last: date) -> list[Order]:
    """Order the log of these days: one order to each custodian whose people it tells of.

    Raises NotFound, RuleBroken when the days are online already or the log is empty there.
    """
    patient = require_own_log(desk)
    interval = between(first, last, desk.now)
    if interval.since >= online_since(desk.now):
        raise RuleBroken(_ONLINE)
    custodians = orders.custodians_in(desk.tx, patient, interval.since, interval.until)
    if not custodians:
        raise RuleBroken(_EMPTY)
    placed = [_order(desk, patient, each, interval) for each in custodians]
    for each in placed:
        orders.place(desk.tx, each)
    desk.note("order", "AuditEvent", "permitted", "own_log", patient=patient)
    return placed


def my_orders(desk: Desk) -> list[Order]:
    """What she has ordered, newest first."""
    patient = require_own_log(desk)
    note_own(desk, patient)
    return orders.of_patient(desk.tx, patient)


def is_open(desk: Desk, patient: str, interval: Interval) -> bool:
    """Whether an older interval has been handed out to her."""
    return orders.is_handed_out(orders.of_patient(desk.tx, patient), interval.since, interval.until)


def _order(desk: Desk, patient: str, custodian: str, interval: Interval) -> Order:
    due = clock.millis(desk.now + WITHIN)
    return Order(new_id(), patient, custodian, interval.since, interval.until, desk.at, due)


_ONLINE: Final = rule(
    "De här dagarna kan du läsa direkt. Beställ bara det som är äldre än 18 månader.",
    "You can read these days at once. Order only what is older than 18 months.",
    "from",
)
_EMPTY: Final = rule("Loggen har inga rader för den tiden.", "The log has no rows for that time.", "from")
