"""Removing what is older than five years (domain.md L-2), whole seals at a time, so that the chain stays verifiable.

The seals themselves stay. That rows are gone because we removed them is said by a keyed hash in the database and by a
line in the file of heads: without both, a missing row is a broken chain.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog import heads as outside
from patientkontrakt.accesslog.seal import Seal, be_alone, seal
from patientkontrakt.db import Database, Tx

YEARS: Final = 5
_FIRST_KEPT = "SELECT MIN(tx) FROM access_log WHERE at >= :before"
_LAST_SEAL = "SELECT n, upto, rows, head, at FROM access_log_seal WHERE upto < :tx ORDER BY n DESC LIMIT 1"
_COUNT = "SELECT COUNT(*) FROM access_log WHERE tx <= :upto"
_REMOVE = "DELETE FROM access_log WHERE tx <= :upto"
_INSERT = "INSERT INTO access_log_expiry (n, rows, before, at, mac) VALUES (:n, :rows, :before, :at, :mac)"
_ALL = "SELECT n, rows, before, at, mac FROM access_log_expiry ORDER BY n"
_NO_TX: Final = 2**63 - 1


class TooYoung(ValueError):
    """The log is kept for at least five years: nothing younger is removed, whoever asks."""


@dataclass(frozen=True)
class Expiry:
    """One removal: all rows under the seals up to `n`, which were `rows` and older than `before` (epoch ms)."""

    n: int
    rows: int
    before: int
    at: int
    mac: str


def latest_allowed(now: datetime) -> int:
    """The first instant that must be kept: five years before the day it is, as the calendar has it."""
    today = clock.today(now)
    day = min(today.day, 28) if today.month == 2 else today.day
    morning = datetime(today.year - YEARS, today.month, day, tzinfo=clock.STOCKHOLM)
    return clock.millis(morning)


def expire(
    database: Database, key: bytes, heads: Path, before: int, now: datetime, *, dry_run: bool
) -> Expiry | None:
    """Remove all sealed rows older than `before`; what was, or would be, removed, None when there is nothing.

    Only whole seals go, from the beginning. Verify the chain first. Raises TooYoung.
    What has no seal yet gets one: a row as old as those removed that is sealed after this was put in again.
    """
    if before > latest_allowed(now):
        raise TooYoung
    if not dry_run:
        seal(database, key, heads, clock.millis(now))
    with outside.locked(heads), database.write() as tx:
        be_alone(tx)
        last = _last_to_go(tx, before)
        rows = _count(tx, last) if last else 0
        if last is None or rows == 0:
            return None
        at = clock.millis(now)
        done = Expiry(last.n, rows, before, at, _mac(key, last, rows, before, at))
        if not dry_run:
            _remove(tx, heads, done, last)
    return done


def expiries(tx: Tx) -> list[Expiry]:
    """Every removal there has been, in order."""
    return [Expiry(*row) for row in tx.rows(_ALL)]


def is_ours(expiry: Expiry, last: Seal, key: bytes) -> bool:
    """Whether the removal up to the seal `last` was made with our key."""
    said = _mac(key, last, expiry.rows, expiry.before, expiry.at)
    return expiry.n == last.n and hmac.compare_digest(said, expiry.mac)


def line(expiry: Expiry) -> str:
    """What the file of heads says of a removal."""
    return f"expired {expiry.n} {expiry.rows} {expiry.mac}"


def _last_to_go(tx: Tx, before: int) -> Seal | None:
    """The newest seal under which every row is older than `before`."""
    kept = tx.row(_FIRST_KEPT, {"before": before})
    first = _NO_TX if kept is None or kept[0] is None else int(kept[0])
    row = tx.row(_LAST_SEAL, {"tx": first})
    return Seal(*row) if row else None


def _count(tx: Tx, last: Seal) -> int:
    row = tx.row(_COUNT, {"upto": last.upto})
    return int(row[0]) if row else 0


def _remove(tx: Tx, heads: Path, done: Expiry, last: Seal) -> None:
    """The line comes first: one without its removal harms nobody, a removal without its line is a broken chain."""
    outside.remark(heads, line(done))
    tx.run(_REMOVE, {"upto": last.upto})
    tx.run(_INSERT, vars(done))


def _mac(key: bytes, last: Seal, rows: int, before: int, at: int) -> str:
    said = json.dumps((last.n, last.upto, last.head, rows, before, at), separators=(",", ":"))
    return hmac.digest(key, b"access_log_expiry/1\n" + said.encode("ascii"), "sha256").hex()
