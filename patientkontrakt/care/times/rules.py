"""Which time is agreed, which is the next step (F-05, F-14). Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.fhir.outcome import Issue

COMING = frozenset({"proposed", "pending", "booked", "arrived", "checked-in", "waitlist"})
"""Statuses of a time that is still to come; cancelled and past ones are no next step."""


def is_agreed(time: NextTime) -> bool:
    """Överenskommen tid: the patient accepted it. A time set without her is a kallelse (F-05)."""
    return time.answer == "accepted" and time.agreed is not None


def is_next_step(time: NextTime, now: datetime, today: date) -> bool:
    """Still to come: a start not past, a last day, or a time that is promised but missing."""
    if time.status not in COMING:
        return False
    if time.start is not None:
        return time.start >= now
    return time.latest is None or time.latest >= today or time.status == "proposed"


def may_answer(time: NextTime, status: str, now: datetime) -> list[Issue]:
    """Why the patient may not answer this time so: accepted, declined (avboka) or tentative (omboka)."""
    if time.status not in COMING:
        return [_CLOSED]
    if time.start is None:
        return [_NOT_BOOKED]
    if time.start < now:
        return [_PAST]
    return [] if NEEDS.get(status, "") in ("", *time.allows) else [_REFUSED[status]]


def next_step(times: Iterable[NextTime], now: datetime, today: date) -> NextTime | None:
    """The earliest time to come: dated ones, then last days, then those without; never a cancelled one."""
    return next(iter(coming(times, now, today)), None)


def coming(times: Iterable[NextTime], now: datetime, today: date) -> list[NextTime]:
    """The times to come: dated ones, the earliest first, then last days, then those without."""
    return sorted((time for time in times if is_next_step(time, now, today)), key=_order)


def _order(time: NextTime) -> tuple[bool, float, date, str]:
    if time.start is not None:
        return False, time.start.timestamp(), date.max, time.id
    return True, 0.0, time.latest or date.max, time.id


NEEDS = {"declined": "avboka", "tentative": "omboka"}
"""What a time must allow for the patient to answer so."""
_CLOSED = rule("Tiden går inte att svara på längre.", "This time can no longer be answered.", "appointment")
_NOT_BOOKED = rule("Tiden är inte bokad än.", "This time is not booked yet.", "appointment")
_PAST = rule("Tiden har redan varit.", "The time has passed.", "appointment")
_REFUSED = {
    "declined": rule(
        "Den här tiden kan du inte avboka här. Ring enheten.",
        "You cannot cancel this time here. Call the unit.",
        "answer",
    ),
    "tentative": rule(
        "Den här tiden kan du inte boka om här. Ring enheten.",
        "You cannot move this time here. Call the unit.",
        "answer",
    ),
}
