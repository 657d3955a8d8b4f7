"""The few instants of the worlds, and the spans around them: borders come as often as what lies between."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tests.worlds.world import DAY, HOUR, Span

MIDNIGHT = int(datetime(2026, 11, 20, 23, 0, tzinfo=UTC).timestamp() * 1000)  # 21 November in Stockholm
NOON = MIDNIGHT + 12 * HOUR
MOMENTS = (NOON, MIDNIGHT, MIDNIGHT - 1)

# Of age on that day in Stockholm, a day later, or long ago; and the child of a leap day.
BIRTHDAYS = (
    date(1944, 3, 12),
    date(2017, 9, 2),
    date(2013, 11, 21),
    date(2013, 11, 22),
    date(2010, 11, 21),
    date(2010, 11, 22),
    date(2012, 2, 29),
)


def spans(at: int) -> st.SearchStrategy[Span]:
    """Around `at`, from or until exactly then, a millisecond beside it; now and then past or to come."""
    lasting = Span(starts=at - DAY), Span(starts=at - DAY, ends=at + 30 * DAY), Span(starts=at, ends=at + 1)
    over = Span(starts=at - 9 * DAY, ends=at), Span(starts=at - 1, ends=at), Span(starts=at + 1)
    return st.sampled_from([*lasting, *lasting, *over])


def data_spans(at: int) -> st.SearchStrategy[Span | None]:
    """The time that information or a block is about: unknown, open, and every way two such can touch (B-8)."""
    points = (None, at - 9 * DAY, at - 2 * DAY, at - DAY)
    known = [
        Span(starts=first, ends=last)
        for first in points
        for last in points
        if first is None or last is None or first <= last
    ]
    return st.sampled_from([None, *known])


def short(at: int, longest: int, too_long: int) -> st.SearchStrategy[Span]:
    """Spans that are short enough, exactly, or too long; most of them hold `at`."""
    lengths = HOUR, longest, too_long
    return st.sampled_from(
        [
            Span(starts=at - before, ends=at - before + length)
            for length in lengths
            for before in (0, HOUR // 2, length - 1, length)
        ]
        + [Span(starts=at - HOUR), Span(ends=at + HOUR), Span(starts=at + 1, ends=at + HOUR)]
    )
