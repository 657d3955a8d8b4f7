"""A random sample that can be drawn again (domain.md L-3): by week and key, so that nobody chooses what is looked at."""

import hmac
import random
from datetime import datetime, time, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog.findings import Window

SIZE: Final = 20
"""Rows a week."""


def last_week(custodian: str, now: datetime) -> Window:
    """The last whole week, Monday to Sunday in Stockholm: nothing is added to it any more."""
    today = clock.today(now)
    monday = today - timedelta(days=today.weekday())
    begins, ends = (
        clock.millis(datetime.combine(day, time(), clock.STOCKHOLM))
        for day in (monday - timedelta(days=7), monday)
    )
    return Window(custodian, begins, ends)


def drawn(numbers: list[int], window: Window, key: bytes, size: int = SIZE) -> list[int]:
    """So many of `numbers`, newest first: the same for the same rows, week and key, and unforeseeable without it."""
    said = f"review-sample/1\n{window.custodian}\n{window.since}".encode()
    dice = random.Random(hmac.digest(key, said, "sha256"))  # noqa: S311 - seeded by a keyed hash, to be drawn again
    return sorted(dice.sample(numbers, min(size, len(numbers))), reverse=True)
