"""The demo's calendar keeps to weekdays, and what has happened never lies ahead."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt import clock
from patientkontrakt.demo.days import Days

instants = st.integers(10**9, 2 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
offsets = st.integers(-900, 900)


@given(instants, offsets)
def test_every_day_is_a_weekday_within_a_weekend_of_the_asked(now: datetime, offset: int) -> None:
    day = Days(now).day(offset)
    asked = clock.today(now) + timedelta(days=offset)
    assert day.weekday() < 5
    assert abs((day - asked).days) <= 2
    assert day <= asked if offset < 0 else day >= asked


@given(instants, offsets)
def test_order_is_kept(now: datetime, offset: int) -> None:
    assert Days(now).day(offset) <= Days(now).day(offset + 1)


def test_the_clock_is_swedish_in_winter_and_in_summer() -> None:
    assert Days(datetime(2026, 11, 21, 11, tzinfo=UTC)).at(9, 8, 10) == datetime(
        2026, 11, 30, 7, 10, tzinfo=UTC
    )
    assert Days(datetime(2026, 7, 1, 11, tzinfo=UTC)).at(1, 8, 10) == datetime(2026, 7, 2, 6, 10, tzinfo=UTC)
