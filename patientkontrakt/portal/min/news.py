"""Nytt sedan sist: what others have done with her plan since her visit before this one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.portal.door import session
from patientkontrakt.portal.visits import Visit

FIRST_VISIT: Final = timedelta(days=30)
SHOWN: Final = 5


@dataclass(frozen=True)
class News:
    """What is new, newest first; `since` is None at her first visit. `known` is False when it cannot be had now."""

    since: datetime | None
    rows: list[dict[str, Any]]
    known: bool = True

    @property
    def first(self) -> list[dict[str, Any]]:
        """What stands on the page."""
        return self.rows[:SHOWN]

    @property
    def more(self) -> list[dict[str, Any]]:
        """What is one press away."""
        return self.rows[SHOWN:]


def since_before(visit: Visit) -> datetime | None:
    """Since when something is new: when the visit before this one began; None at her first."""
    return clock.moment(visit.before) if visit.before is not None else None


def asked_from(visit: Visit, now: datetime) -> str:
    """From when the API is asked: of the last month at the first visit."""
    return clock.iso(since_before(visit) or now - FIRST_VISIT)


def news(visit: Visit, told: dict[str, Any] | None) -> News:
    """What the API says is new, without what she has done herself."""
    since = since_before(visit)
    if told is None:
        return News(since, [], known=False)
    return News(since, [each for each in told["changes"] if each["by"] != session().person])
