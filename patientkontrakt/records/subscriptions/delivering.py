"""Delivers what is packed: one notification of a subscription at a time, in order, again until the receiver has it.

The receiver says that it has it by its answer. Where the answer was lost, or we were killed before it was written down,
the same numbers are sent again: each event is delivered at least once, and its number tells whether it is the first time.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from patientkontrakt.db import Unavailable
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.packing import Packed, Packing, Stopped, wakes_at
from patientkontrakt.records.subscriptions.post import GONE, Parcel, post
from patientkontrakt.store import subscriptions
from patientkontrakt.store.subscriptions import SENT, Subscription

LONGEST_WAIT_S: Final = 300
GIVES_UP_MS: Final = 72 * 60 * 60 * 1000
"""A receiver that has failed for so long is given up: the subscription stands at `error` until its client asks anew."""
SPARE_MS: Final = 2_000
"""How much longer than the receiver may take to answer a notification is in one worker's hands."""
OURS: Final = "ours"
"""The code of a fault of our own: it stays with the subscription that meets it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """One per worker. ``send`` is replaced in tests of what receivers may do."""

    counter: Counter
    packing: Packing
    send: Callable[[Parcel], str | None] = post
    chance: random.Random = field(default_factory=random.SystemRandom)

    def step(self, id: str, at: int) -> bool:
        """Send the next notification of a subscription, if there is one and it is nobody else's to send.

        True when the receiver has taken one, and there may be more.
        """
        with self.counter.database.read() as tx:
            row = subscriptions.find(tx, id)
        if row is None or row.status not in SENT or row.next_at > at or row.leased_until > at:
            return False
        try:
            packed = self.packing.next(row, at)
        except Unavailable:
            raise  # everybody's: the worker waits for the database
        except Exception:  # noqa: BLE001 - one subscription's fault is not the next one's
            self._failed(row, at)
            return False
        if packed is None:
            return False
        if isinstance(packed, Stopped):
            self._stop(row, packed, at)
            return False
        return self._sent(row, packed, at)

    def _sent(self, row: Subscription, packed: Packed, at: int) -> bool:
        name, until = new_id(), at + packed.parcel.timeout_s * 1000 + SPARE_MS
        with self.counter.database.write() as tx:
            if not subscriptions.lease(tx, row, name, at, until):
                return False
        fault = self._posted(packed.parcel, row)
        outcome = self._failure(row, at) if fault is not None else _taken(packed, at)
        return self._settled(row, name, outcome, fault, at) and fault is None

    def _posted(self, parcel: Parcel, row: Subscription) -> str | None:
        try:
            return self.send(parcel)
        except Exception:  # noqa: BLE001 - one subscription's fault is not the next one's
            _tell(row)
            return OURS

    def _failed(self, row: Subscription, at: int) -> None:
        """Nothing could be packed: it waits, and is given up in the end, as where its receiver fails."""
        _tell(row)
        name = new_id()
        with self.counter.database.write() as tx:
            taken = subscriptions.lease(tx, row, name, at, at + SPARE_MS)
        if taken:
            self._settled(row, name, self._failure(row, at), OURS, at)

    def _settled(
        self, row: Subscription, name: str, outcome: dict[str, Any], fault: str | None, at: int
    ) -> bool:
        """Write down how it went; False when it is not in our hands any more."""
        with self.counter.database.write() as tx:
            mine = subscriptions.settle(tx, row.id, name, outcome)
            turned = _turned(row, fault, at)
            if mine and turned is not None:
                subscriptions.turn(tx, row.id, row.version, turned.status, turned.fault, at)
        return mine

    def _failure(self, row: Subscription, at: int) -> dict[str, Any]:
        since = at if row.failing_since is None else row.failing_since
        next_at = at + self._wait_ms(row.failures)
        return {"failures": row.failures + 1, "failing_since": since, "next_at": next_at}

    def _wait_ms(self, failures: int) -> int:
        """Twice as long each time, to five minutes; not at the same instant for all who wait for one receiver."""
        whole = min(LONGEST_WAIT_S, 2 ** min(failures, 10)) * 1000
        return int(whole * self.chance.uniform(0.75, 1))

    def _stop(self, row: Subscription, why: Stopped, at: int) -> None:
        with self.counter.database.write() as tx:
            subscriptions.turn(tx, row.id, row.version, why.status, why.fault, at)


def _tell(row: Subscription) -> None:
    """Tell the operator of the fault that is being handled."""
    _log.warning("notification of subscription %s went wrong", row.id, exc_info=True)


def _taken(packed: Packed, at: int) -> dict[str, Any]:
    went = {"failures": 0, "failing_since": None, "next_at": at, "sent_at": at}
    return went | {"delivered": packed.upto, "wakes_at": wakes_at(packed.order, at)}


def _turned(row: Subscription, fault: str | None, at: int) -> Stopped | None:
    """The status that the answer gives, if another."""
    if fault == GONE:
        return Stopped("off", GONE)
    if row.status == "requested":  # it was a handshake
        return Stopped("active", None) if fault is None else Stopped("error", fault)
    since = at if row.failing_since is None else row.failing_since
    return Stopped("error", fault) if fault is not None and at - since >= GIVES_UP_MS else None
