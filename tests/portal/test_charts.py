"""The line of time: every event is in the pictures, in the words and in the table, and no words lie on each other."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.portal.charts import LETTER, Happening, Label, Timeline, timeline
from patientkontrakt.portal.min.happenings import SIZES
from tests.portal.conftest import Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST, LAST = datetime(2026, 5, 1, tzinfo=UTC).date(), NOON.date()
LANES, RADIUS, TEXT = 4, 10, 15
PATIENTS = ("gunnel", "birger", "sara")


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    """Something of the last half year, or that was not over when it began, or that is not over yet."""
    start = NOON - timedelta(minutes=draw(st.integers(0, 260_000)))
    end = draw(st.none() | st.integers(0, 40).map(lambda days: start + timedelta(days=days)))
    words = draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
    kind = draw(st.sampled_from(["akut", "plan", "insats", "jag"]))
    return Happening(start, end, draw(st.integers(0, LANES - 1)), kind, words)


def pictures(some: Iterable[Happening]) -> list[Timeline]:
    """In every size that is drawn."""
    return [timeline(some, LANES, FIRST, LAST, *size) for size in SIZES]


def labels(picture: Timeline) -> list[Label]:
    """Every text beside a mark."""
    return [mark.label for mark in picture.marks if mark.label]


@given(st.lists(happenings(), max_size=30))
def test_every_event_is_in_every_picture(some: list[Happening]) -> None:
    for picture in pictures(some):
        assert sorted(mark.kind for mark in picture.marks) == sorted(each.kind for each in some)


@given(st.lists(happenings(), max_size=30))
def test_no_two_labels_overlap(some: list[Happening]) -> None:
    for picture in pictures(some):
        for one, other in combinations(labels(picture), 2):
            if abs(one.y - other.y) < TEXT:
                assert one.span[1] < other.span[0] or other.span[1] < one.span[0]


@given(st.lists(happenings(), max_size=30))
def test_nothing_is_outside_the_picture(some: list[Happening]) -> None:
    for picture in pictures(some):
        for mark in picture.marks:
            assert mark.x >= RADIUS
            assert mark.x + max(mark.wide, RADIUS) <= picture.width
            assert RADIUS <= mark.y <= picture.height - RADIUS
        for label in labels(picture):
            assert label.span[0] >= 0
            assert label.span[1] <= picture.width
            assert TEXT <= label.y <= picture.height - 4
        assert all(picture.left <= tick.x <= picture.width for tick in picture.ticks)


@given(st.dates(FIRST, FIRST + timedelta(days=400)))
def test_no_month_is_named_outside_the_picture(today: date) -> None:
    first = (today - timedelta(days=183)).replace(day=1)
    for size in SIZES:
        picture = timeline([], LANES, first, today, *size)
        named = [tick.x + 6 + len("september") * LETTER for tick in picture.ticks if tick.named]
        assert len(named) >= 5
        assert max(named) <= picture.width


@given(st.lists(happenings(), min_size=1, max_size=30))
def test_time_goes_from_left_to_right(some: list[Happening]) -> None:
    for picture in pictures(some):
        places = [mark.x for mark in picture.marks]
        assert places == sorted(places)


def test_half_a_year_without_events_is_a_picture_all_the_same() -> None:
    for picture in pictures([]):
        assert [tick.day.month for tick in picture.ticks] == [5, 6, 7, 8, 9, 10, 11]
        assert picture.marks == []


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("person", PATIENTS)
def test_the_words_for_it_count_what_the_table_has(visit: Visit, person: str, language: str) -> None:
    visitor = visit(person, language)
    visitor.get("/min/planering")
    assert visitor.at is not None
    _, part, text = visitor.at.text.partition('id="hant"')
    assert part
    text = text.partition("</section>")[0]
    told = re.findall(r"<desc[^>]*>(.*?)</desc>", text, re.DOTALL)
    rows = text.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr")
    assert len(told) == len(SIZES)
    assert rows == text.count("<li>") > 0
    for each in told:
        number = re.search(r"(\d+) (händelse|event)", each)
        assert number
        assert int(number[1]) == rows


def test_the_words_name_the_day_of_every_visit_for_acute_care(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering")
    assert gunnel.at is not None
    text = gunnel.at.text.partition('id="hant"')[2].partition("</section>")[0]
    told = re.search(r"<desc[^>]*>(.*?)</desc>", text, re.DOTALL)
    table = text.partition("<tbody>")[2].partition("</tbody>")[0]
    days = re.findall(r"<t[dh][^>]*>([^<]+)</t[dh]>\s*<td>Akut", table)
    assert told
    assert len(days) == 3
    assert all(day in told[1] for day in days)
