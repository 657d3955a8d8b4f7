"""How long to rest: the interval while all is well, longer and longer while it is not."""

import random
from typing import Final

from patientkontrakt.db import Unavailable

MOST_S: Final = 300.0
# A database comes back by itself: who waits for it notices soon.
_AWAY_S: Final = 5.0


def rest_after(faults: int, most: float = MOST_S) -> float:
    """Seconds to rest after so many faults in a row: 1, 2, 4 … `most`, up to half of it taken off by lot.

    By lot, so that what went wrong together does not come back together.
    """
    return float(min(most, 2.0 ** min(faults - 1, 32)) * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


class Pace:
    """The rest of one who does the same thing again and again."""

    def __init__(self, interval: float) -> None:
        """`interval` is seconds."""
        self._interval = interval
        self.faults = 0

    def well(self) -> float:
        """It went well: seconds until the next time."""
        self.faults = 0
        return self._interval

    def wrong(self, fault: Exception) -> float:
        """It went wrong: seconds until the next time."""
        self.faults += 1
        return rest_after(self.faults, _AWAY_S if isinstance(fault, Unavailable) else MOST_S)
