"""Delivers what is packed: one notification of a subscription at a time, in order, again until the receiver has it.

The receiver says that it has it by its answer. Where the answer was lost, or we were killed before it was written down,
the same numbers are sent again: each event is delivered at least once, and its number tells whether it is the first time.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.packing import HANDSHAKE, Packed, Packing, Stopped, wakes_at
from patientkontrakt.records.subscriptions.post import GONE, Parcel, post
from patientkontrakt.store import subscriptions
from patientkontrakt.store.subscriptions import SENT, Subscription

LONGEST_WAIT_S: Final = 300
GIVES_UP_MS: Final = 72 * 60 * 60 * 1000
"""A receiver that has failed for so long is given up: the subscription stands at `error` until its client asks anew."""
SPARE_MS: Final = 2_000
"""How much longer than the receiver may take to answer a notification is in one worker's hands."""


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
        packed = self.packing.next(row, at)
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
        fault = self.send(packed.parcel)
        with self.counter.database.write() as tx:
            mine = subscriptions.settle(tx, row.id, name, self._outcome(row, packed, fault, at))
            turned = _turned(row, packed, fault, at)
            if mine and turned is not None:
                subscriptions.turn(tx, row.id, row.version, turned.status, turned.fault, at)
        return mine and fault is None

    def _outcome(self, row: Subscription, packed: Packed, fault: str | None, at: int) -> dict[str, Any]:
        if fault is None:
            went = {"failures": 0, "failing_since": None, "next_at": at, "sent_at": at}
            return went | {"delivered": packed.upto, "wakes_at": wakes_at(packed.order, at)}
        since = at if row.failing_since is None else row.failing_since
        return {
            "failures": row.failures + 1,
            "failing_since": since,
            "next_at": at + self._wait_ms(row.failures),
        }

    def _wait_ms(self, failures: int) -> int:
        """Twice as long each time, to five minutes; not at the same instant for all who wait for one receiver."""
        whole = min(LONGEST_WAIT_S, 2 ** min(failures, 10)) * 1000
        return int(whole * self.chance.uniform(0.75, 1))

    def _stop(self, row: Subscription, why: Stopped, at: int) -> None:
        with self.counter.database.write() as tx:
            subscriptions.turn(tx, row.id, row.version, why.status, why.fault, at)


def _turned(row: Subscription, packed: Packed, fault: str | None, at: int) -> Stopped | None:
    """The status that the answer gives, if another."""
    if fault == GONE:
        return Stopped("off", GONE)
    if packed.kind == HANDSHAKE:
        return Stopped("active", None) if fault is None else Stopped("error", fault)
    since = at if row.failing_since is None else row.failing_since
    return Stopped("error", fault) if fault is not None and at - since >= GIVES_UP_MS else None
