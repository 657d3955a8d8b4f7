"""Instants are UTC, days are Stockholm's."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt import clock

# Microseconds of the years 1900 to 2200.
INSTANTS = st.integers(-(2**51), 2**53 - 2**51).map(lambda us: clock.moment(0) + timedelta(microseconds=us))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.millis(datetime(2026, 11, 21))  # noqa: DTZ001 - that is the point


@given(INSTANTS)
def test_a_millisecond_survives_the_way_there_and_back(instant: datetime) -> None:
    whole = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    assert clock.moment(clock.millis(instant)) == whole
    assert datetime.fromisoformat(clock.iso(instant)) == whole


def test_a_day_begins_at_midnight_in_stockholm_winter_and_summer() -> None:
    assert clock.today(datetime(2026, 1, 31, 22, 59, tzinfo=UTC)) == date(2026, 1, 31)
    assert clock.today(datetime(2026, 1, 31, 23, 0, tzinfo=UTC)) == date(2026, 2, 1)
    assert clock.today(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == date(2026, 7, 1)


def test_an_instant_is_written_in_utc_with_milliseconds() -> None:
    local = datetime(2026, 11, 21, 23, 50, 0, 123999, tzinfo=timezone(timedelta(hours=1)))
    assert clock.iso(local) == "2026-11-21T22:50:00.123Z"
    assert clock.iso(clock.millis(local)) == "2026-11-21T22:50:00.123Z"
    assert clock.iso(0) == "1970-01-01T00:00:00.000Z"


def test_now_is_whole_milliseconds_in_utc() -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
