"""Nytt sedan sist: what others have done with her plan since her visit before this one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.portal import visits
from patientkontrakt.portal.door import portal, session
from patientkontrakt.portal.min.parts import part

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


def news(now: datetime) -> News:
    """Since the visit before this one, or of the last month at the first."""
    here = session()
    before = visits.before(portal().database, here)
    since = clock.moment(before) if before is not None else None
    told = part("/my/changes", {"since": clock.iso(since or now - FIRST_VISIT)})
    if told is None:
        return News(since, [], known=False)
    return News(since, [each for each in told["changes"] if each["by"] != here.person])
