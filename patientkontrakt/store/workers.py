"""How the queue stands and who works at it: what readiness and metrics ask."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.db import Tx

# A worker that ended without a word is forgotten after a day.
_FORGOTTEN_MS: Final = 24 * 60 * 60 * 1000

_BEAT = """
INSERT INTO worker (name, seen) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET seen = excluded.seen
"""

_DEPTHS = """
SELECT kind, state, COUNT(*), MIN(created) FROM job WHERE ended IS NULL OR state = 'failed'
GROUP BY kind, state ORDER BY kind, state
"""


@dataclass(frozen=True, slots=True)
class Depth:
    """So many jobs of a kind are in a state; the oldest was asked for ``oldest_ms`` ago."""

    kind: str
    state: str
    count: int
    oldest_ms: int


def depths(tx: Tx, now: int) -> list[Depth]:
    """Every kind and state with jobs that wait for somebody: those that failed for a person. Done and cancelled ones do not."""
    return [Depth(kind, state, count, now - oldest) for kind, state, count, oldest in tx.rows(_DEPTHS)]


def beat(tx: Tx, name: str, now: int) -> None:
    """That worker lives."""
    tx.run(_BEAT, {"name": name, "now": now})
    tx.run("DELETE FROM worker WHERE seen < :before", {"before": now - _FORGOTTEN_MS})


def leave(tx: Tx, name: str) -> None:
    """That worker has ended in order."""
    tx.run("DELETE FROM worker WHERE name = :name", {"name": name})


def seen(tx: Tx) -> list[tuple[str, int]]:
    """Each worker that has not left, by name, and when it was last seen alive (epoch milliseconds); the latest first."""
    rows = tx.rows("SELECT name, seen FROM worker ORDER BY seen DESC, name")
    return [(name, at) for name, at in rows]


def worker_seen(tx: Tx) -> int | None:
    """When a worker was last seen alive (epoch milliseconds); None when there is none, or none has begun."""
    row = tx.row("SELECT MAX(seen) FROM worker")
    return None if row is None else row[0]
