"""The round of notifications: gives out what has changed, then sends what waits, each subscription by itself."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Final

from patientkontrakt.db import Database
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.delivering import Delivery
from patientkontrakt.records.subscriptions.giving import give_out
from patientkontrakt.records.subscriptions.owners import OwnerNow
from patientkontrakt.records.subscriptions.packing import Packing
from patientkontrakt.records.subscriptions.vault import Vault
from patientkontrakt.store import subscription_events, subscriptions

KEPT_MS: Final = 30 * 24 * 60 * 60 * 1000
"""How long events can be asked for again, and wait for a receiver that is down."""
_HOUR_MS: Final = 60 * 60 * 1000
_AT_ONCE: Final = 8
_LONGEST_S: Final = 3.0


@dataclass(frozen=True)
class Backlog:
    """Events that wait to be delivered, and the age in milliseconds of the oldest; for metrics."""

    waiting: int
    oldest_ms: int


def stop_after_restore(database: Database, at: int) -> None:
    """Turn every subscription off: its receiver may know numbers that were lost, and would take new events for those."""
    with database.write() as tx:
        subscriptions.stop(tx, "restored", at)


def backlog(database: Database, at: int) -> Backlog:
    """What waits at ``at`` (epoch ms), of all subscriptions that are not turned off."""
    with database.read() as tx:
        waiting, oldest = subscription_events.backlog(tx)
    return Backlog(waiting, 0 if oldest is None else max(0, at - oldest))


@dataclass
class Notifier:
    """A round of the worker. A receiver that is slow holds up nobody's but its own."""

    counter: Counter
    owner_now: OwnerNow
    vault: Vault
    name: str = "notifications"
    interval: float = 1.0
    make: Callable[[Counter, Packing], Delivery] = Delivery
    _running: dict[str, Future[None]] = field(init=False)
    _swept: int = 0

    def __post_init__(self) -> None:
        self._delivery = self.make(self.counter, Packing(self.counter, self.owner_now, self.vault))
        self._begin()

    def _begin(self) -> None:
        """Threads of this process: they do not follow a fork, and nothing is on its way here that was on its way there."""
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="notifications")
        self._running, self._process = {}, os.getpid()

    def round(self, now: int) -> None:
        """Give out and send at ``now`` (epoch ms). Waits some seconds at most; what takes longer goes on by itself."""
        if self._process != os.getpid():
            self._begin()
        begun = time.monotonic()
        while give_out(self.counter, self.owner_now, now) and time.monotonic() - begun < _LONGEST_S:
            pass
        self._sweep(now)
        with self.counter.database.read() as tx:
            due = [each.id for each in subscriptions.due(tx, now)]
        ended = [each for each in self._running.values() if each.done()]
        self._running = {id: each for id, each in self._running.items() if not each.done()}
        started = {id: self._threads.submit(self._send, id, now) for id in due if id not in self._running}
        self._running |= started
        done, _ = wait(started.values(), timeout=_LONGEST_S)
        self._running = {id: each for id, each in self._running.items() if each not in done}
        for each in (*ended, *done):
            each.result()  # what failed is the worker's to tell

    def _send(self, id: str, now: int) -> None:
        """One after the other, as long as the receiver takes them."""
        begun = time.monotonic()
        while self._delivery.step(id, now + int((time.monotonic() - begun) * 1000)):
            if time.monotonic() - begun > _LONGEST_S:
                return

    def _sweep(self, now: int) -> None:
        if now - self._swept < _HOUR_MS:
            return
        with self.counter.database.write() as tx:
            subscription_events.forget(tx, now - KEPT_MS)
            subscription_events.step_over(tx)
        self._swept = now
