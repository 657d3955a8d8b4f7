"""Subscriptions: one row each, found by its client, and leased to whoever sends its next notification."""

from dataclasses import dataclass, fields
from typing import Any, Final

from patientkontrakt.db import Tx
from patientkontrakt.store.sql import Params

LIVE: Final = ("requested", "active", "error")
SENT: Final = ("requested", "active")


@dataclass(frozen=True, slots=True)
class Subscription:
    """A row. Instants are epoch ms; `counted` and `delivered` are event numbers; `headers` are sealed."""

    id: str
    client: str
    scope: str
    version: int
    status: str
    fault: str | None
    body: str
    headers: str | None
    since: int
    counted: int
    delivered: int
    failures: int
    failing_since: int | None
    next_at: int
    wakes_at: int
    sent_at: int | None
    lease: str | None
    leased_until: int
    created: int
    updated: int


_NAMES: Final = tuple(field.name for field in fields(Subscription))
_COLUMNS: Final = ", ".join(_NAMES)
_INSERT: Final = f"INSERT INTO subscription ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _NAMES)})"


def add(tx: Tx, made: Subscription) -> None:
    """Store a new one."""
    tx.run(_INSERT, _values(made))


def change(tx: Tx, id: str, version: int, changes: dict[str, Any]) -> bool:
    """Set columns of the one whose version is still ``version``, and count its version up."""
    told = ", ".join(f"{name} = :{name}" for name in changes)
    sql = f"UPDATE subscription SET {told}, version = version + 1 WHERE id = :id_of AND version = :version_of"
    return bool(tx.run(sql, {**changes, "id_of": id, "version_of": version}))


def of_client(tx: Tx, client: str, id: str | None = None) -> list[Subscription]:
    """A client's own, oldest first; with ``id`` that one, if it is the client's."""
    params = Params(client=client)
    one = f" AND id = {params.add(id)}" if id is not None else ""
    sql = f"SELECT {_COLUMNS} FROM subscription WHERE client = :client{one} ORDER BY created, id"
    return [Subscription(*row) for row in tx.rows(sql, params)]


def find(tx: Tx, id: str) -> Subscription | None:
    """One, whoever's."""
    row = tx.row(f"SELECT {_COLUMNS} FROM subscription WHERE id = :id", {"id": id})
    return Subscription(*row) if row else None


def hold_client(tx: Tx, client: str) -> None:
    """Of two requests of one client, one waits for the other: how many it has is then as it was counted."""
    if tx.dialect == "postgresql":
        tx.row(
            "SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))", {"name": f"subscriptions of {client}"}
        )


def live(tx: Tx) -> list[Subscription]:
    """Those that get events, whether or not they are sent just now."""
    params = Params()
    sql = f"SELECT {_COLUMNS} FROM subscription WHERE status IN ({params.many(LIVE)}) ORDER BY id"
    return [Subscription(*row) for row in tx.rows(sql, params)]


def due(tx: Tx, at: int) -> list[Subscription]:
    """Those in nobody's hands that have something to send, and may be sent to now."""
    params = Params(at=at)
    sql = (
        f"SELECT {_COLUMNS} FROM subscription WHERE status IN ({params.many(SENT)})"
        " AND next_at <= :at AND leased_until <= :at"
        " AND (status = 'requested' OR counted > delivered OR wakes_at <= :at) ORDER BY id"
    )
    return [Subscription(*row) for row in tx.rows(sql, params)]


def lease(tx: Tx, known: Subscription, name: str, at: int, until: int) -> bool:
    """Take it in hand, as it is ``known``, until it has been settled or the lease has run out."""
    sql = (
        "UPDATE subscription SET lease = :name, leased_until = :until"
        " WHERE id = :id AND version = :version AND delivered = :delivered AND leased_until <= :at"
    )
    params = {"id": known.id, "version": known.version, "delivered": known.delivered}
    return bool(tx.run(sql, {**params, "name": name, "until": until, "at": at}))


def settle(tx: Tx, id: str, name: str, changes: dict[str, Any]) -> bool:
    """Write down how it went and let go, if it is still in the hand ``name``."""
    told = "".join(f", {column} = :{column}" for column in changes)
    sql = (
        f"UPDATE subscription SET lease = NULL, leased_until = 0{told} WHERE id = :id_of AND lease = :name_of"
    )
    return bool(tx.run(sql, {**changes, "id_of": id, "name_of": name}))


def turn(tx: Tx, id: str, version: int, status: str, fault: str | None, at: int) -> bool:
    """Give the version that was sent for another status; a version that its owner has changed since stays."""
    return change(tx, id, version, {"status": status, "fault": fault, "updated": at})


def stop(tx: Tx, fault: str, at: int, id: str | None = None) -> None:
    """Turn all off that are not, or the one with ``id``, whatever its version: nothing more is sent of them."""
    params = Params(fault=fault, at=at)
    one = f" AND id = {params.add(id)}" if id is not None else ""
    sql = (
        "UPDATE subscription SET status = 'off', fault = :fault, updated = :at, version = version + 1,"
        f" lease = NULL, leased_until = 0 WHERE status <> 'off'{one}"
    )
    tx.run(sql, params)


def _values(made: Subscription) -> dict[str, Any]:
    return {name: getattr(made, name) for name in _NAMES}
