"""What a goal is. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    """One of the five steps, −2 … +2, in the patient's words; 0 is the goal."""

    value: int
    text: str


@dataclass(frozen=True)
class GoalItem:
    """One goal. `by` expressed it: the patient ("ditt eget mål") or a PractitionerRole ("du och Maria").

    `now` and `first_step` are how it is today and what she does first, in her words.
    """

    id: str
    text: str
    by: str
    rephrased: str | None = None
    steps: tuple[Step, ...] = ()
    due: date | None = None
    lifecycle: str = "proposed"
    achievement: str | None = None
    now: str | None = None
    first_step: str | None = None
