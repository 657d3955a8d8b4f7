"""How long what is written must be kept, by who wrote it (R-7, R-8, R-9). Pure; nothing here destroys anything.

PDL 3 kap. 17 §: health care keeps an entry at least ten years after the last one in the document. SoL 16 kap. 1-2 a §§,
17 kap. 2 §: social services weed theirs five years after the last note, a private provider after two; a child's file is
kept until the child is thirty, a placement's always. Not checked by a lawyer.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Keeping(StrEnum):
    """The classes: by which rule, and for how long."""

    HSV = "hsv-10"
    SOL_PUBLIC = "sol-5"
    SOL_PRIVATE = "sol-2"
    SOL_CHILD = "sol-barn-30"
    ALWAYS = "alltid"


YEARS: Final = {Keeping.HSV: 10, Keeping.SOL_PUBLIC: 5, Keeping.SOL_PRIVATE: 2}
OF_AGE: Final = 18
CHILDS_FILE: Final = 30


@dataclass(frozen=True)
class Journal:
    """What one custodian has written about one person: by which regime (hsv, sol, or unknown), and its last entry.

    `public` tells a kommun from a private provider; `chosen`, that the custodian keeps everything for research.
    """

    regime: str | None
    last_entry: date
    public: bool = True
    born: date | None = None
    placement: bool = False
    chosen: bool = False


def keeping_of(journal: Journal) -> Keeping:
    """The class of a journal. What nobody knows enough about is kept: a regime, or a birth date in social services."""
    if journal.regime == "hsv":
        return Keeping.HSV
    if journal.regime != "sol" or journal.placement or journal.chosen or journal.born is None:
        return Keeping.ALWAYS
    if journal.last_entry < years_after(journal.born, OF_AGE):
        return Keeping.SOL_CHILD
    return Keeping.SOL_PUBLIC if journal.public else Keeping.SOL_PRIVATE


def kept_until(journal: Journal) -> date | None:
    """The last day it must be kept; None is always. A child's file is never kept shorter than a grown-up's."""
    keeping = keeping_of(journal)
    if keeping == Keeping.ALWAYS:
        return None
    if keeping == Keeping.SOL_CHILD and journal.born:
        ordinary = Keeping.SOL_PUBLIC if journal.public else Keeping.SOL_PRIVATE
        least = years_after(journal.last_entry, YEARS[ordinary])
        return max(least, years_after(journal.born, CHILDS_FILE))
    return years_after(journal.last_entry, YEARS[keeping])


def has_passed(journal: Journal, today: date) -> bool:
    """Whether its time has passed: from the day after the last day."""
    until = kept_until(journal)
    return until is not None and today > until


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March where there is none, so that nothing goes early."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
