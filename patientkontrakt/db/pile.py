"""Writes that wait for one another: sent in one go as soon as anything else is asked of their transaction."""

from collections.abc import Callable
from typing import Any, Final

MOST: Final = 100
"""So many are sent at the latest: an import has thousands."""


class Pile:
    """What lies here is written before the next statement of its transaction, whatever that is: nobody reads past it."""

    def __init__(self, write: Callable[[list[Any]], None]) -> None:
        """`write` is given all that has been put here since it was last called, in order."""
        self._write = write
        self._waiting: list[Any] = []

    def add(self, item: Any) -> None:
        """Put one more here."""
        self._waiting.append(item)
        if len(self._waiting) >= MOST:
            self.catch_up()

    def catch_up(self) -> None:
        """Write what waits."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._write(waiting)
