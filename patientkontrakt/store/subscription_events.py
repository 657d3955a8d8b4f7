"""The numbered events of subscriptions, and the cursor that says how far changes have been given out."""

from collections.abc import Sequence
from dataclasses import dataclass

from patientkontrakt.db import Tx


@dataclass(frozen=True, slots=True)
class Change:
    """Which version an event is about, and when it was written (epoch ms)."""

    type: str
    resource: str
    version: int
    at: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """An event of one subscription."""

    number: int
    change: Change


def cursor(tx: Tx) -> int:
    """The last transaction whose changes have been given out."""
    row = tx.row("SELECT tx FROM subscription_cursor WHERE id = 1")
    return int(row[0]) if row else 0


def advance(tx: Tx, before: int, after: int) -> bool:
    """Move the cursor, if nobody else has."""
    sql = "UPDATE subscription_cursor SET tx = :after WHERE id = 1 AND tx = :before"
    return bool(tx.run(sql, {"before": before, "after": after}))


def number(tx: Tx, subscription: str, changes: Sequence[Change]) -> None:
    """Give the changes the next numbers; nothing if it has been turned off meanwhile."""
    sql = (
        "UPDATE subscription SET counted = counted + :n WHERE id = :id AND status <> 'off' RETURNING counted"
    )
    row = tx.row(sql, {"id": subscription, "n": len(changes)})
    if row is None:
        return
    first = int(row[0]) - len(changes) + 1
    tx.many(
        "INSERT INTO subscription_event (subscription, number, type, resource, version, at)"
        " VALUES (:subscription, :number, :type, :resource, :version, :at)",
        [
            {
                "subscription": subscription,
                "number": first + place,
                "type": each.type,
                "resource": each.resource,
                "version": each.version,
                "at": each.at,
            }
            for place, each in enumerate(changes)
        ],
    )


def between(tx: Tx, subscription: str, first: int, last: int, most: int) -> list[Numbered]:
    """At most ``most`` events with numbers from ``first`` to ``last``, in order."""
    sql = (
        "SELECT number, type, resource, version, at FROM subscription_event WHERE subscription = :id"
        " AND number >= :first AND number <= :last ORDER BY number LIMIT :most"
    )
    rows = tx.rows(sql, {"id": subscription, "first": first, "last": last, "most": most})
    return [Numbered(row[0], Change(*row[1:])) for row in rows]


def forget(tx: Tx, before: int) -> int:
    """Remove events that are older than ``before`` (epoch ms); how many."""
    return tx.run("DELETE FROM subscription_event WHERE at < :before", {"before": before})


def step_over(tx: Tx) -> None:
    """Count as delivered what was to be, where nothing of it is left: nobody waits for it any more."""
    sql = (
        "SELECT s.id, s.counted FROM subscription s WHERE s.counted > s.delivered AND NOT EXISTS"
        " (SELECT 1 FROM subscription_event e WHERE e.subscription = s.id AND e.number > s.delivered)"
    )
    for id, counted in tx.rows(sql):  # not what has been numbered since: that is still to be told
        tx.run(
            "UPDATE subscription SET delivered = :counted WHERE id = :id AND delivered < :counted",
            {"id": id, "counted": counted},
        )


def backlog(tx: Tx) -> tuple[int, int | None]:
    """How many events wait to be delivered, and when the oldest of them was written (epoch ms)."""
    sql = (
        "SELECT count(*), min(e.at) FROM subscription s JOIN subscription_event e"
        " ON e.subscription = s.id AND e.number > s.delivered WHERE s.status <> 'off'"
    )
    row = tx.row(sql)
    return (int(row[0]), row[1]) if row else (0, None)
