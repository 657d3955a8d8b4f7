"""Gives changes to the subscriptions they concern: each becomes an event with the next number, once and for all.

What the owner may not read when it happens is no event of hers, and leaves no gap. Numbers and cursor move in one
transaction, so that a kill loses nothing and doubles nothing. Where a change cannot be counted for one subscription, that
one is turned off, which its client is told: to number on would leave out what nobody would miss.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.db import Unavailable
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.matching import holds
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.search.values import Ref, Value
from patientkontrakt.fhir.subscriptions.order import Order
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.stored import body_of
from patientkontrakt.records.subscriptions import rights
from patientkontrakt.records.subscriptions.owners import OwnerNow
from patientkontrakt.records.subscriptions.telling import order_in
from patientkontrakt.store import changes, subscription_events, subscriptions
from patientkontrakt.store.record import Record
from patientkontrakt.store.subscription_events import Change
from patientkontrakt.store.subscriptions import Subscription

Body = dict[str, Any]

MOST: Final = 1_000
"""Versions in one go, unless a single transaction wrote more."""
TRIES: Final = 2
UNCOUNTED: Final = "uncounted"
"""The code of a subscription for which changes could not be counted."""

_log = logging.getLogger(__name__)


def give_out(counter: Counter, owner_now: OwnerNow, at: int) -> bool:
    """Give out the next changes; False when there are none. ``at`` is epoch ms. Several may do it at once: one of them does."""
    with counter.database.read() as tx:
        before = subscription_events.cursor(tx)
        upto = changes.ready(tx, before, MOST)
        live = [] if upto is None else subscriptions.live(tx)
    if upto is None:
        return False
    given = {
        each.id: _counted(counter, owner_now, each, max(before, each.since), upto, at)
        for each in live
        if each.since < upto
    }
    with counter.database.write() as tx:
        if subscription_events.advance(tx, before, upto):
            for id, found in given.items():
                if found is None:
                    subscriptions.stop(tx, UNCOUNTED, at, id)
                elif found:
                    subscription_events.number(tx, id, found)
    return True


def _counted(
    counter: Counter, owner_now: OwnerNow, row: Subscription, after: int, upto: int, at: int
) -> Sequence[Change] | None:
    """The same as `_concerning`; None where something went wrong that nobody foresaw, again and again."""
    for _ in range(TRIES):
        try:
            return _concerning(counter, owner_now, row, after, upto, at)
        except Unavailable:
            raise  # everybody's: the worker waits for the database
        except Exception:  # noqa: BLE001 - one subscription's fault is not the next one's
            _log.warning("changes could not be counted for subscription %s", row.id, exc_info=True)
    return None


def _concerning(
    counter: Counter, owner_now: OwnerNow, row: Subscription, after: int, upto: int, at: int
) -> Sequence[Change]:
    """The changes that the subscription is about and its owner may read now, in commit order."""
    with counter.database.read() as tx:
        owner = owner_now(tx, row.client, row.scope)
    if owner is None:
        return ()
    try:
        order = order_in(row.body, counter.base)
    except Invalid:  # an earlier release took it: the sender tells
        return ()
    asked = rights.questions(order, counter.base)
    with counter.reading(owner, clock.moment(at)) as desk:
        opened = rights.opened(desk, order)
        found = changes.of_type(desk.tx, order.topic.type, after, upto, opened) if opened else []
    return [_change(each) for each in found if _answers(order, asked, each, at)]


def _answers(order: Order, asked: Sequence[SearchQuery], record: Record, at: int) -> bool:
    body = body_of(record.body)
    if not order.topic.is_about(body):
        return False
    known = _values(record, body) if asked else {}
    return all(holds(clause, known.get(clause.param, ()), at) for query in asked for clause in query.clauses)


def _values(record: Record, body: Body) -> Mapping[str, Sequence[Value]]:
    """What it is found by; whose it is by the row, as a search knows it of a Provenance too."""
    found: dict[str, list[Value]] = {}
    for each in extract(body):
        found.setdefault(each.param, []).append(each.value)
    found["patient"] = [Ref("Patient", record.patient, None)] if record.patient else []
    return found


def _change(record: Record) -> Change:
    return Change(record.type, record.id, record.version, record.updated)
