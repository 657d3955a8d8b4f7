"""Hours on Swedish clocks (K-12): never open at three in the night, the same eight o'clock in summer and winter."""

from datetime import UTC, datetime
from typing import Any

import pytest

from patientkontrakt.care.contacts.hours import Hours, read_hours, seen, together

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
OFFICE = {"daysOfWeek": WEEKDAYS, "availableStartTime": "08:00:00", "availableEndTime": "17:00:00"}
NIGHT = {"daysOfWeek": ["fri"], "availableStartTime": "22:00:00", "availableEndTime": "06:00:00"}
ALWAYS = {"allDay": True}


def hours(*times: dict[str, Any], **more: Any) -> Hours:
    return read_hours({"availableTime": list(times), **more})


def at(text: str) -> datetime:
    """An instant by its zone; November is an hour before UTC, June two."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    "closed",
    [
        "2026-11-23T03:00:00+01:00",
        "2026-11-23T07:59:59+01:00",
        "2026-11-23T17:00:00+01:00",
        "2026-11-22T10:00:00+01:00",
        "2026-06-22T07:30:00+02:00",
    ],
)
def test_outside_the_hours_it_is_closed(closed: str) -> None:
    told = seen(hours(OFFICE), at(closed))
    assert (told.open, told.until) == (False, None)
    assert told.opens_next is not None
    assert told.opens_next > at(closed)


def test_what_nobody_has_told_is_never_open() -> None:
    told = seen(read_hours({}), at("2026-11-23T10:00:00+01:00"))
    assert (told.hours, told.open, told.opens_next) == ((), False, None)
    without_times = hours({"daysOfWeek": WEEKDAYS})
    assert seen(without_times, at("2026-11-23T10:00:00+01:00")).open is False


def test_a_day_that_is_closed_all_the_same_is_closed() -> None:
    away = {"description": "Semester", "during": {"start": "2026-11-23", "end": "2026-11-24"}}
    told = seen(hours(OFFICE, notAvailable=[away]), at("2026-11-23T10:00:00+01:00"))
    assert told.open is False
    assert told.opens_next == at("2026-11-25T08:00:00+01:00")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T08:00:00+01:00", "2026-11-23T17:00:00+01:00"),
        ("2026-06-22T08:00:00+02:00", "2026-06-22T17:00:00+02:00"),
        ("2026-11-23T16:59:59+01:00", "2026-11-23T17:00:00+01:00"),
    ],
)
def test_within_the_hours_it_is_open_until_it_closes(now: str, until: str) -> None:
    told = seen(hours(OFFICE), at(now))
    assert (told.open, told.until, told.opens_next) == (True, at(until), None)


def test_friday_evening_opens_next_on_monday() -> None:
    told = seen(hours(OFFICE), at("2026-11-20T18:00:00+01:00"))
    assert told.opens_next == at("2026-11-23T08:00:00+01:00")


def test_the_night_between_is_still_the_same_opening() -> None:
    told = seen(hours(NIGHT), at("2026-11-21T03:00:00+01:00"))
    assert (told.open, told.until) == (True, at("2026-11-21T06:00:00+01:00"))
    assert seen(hours(NIGHT), at("2026-11-22T03:00:00+01:00")).open is False


def test_the_night_the_clocks_change_lasts_as_long_as_it_does() -> None:
    nightly = NIGHT | {"daysOfWeek": ["sat"]}
    told = seen(hours(nightly), at("2026-10-25T05:30:00+01:00"))
    assert (told.open, told.until) == (True, at("2026-10-25T06:00:00+01:00"))


def test_round_the_clock_never_closes() -> None:
    told = seen(hours(ALWAYS), at("2026-11-23T03:00:00+01:00"))
    assert (told.open, told.until) == (True, None)
    assert told.hours[0].closes == "24:00"


def test_two_services_are_open_when_either_is() -> None:
    morning = {"daysOfWeek": ["sat"], "availableStartTime": "09:00:00", "availableEndTime": "12:00:00"}
    both = together([hours(OFFICE), hours(morning)])
    assert seen(both, at("2026-11-21T10:00:00+01:00")).open is True
    assert seen(both, at("2026-11-21T13:00:00+01:00")).open is False


def test_meeting_hours_are_one_opening() -> None:
    late = OFFICE | {"availableStartTime": "17:00:00", "availableEndTime": "20:00:00"}
    told = seen(hours(OFFICE, late), at("2026-11-23T10:00:00+01:00"))
    assert told.until == at("2026-11-23T20:00:00+01:00")
