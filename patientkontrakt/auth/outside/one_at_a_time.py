"""What is fetched from elsewhere by address, and kept for a while in each process: one asks at a time.

The others go on with what is kept, as long as it has just grown old; without, a few wait for the answer. No more than a few:
each holds a thread, and whoever is silent must not hold them all.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_WAITING: Final = 2
"""Of the four threads of a worker one asks then, and one is free."""


@dataclass(frozen=True, slots=True)
class Timing:
    """In milliseconds. What is asked for again is asked no sooner than `again_ms` after the last time; what has grown old
    serves `grace_ms` more while somebody asks."""

    again_ms: int
    grace_ms: int


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    value: T | None
    asked: int
    until: int

    def serves(self, at: int, again: bool, timing: Timing) -> bool:
        """Whether nobody need ask now."""
        until = (
            min(self.until, self.asked + timing.again_ms) if again and self.value is not None else self.until
        )
        return at < until


@dataclass(slots=True)
class _Flight(Generic[T]):
    """One who asks, and what those who wait will get."""

    done: threading.Event = field(default_factory=threading.Event)
    value: T | None = None


class OneAtATime(Generic[T]):
    """Values by address. Thread safe.

    `ask` fetches one within `patience_s` seconds, and says for how many milliseconds it is good; None is kept as well: that
    there is none. It may raise nothing.
    """

    def __init__(self, ask: Callable[[str], tuple[T | None, int]], timing: Timing, patience_s: float) -> None:
        self._ask = ask
        self._timing = timing
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept[T]] = {}
        self._under_way: dict[str, _Flight[T]] = {}
        self._waiting = 0

    def get(self, address: str, at: int, again: bool = False) -> T | None:
        """The value, at that instant (epoch milliseconds); None when it cannot be had. `again` asks for a fresher one."""
        with self._lock:
            kept = self._kept.get(address)
            if kept and kept.serves(at, again, self._timing):
                return kept.value
            flight = self._under_way.get(address)
            if flight:
                old = kept.value if kept and at < kept.until + self._timing.grace_ms else None
                if (old is not None and not again) or self._waiting >= MOST_WAITING:
                    return old
                self._waiting += 1
            else:
                mine = self._under_way[address] = _Flight[T]()
        return self._wait(flight) if flight else self._fetch(address, mine, at)

    def _wait(self, flight: _Flight[T]) -> T | None:
        try:
            flight.done.wait(self._patience_s)
            return flight.value
        finally:
            with self._lock:
                self._waiting -= 1

    def _fetch(self, address: str, flight: _Flight[T], at: int) -> T | None:
        try:
            value, good_ms = self._ask(address)
            with self._lock:
                old = self._kept.get(address)
                if value is None and old and old.value is not None and at < old.until:
                    kept = _Kept(
                        old.value, at, old.until
                    )  # it was asked for early: what was good is good yet
                else:
                    kept = _Kept(value, at, at + good_ms)
                self._kept[address] = kept
            flight.value = kept.value
            return kept.value
        finally:
            with self._lock:
                del self._under_way[address]
            flight.done.set()
