"""What a decision is, and when it may be made: by the child's age, in whole years on the Swedish calendar. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

TEENAGER: Final = 13
READS_ALONE: Final = 16


class Decision(StrEnum):
    """Its category in pk-consent-purpose."""

    BLOCK = "vardnadshavare"
    EXTEND = "vardnadshavare-utokad"
    MATURITY = "mognad"


@dataclass(frozen=True)
class Decided:
    """One decision as it stands: about which guardian ("RelatedPerson/x"), why, until when, by whom."""

    id: str
    kind: str
    guardian: str | None
    reason: str
    until: date | None
    by: str | None
    status: str


def may_decide(decision: Decision, age: int) -> bool:
    """From 13 to 15 there is something to extend or to find; a guardian can be kept out as long as one may read."""
    if decision == Decision.BLOCK:
        return age < READS_ALONE
    return TEENAGER <= age < READS_ALONE


def last_day(born: date) -> date:
    """The 16th birthday: then the child reads alone, and every decision has ended."""
    try:
        return born.replace(year=born.year + READS_ALONE)
    except ValueError:
        return date(born.year + READS_ALONE, 3, 1)  # a leap-day child turns on 1 March
