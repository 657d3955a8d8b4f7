"""What a starter set is. Pure."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir import systems

VARDKONTAKT: Final = "vardkontakt"
LAKARKONTAKT: Final = "lakarkontakt"
ENHET: Final = "enhet"
"""Who in care may make a promise: her fixed care contact, her fixed doctor, or the unit that writes the plan."""

WHEN_NEEDED: Final = "när det behövs"
EVERY_DAY: Final = "varje dag"


@dataclass(frozen=True)
class Goal:
    """A goal in words she may make her own, perhaps with five steps from much worse to much better."""

    text: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One promise: words, who makes it on care's side (None is herself), and when: in words or so many days from now."""

    text: str
    when: str | None = None
    due_days: int | None = None
    owner_kind: str | None = None


@dataclass(frozen=True)
class Sign:
    """If it gets worse: level gron, gul or rod, what she notices, what she does."""

    level: str
    sign: str
    act: str


@dataclass(frozen=True)
class Starter:
    """One set. `review_days` is how soon the plan is followed up, counted from today."""

    id: str
    name: str
    name_en: str
    goals: tuple[Goal, ...] = ()
    mine: tuple[Line, ...] = ()
    care: tuple[Line, ...] = ()
    warnings: tuple[Sign, ...] = ()
    review_days: int = 90

    @property
    def url(self) -> str:
        """The canonical address that a contract keeps as its pk-starter."""
        return f"{systems.BASE}/PlanDefinition/start-{self.id}"


def vardkontakt(text: str, when: str | None = None, due_days: int | None = None) -> Line:
    """A promise of her fixed care contact."""
    return Line(text, when, due_days, VARDKONTAKT)


def lakarkontakt(text: str, when: str | None = None, due_days: int | None = None) -> Line:
    """A promise of her fixed doctor."""
    return Line(text, when, due_days, LAKARKONTAKT)


def enhet(text: str, when: str | None = None, due_days: int | None = None) -> Line:
    """A promise of the unit."""
    return Line(text, when, due_days, ENHET)


def as_usual(sign: str, act: str) -> Sign:
    """Green: all is as it should be."""
    return Sign("gron", sign, act)


def call_us(sign: str, act: str) -> Sign:
    """Yellow: somebody should know today."""
    return Sign("gul", sign, act)


def call_112(sign: str, act: str = "Ring 112 genast.") -> Sign:
    """Red: an emergency."""
    return Sign("rod", sign, act)


EVENINGS: Final = call_us("Det är kväll, natt eller helg och du är orolig.", "Ring 1177, dygnet runt.")
"""The same in every set but those where staff are always near."""
