"""A written date covers exactly its day, month or second, in Stockholm when no zone is written."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.clock import STOCKHOLM, millis
from patientkontrakt.fhir.search.dates import MAX, MIN, span
from patientkontrakt.fhir.search.unreadable import Unreadable

HOUR = 3_600_000
WALL_CLOCK = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)).flatmap(
    lambda day: st.times().map(lambda time: datetime.combine(day, time))
)
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 30))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26",
        "2026-3",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "0000",
        "2026-03-29T",
        "2026-03-29T10",
        "2026-03-29T24:00:00Z",
        "2026-03-29T10:60:00Z",
        "2026-03-29T10:00:61Z",
        "2026-03-29T10:00:00+15:00",
        "2026-03-29T10:00:00+01:60",
        "2026-03-29T10:00:00+0100",
        "2026-03-29 10:00:00Z",
        "2026-03-29Z",
        "20260329",
        "ge2026",
        "２０２６",
        "2026-03-29T10:00:00." + "0" * 1000 + "Z",
        "9" * 100_000,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        span(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2026-03-29", 23),
        ("2026-10-25", 25),
        ("2026-03-28", 24),
        ("2026-03", 31 * 24 - 1),
        ("2026", 365 * 24),
    ],
)
def test_days_are_as_long_as_in_stockholm(text: str, hours: int) -> None:
    lo, hi = span(text)
    assert hi - lo == hours * HOUR


def test_a_day_begins_at_midnight_in_stockholm() -> None:
    assert span("2026-03-29")[0] == millis(datetime(2026, 3, 28, 23, tzinfo=UTC))
    assert span("2026-03-29")[1] == millis(datetime(2026, 3, 29, 22, tzinfo=UTC))


@given(DAYS)
def test_days_follow_each_other_without_gap_or_overlap(day: date) -> None:
    assert span(day.isoformat())[1] == span((day + timedelta(days=1)).isoformat())[0]


@given(DAYS)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: date) -> None:
    text = day.isoformat()
    spans = [span(text), span(text[:7]), span(text[:4])]
    assert [lo for lo, _ in spans] == sorted((lo for lo, _ in spans), reverse=True)
    assert [hi for _, hi in spans] == sorted(hi for _, hi in spans)


@given(
    WALL_CLOCK,
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_keeps_its_own_offset(local: datetime, minutes: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert span(moment.isoformat()) == (millis(moment), millis(moment) + 1000)


@given(WALL_CLOCK)
def test_a_time_without_a_zone_is_stockholms(local: datetime) -> None:
    local = local.replace(microsecond=0, fold=0)
    assert span(local.isoformat())[0] == millis(local.replace(tzinfo=STOCKHOLM))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("2026-03-29T10:00Z", 60_000),
        ("2026-03-29T10:00:00Z", 1_000),
        ("2026-03-29T10:00:00.1Z", 1),
        ("2026-03-29T10:00:00.123456789Z", 1),
    ],
)
def test_a_time_is_as_wide_as_it_is_precise(text: str, width: int) -> None:
    lo, hi = span(text)
    assert hi - lo == width


def test_fractions_are_cut_to_milliseconds() -> None:
    second = span("2026-03-29T10:00:00Z")[0]
    assert span("2026-03-29T10:00:00.1Z") == (second + 100, second + 101)
    assert span("2026-03-29T10:00:00.0019Z") == (second + 1, second + 2)


def test_an_hour_that_comes_twice_means_the_first_one() -> None:
    assert span("2026-10-25T02:30:00")[0] == span("2026-10-25T02:30:00+02:00")[0]


def test_an_hour_that_never_comes_is_read_in_winter_time() -> None:
    assert span("2026-03-29T02:30:00")[0] == span("2026-03-29T02:30:00+01:00")[0]


def test_a_leap_second_is_the_second_after_the_minute() -> None:
    assert span("2016-12-31T23:59:60Z")[0] == span("2017-01-01T00:00:00Z")[0]


def test_every_date_that_can_be_written_lies_between_the_open_ends() -> None:
    assert span("0001")[0] > MIN
    assert span("0001-01-01T00:00:00+14:00")[0] > MIN
    assert span("9999-12-31T23:59:59-14:00")[1] < MAX
    assert span("9999")[1] == span("9999-12")[1] == span("9999-12-31")[1] == MAX
