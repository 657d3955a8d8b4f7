"""What to send next of a subscription, if anything: a handshake, the next events, or a heartbeat. Logged before it leaves."""

from dataclasses import dataclass, replace
from typing import Final

from patientkontrakt import clock
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.fhir.subscriptions import headers
from patientkontrakt.fhir.subscriptions.notification import Kind, notification
from patientkontrakt.fhir.subscriptions.order import Order
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions import receivers as register
from patientkontrakt.records.subscriptions.owners import OwnerNow
from patientkontrakt.records.subscriptions.post import Parcel
from patientkontrakt.records.subscriptions.telling import order_in, status_of, told
from patientkontrakt.records.subscriptions.vault import Vault
from patientkontrakt.store import receivers, subscription_events
from patientkontrakt.store.subscription_events import Numbered
from patientkontrakt.store.subscriptions import Subscription

NEVER: Final = 2**62
HANDSHAKE: Final[Kind] = "handshake"


@dataclass(frozen=True)
class Packed:
    """A parcel and what it is: `upto` is the number of its last event, or of the last before it."""

    parcel: Parcel
    kind: Kind
    upto: int
    order: Order


@dataclass(frozen=True)
class Stopped:
    """Nothing may be sent any more: the status it gets, and why."""

    status: str
    fault: str | None


@dataclass(frozen=True)
class Packing:
    """Packs under the law. ``vault`` has the receivers' own headers."""

    counter: Counter
    owner_now: OwnerNow
    vault: Vault

    def next(self, row: Subscription, at: int) -> Packed | Stopped | None:
        """The next parcel of a subscription at ``at`` (epoch ms); None when there is nothing to send yet."""
        try:
            order = order_in(row.body, self.counter.base)
        except Invalid:
            return Stopped("error", "order")
        if order.end is not None and order.end <= at:
            return Stopped("off", None)
        kind = _kind(row, order, at)
        if kind is None:
            return None
        with self.counter.database.read() as tx:
            owner = self.owner_now(tx, row.client, row.scope)
            receiver = receivers.find(tx, row.client, order.endpoint.receiver)
            waiting = (
                subscription_events.between(tx, row.id, row.delivered + 1, row.counted, order.most)
                if kind == "event-notification"
                else []
            )
        if owner is None:
            return Stopped("error", "client")
        if receiver is None or not register.may_be_plain(receiver, order.endpoint):
            return Stopped("error", "receiver")
        if kind == "event-notification" and not waiting:  # too old, and forgotten
            return None
        try:
            lines = self.vault.opened(row.id, row.headers)
        except ValueError:  # the secret has been changed
            return Stopped("error", "headers")
        text, upto = self._told(row, order, kind, waiting, replace(owner, request_id=new_id()), at)
        own = dict(line for line in map(headers.pair, lines) if line)
        return Packed(Parcel(order.endpoint, receiver, text, own, order.timeout_s), kind, upto, order)

    def _told(
        self, row: Subscription, order: Order, kind: Kind, waiting: list[Numbered], owner: Actor, at: int
    ) -> tuple[str, int]:
        """The notification, and the number of its last event, or of the last before it."""
        events = []
        if waiting:
            with self.counter.reading(owner, clock.moment(at)) as desk:
                events = told(desk, row, waiting)
        status = status_of(row, order.topic.url)
        if events:
            status = replace(status, counted=events[-1].number)
        text = notification(self.counter.base, status, kind, events, at)
        return text, events[-1].number if events else row.delivered


def _kind(row: Subscription, order: Order, at: int) -> Kind | None:
    if row.status == "requested":
        return HANDSHAKE
    if row.counted > row.delivered:
        return "event-notification"
    return "heartbeat" if wakes_at(order, row.sent_at or row.created) <= at else None


def wakes_at(order: Order, sent_at: int) -> int:
    """When there is something to do even if nothing happens: its heartbeat, or its end (epoch ms)."""
    heartbeat = NEVER if order.heartbeat_s is None else sent_at + order.heartbeat_s * 1000
    return min(heartbeat, NEVER if order.end is None else order.end)
