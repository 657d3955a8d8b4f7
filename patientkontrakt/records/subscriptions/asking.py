"""$status and $events: how a client's own subscriptions stand, and their events over again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.subscriptions.notification import Event, Status
from patientkontrakt.fhir.subscriptions.order import CONTENTS, Content
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import body_of
from patientkontrakt.records.subscriptions import keeping
from patientkontrakt.records.subscriptions.telling import order_in, status_of, told
from patientkontrakt.store import subscription_events, subscriptions
from patientkontrakt.store.subscriptions import Subscription

MOST: Final = 1_000
"""Events in one answer; whoever wants more asks on from the last."""


@dataclass(frozen=True)
class Again:
    """Events told over again, and how the subscription stands."""

    status: Status
    events: list[Event]


def status(desk: Desk, id: str) -> Status:
    """How one stands. Raises NotFound, AccessRefused (scope)."""
    return _status(keeping.found(desk, id, "read"))


def statuses(desk: Desk, ids: Collection[str], of: Collection[str]) -> list[Status]:
    """How the client's own stand: those named, in one of these states; all, where nothing is said."""
    may = desk.restriction("r", keeping.TYPE).grounds
    own = subscriptions.of_client(desk.tx, desk.actor.client) if may else []
    desk.note("search", keeping.TYPE, "permitted", may[0][0] if may else "no_hits")
    asked = (each for each in own if not ids or each.id in ids)
    return [_status(each) for each in asked if not of or each.status in of]


def events(desk: Desk, id: str, first: int, last: int | None, content: Content | None) -> Again:
    """Events by number, as they may be told now, at most MOST. Raises NotFound, AccessRefused (scope).

    ``content`` asks for less than the subscription gives, never for more.
    """
    row = keeping.found(desk, id, "read")
    until = row.counted if last is None else min(last, row.counted)
    numbered = subscription_events.between(desk.tx, id, first, until, MOST)
    given = order_in(row.body, desk.base).content
    less = min(content or given, given, key=CONTENTS.index)
    return Again(_status(row), told(desk, row, numbered, less))


def _status(row: Subscription) -> Status:
    topic: str = body_of(row.body)["criteria"]
    return status_of(row, topic)
