"""Brakes, counted in the database so that all workers share them (S-099, S-165). What is counted is kept as a keyed hash."""

import hashlib
import hmac
from dataclasses import dataclass

from patientkontrakt.db import Database, Tx


@dataclass(frozen=True, slots=True)
class Brake:
    """At most `failures` (of what is counted: for some, uses) within `window_ms`; then nothing until it has passed."""

    name: str
    failures: int
    window_ms: int


PERSON = Brake("person", 10, 5 * 60 * 1000)
ADDRESS = Brake("address", 60, 60 * 1000)
# A client that fails to prove who it is, from one address: with the address, since anybody may say another's name.
CLIENT_AND_ADDRESS = Brake("client-and-address", 60, 60 * 1000)
# All of them at one address, so that no stranger fills the table with names nobody has.
CLIENTS_OF_ADDRESS = Brake("clients-of-address", 600, 60 * 1000)
# Requests a client pushes, and sign-ins begun at a provider, from one address: a hospital's morning, no stranger's store.
PUSHED = Brake("pushed", 300, 60 * 1000)
BEGUN = Brake("sign-in-begun", 300, 60 * 1000)
# Searches by personal number, of one account: more than anybody types, less than whoever tries numbers needs.
SEARCH_BY_NUMBER = Brake("search-by-number", 100, 10 * 60 * 1000)
SEARCH_BY_NUMBER_OF_SYSTEM = Brake("search-by-number-of-system", 6_000, 10 * 60 * 1000)


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing under a brake: a person as typed at an address, or an address."""

    brake: Brake
    id: str


def counted(brake: Brake, what: str, key: bytes) -> Counted:
    """Name what is counted without keeping it."""
    return Counted(brake, hmac.new(key, f"{brake.name}:{what}".encode(), hashlib.sha256).hexdigest())


def wait_s(tx: Tx, one: Counted, at: int) -> int:
    """Whole seconds to wait; 0 when the way is free."""
    row = tx.row(
        "SELECT since FROM throttle WHERE id = :id AND failures >= :limit AND since > :start",
        {"id": one.id, "limit": one.brake.failures, "start": at - one.brake.window_ms},
    )
    return (row[0] + one.brake.window_ms - at) // 1000 + 1 if row else 0


def wait_now(database: Database, one: Counted, at: int) -> int:
    """As :func:`wait_s`, in a glance of its own; nothing is counted."""
    with database.glance() as tx:
        return wait_s(tx, one, at)


def spend(database: Database, one: Counted, at: int) -> int:
    """Count one, by one statement in a transaction of its own; whole seconds to wait, 0 while the way is free.

    Going on while the way is closed makes nobody wait longer. `at` is epoch milliseconds. Raises Unavailable.
    """
    with database.stroke() as tx:
        row = tx.row(f"{_COUNT} RETURNING since, failures", _values(one, at))
    since, count = row or (at, 1)
    return (since + one.brake.window_ms - at) // 1000 + 1 if count > one.brake.failures else 0


def note_failure(tx: Tx, one: Counted, at: int) -> None:
    """Count one failure; a window that has passed starts anew."""
    tx.run(_COUNT, _values(one, at))


_COUNT = """INSERT INTO throttle (id, since, failures) VALUES (:id, :at, 1)
    ON CONFLICT (id) DO UPDATE SET
        failures = CASE WHEN throttle.since > :start THEN throttle.failures + 1 ELSE 1 END,
        since = CASE WHEN throttle.since > :start THEN throttle.since ELSE excluded.since END"""


def _values(one: Counted, at: int) -> dict[str, object]:
    return {"id": one.id, "at": at, "start": at - one.brake.window_ms}
