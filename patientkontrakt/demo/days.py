"""The demo's calendar: everything happens so many days before or after the load day, on a weekday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from patientkontrakt import clock

_FRIDAY = 4


@dataclass(frozen=True)
class Days:
    """Days counted from the instant of the load (aware UTC). Days past fall back to Friday, days to come go on to Monday."""

    now: datetime

    @property
    def today(self) -> date:
        """The load day in Sweden."""
        return clock.today(self.now)

    def day(self, offset: int) -> date:
        """The weekday `offset` days from the load day; never later than asked when past, never earlier when to come."""
        day = self.today + timedelta(days=offset)
        over = max(0, day.weekday() - _FRIDAY)  # 1 on Saturdays, 2 on Sundays
        return day - timedelta(days=over) if offset < 0 else day + timedelta(days=-over % 3 if over else 0)

    def at(self, offset: int, hour: int, minute: int = 0) -> datetime:
        """That weekday at a time of the Swedish clock, as an aware UTC instant."""
        return datetime.combine(self.day(offset), time(hour, minute), clock.STOCKHOLM).astimezone(UTC)
