"""Brakes on sign-in, counted in the database so that all workers share them (S-099). What is counted is kept as a keyed hash."""

import hashlib
import hmac
from dataclasses import dataclass

from patientkontrakt.db import Tx


@dataclass(frozen=True, slots=True)
class Brake:
    """At most `failures` within `window_ms`; then nothing until the window has passed."""

    name: str
    failures: int
    window_ms: int


PERSON = Brake("person", 10, 5 * 60 * 1000)
ADDRESS = Brake("address", 60, 60 * 1000)


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


def note_failure(tx: Tx, one: Counted, at: int) -> None:
    """Count one failure; a window that has passed starts anew."""
    tx.run(
        """INSERT INTO throttle (id, since, failures) VALUES (:id, :at, 1)
           ON CONFLICT (id) DO UPDATE SET
               failures = CASE WHEN throttle.since > :start THEN throttle.failures + 1 ELSE 1 END,
               since = CASE WHEN throttle.since > :start THEN throttle.since ELSE excluded.since END""",
        {"id": one.id, "at": at, "start": at - one.brake.window_ms},
    )
