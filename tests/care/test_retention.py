"""R-7, R-8, R-9: how long what is written is kept, by who wrote it, tried around each limit."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.care.retention import Journal, Keeping, has_passed, keeping_of, kept_until, years_after

GROWN = date(1944, 3, 12)
LAST = date(2016, 11, 21)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("regime", "more"),
    [
        (None, {}),
        ("okänt", {}),
        ("sol", {"placement": True}),
        ("sol", {"chosen": True}),
        ("sol", {"born": None}),
        ("sol", {"placement": True, "born": date(1950, 1, 1), "public": False}),
    ],
)
def test_r_8_what_is_a_placement_or_chosen_or_unknown_is_kept_always(
    regime: str | None, more: dict[str, Any]
) -> None:
    journal = replace(Journal(regime, date(1900, 1, 1), born=GROWN), **more)
    assert (keeping_of(journal), kept_until(journal)) == (Keeping.ALWAYS, None)
    assert not has_passed(journal, date(2199, 1, 1))


@pytest.mark.parametrize(
    ("journal", "last_day"),
    [
        # health care, ten years, public and private alike, children too
        (Journal("hsv", LAST, born=GROWN), date(2026, 11, 21)),
        (Journal("hsv", LAST, public=False, born=GROWN), date(2026, 11, 21)),
        (Journal("hsv", LAST, born=date(2010, 1, 1)), date(2026, 11, 21)),
        (Journal("hsv", LAST), date(2026, 11, 21)),
        (Journal("hsv", date(2016, 2, 29), born=GROWN), date(2026, 3, 1)),
        # social services, five years public and two private
        (Journal("sol", date(2021, 11, 21), born=GROWN), date(2026, 11, 21)),
        (Journal("sol", date(2024, 11, 21), public=False, born=GROWN), date(2026, 11, 21)),
        (Journal("sol", date(2020, 2, 29), born=GROWN), date(2025, 3, 1)),
        (Journal("sol", date(2024, 2, 29), public=False, born=GROWN), date(2026, 3, 1)),
        # a child's file until the thirtieth birthday, and never shorter than a grown-up's
        (Journal("sol", date(2005, 6, 1), born=date(1996, 11, 21)), date(2026, 11, 21)),
        (Journal("sol", date(2005, 6, 1), born=date(1996, 2, 29)), date(2026, 3, 1)),
        (Journal("sol", date(2014, 11, 20), born=date(1996, 11, 21)), date(2026, 11, 21)),
        (Journal("sol", date(2014, 11, 21), born=date(1996, 11, 21)), date(2019, 11, 21)),
    ],
)
def test_r_7_r_8_the_last_day_is_kept_and_the_day_after_it_has_passed(
    journal: Journal, last_day: date
) -> None:
    assert kept_until(journal) == last_day
    assert not has_passed(journal, last_day - A_DAY)
    assert not has_passed(journal, last_day)
    assert has_passed(journal, last_day + A_DAY)


def test_r_8_the_day_one_comes_of_age_the_file_is_a_grown_ups() -> None:
    born = date(2008, 11, 21)
    assert keeping_of(Journal("sol", date(2026, 11, 20), born=born)) == Keeping.SOL_CHILD
    assert keeping_of(Journal("sol", date(2026, 11, 21), born=born)) == Keeping.SOL_PUBLIC
    assert keeping_of(Journal("sol", date(2026, 11, 21), born=born, public=False)) == Keeping.SOL_PRIVATE


def test_r_8_the_parts_of_one_plan_have_different_fates() -> None:
    """A SIP written by a region, a kommun's health care and its social services: one day, three answers."""
    written = {
        "region": Journal("hsv", date(2020, 5, 4), born=GROWN),
        "kommun.hsv": Journal("hsv", date(2015, 5, 4), born=GROWN),
        "kommun.sol": Journal("sol", date(2020, 5, 4), born=GROWN),
        "privat.sol": Journal("sol", date(2025, 5, 4), public=False, born=GROWN),
    }
    today = date(2026, 11, 22)
    assert {who: has_passed(each, today) for who, each in written.items()} == {
        "region": False, "kommun.hsv": True, "kommun.sol": True, "privat.sol": False,
    }  # fmt: skip


days = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@given(days, st.integers(0, 40))
def test_years_after_is_never_early(day: date, years: int) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in ((day.month, day.day), (3, 1))
    assert later >= date(day.year + years, day.month, min(day.day, 28))


@given(days, days, st.booleans())
def test_r_8_a_childs_file_is_never_kept_shorter_than_a_grown_ups(
    last: date, born: date, public: bool
) -> None:
    until = kept_until(Journal("sol", last, public=public, born=born))
    ordinary = kept_until(Journal("sol", last, public=public, born=date(1850, 1, 1)))
    assert until is not None
    assert ordinary is not None
    assert until >= ordinary
