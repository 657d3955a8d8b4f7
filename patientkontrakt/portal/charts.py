"""Geometry of charts that the server draws: where things go, in user units of an SVG. Templates turn it into marks.

Pure: no words are made here, and nothing is looked up. Text is 15 units high, so a chart is drawn at the width it has.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

LETTER: Final = 7.4
"""The mean width of a letter of 15 units."""
LONGEST_MONTH: Final = 80
"""The room of "september" to the right of its line."""
TEXT: Final = 15
TOP: Final = 72
LANE: Final = 96
GAP: Final = 8

Place = Callable[[date], float]
"""From a day to where it is."""


@dataclass(frozen=True)
class Happening:
    """Something on a line of time: `lane` counts from 0 at the top, `kind` gives the shape, `label` says what."""

    start: datetime
    end: datetime | None
    lane: int
    kind: str
    label: str


@dataclass(frozen=True)
class Label:
    """A text at (x, y), its base line; `anchor` is start or end."""

    text: str
    x: float
    y: float
    anchor: str

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it reaches."""
        wide = len(self.text) * LETTER
        return (self.x, self.x + wide) if self.anchor == "start" else (self.x - wide, self.x)


@dataclass(frozen=True)
class Mark:
    """A shape at (x, y), `wide` when it lasts; without a label where none has room."""

    kind: str
    x: float
    y: float
    wide: float
    label: Label | None


@dataclass(frozen=True)
class Tick:
    """The first of a month; `named` when its name has room."""

    day: date
    x: float
    named: bool


@dataclass(frozen=True)
class Timeline:
    """A line of time with lanes."""

    width: int
    height: int
    left: int
    ticks: list[Tick]
    lanes: list[float]
    marks: list[Mark]


def timeline(
    happenings: Iterable[Happening], lanes: int, first: date, last: date, width: int, left: int
) -> Timeline:
    """`first` and `last` are the ends of the time that is shown; both are drawn."""
    scale = (width - left - TEXT) / max(1, (last - first).days)

    def x(day: date) -> float:
        return round(left + max(0, (min(day, last) - first).days) * scale, 1)

    bases = [float(TOP + lane * LANE) for lane in range(lanes)]
    ticks = list(_ticks(first, last, x, width))
    marks = list(_marks(sorted(happenings, key=lambda each: each.start), bases, x, left, width))
    return Timeline(width, TOP + (lanes - 1) * LANE + 52, left, ticks, bases, marks)


def _ticks(first: date, last: date, x: Place, width: int) -> Iterator[Tick]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield Tick(day, x(day), x(day) + LONGEST_MONTH <= width)
        day = (day + timedelta(days=32)).replace(day=1)


def _marks(
    happenings: Sequence[Happening], bases: Sequence[float], x: Place, left: int, width: int
) -> Iterator[Mark]:
    taken: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for each in happenings:
        base, at = bases[each.lane], x(each.start.date())
        wide = max(0.0, round(x(each.end.date()) - at, 1)) if each.end else 0.0
        label = _label(each, at, base, taken, left, width)
        yield Mark(each.kind, at, base, wide, label)


def _label(
    each: Happening,
    at: float,
    base: float,
    taken: dict[tuple[int, float], list[tuple[float, float]]],
    left: int,
    width: int,
) -> Label | None:
    """The first place near the mark where its text fits beside the others: above, below, then further off."""
    for y in (base - 16, base + 27, base - 34, base + 44):
        for anchor, x in (("start", at - 7), ("end", at + 7)):
            label = Label(each.label, round(x, 1), y, anchor)
            here = taken.setdefault((each.lane, y), [])
            if _fits(label.span, here, left, width):
                here.append(label.span)
                return label
    return None


def _fits(span: tuple[float, float], taken: Iterable[tuple[float, float]], left: int, width: int) -> bool:
    inside = left <= span[0] + 7 and span[1] <= width
    return inside and all(span[1] + GAP < one[0] or one[1] + GAP < span[0] for one in taken)
