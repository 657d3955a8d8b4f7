"""Events as they may be told now: the law is asked when an event is sent, not only when it happened."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from patientkontrakt.fhir.subscriptions.notification import FAULTS, Event, Status
from patientkontrakt.fhir.subscriptions.order import Content, Order, order_of
from patientkontrakt.records import mask
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, body_of, stored
from patientkontrakt.records.subscriptions import rights
from patientkontrakt.store import changes
from patientkontrakt.store.record import Judged
from patientkontrakt.store.subscription_events import Numbered
from patientkontrakt.store.subscriptions import Subscription

ACTION: Final = "notify"
Key = tuple[str, int]  # id and version

MOST_BYTES: Final = 4_000_000  # of resources in one notification, unless the first alone is larger


@lru_cache(maxsize=1024)
def order_in(body: str, base: str) -> Order:
    """The order in a stored Subscription; ``base`` is our FHIR address."""
    return order_of(body_of(body), base)


def status_of(row: Subscription, topic: str) -> Status:
    """How it stands, as it is told."""
    fault = FAULTS.get(row.fault or "") if row.status in ("error", "off") else None
    return Status(row.id, topic, row.status, row.counted, fault)


def told(
    desk: Desk, row: Subscription, numbered: Sequence[Numbered], content: Content | None = None
) -> list[Event]:
    """The events as their owner, the desk's actor, may be told of them now: what she may read is noted for the log.

    An event of something that has been closed since keeps its number and says no more. Fewer are told than were
    asked for where they would be too large together. ``content`` is what the order says, or less.
    """
    order = order_in(row.body, desk.base)
    content = content or order.content
    opened = {} if content == "empty" else _opened(desk, order, numbered)
    if content == "full-resource":
        numbered = _fitting(numbered, opened)
    shown = {key: opened[key] for key in map(_key, numbered) if key in opened}
    desk.note_records(ACTION, f"Subscription/{row.id}", shown.values())
    texts = _texts(desk, shown) if content == "full-resource" else {}
    return [_event(each, _key(each) in shown, texts.get(_key(each))) for each in numbered]


def _key(event: Numbered) -> Key:
    return event.change.resource, event.change.version


def _opened(desk: Desk, order: Order, numbered: Sequence[Numbered]) -> dict[Key, Judged]:
    rights_now = rights.opened(desk, order)
    if rights_now is None:
        return {}
    return changes.opened(desk.tx, order.topic.type, [*map(_key, numbered)], rights_now)


def _fitting(numbered: Sequence[Numbered], opened: Mapping[Key, Judged]) -> Sequence[Numbered]:
    size = 0
    for place, each in enumerate(numbered):
        size += len(opened[_key(each)][0].body) if _key(each) in opened else 0
        if place and size > MOST_BYTES:
            return numbered[:place]
    return numbered


def _texts(desk: Desk, shown: Mapping[Key, Judged]) -> dict[Key, str]:
    found: list[Stored] = [stored(record) for record, _ in shown.values()]
    return {(each.id, each.version): each.text for each in mask.shown(desk, found, old=True)}


def _event(each: Numbered, is_shown: bool, text: str | None) -> Event:
    change = each.change
    key = f"{change.type}/{change.resource}" if is_shown else None
    return Event(each.number, change.at, key, change.version == 1, text)
