"""The job table: work committed with the change that asks for it, done once by whoever holds its lease.

A lease is a time: who does not keep it loses the job to the next worker. So a worker may be killed anywhere, and
two may look for work at once. Every function runs in the caller's transaction; all instants are epoch milliseconds.
"""

import json
import secrets
from typing import Final

from patientkontrakt.db import Tx
from patientkontrakt.store.job import CANCELLED, COLUMNS, Cancelled, Job, LeaseLost, Progress, job_of

_INSERT = """
INSERT INTO job (id, kind, owner, state, wanted, progress, run_at, attempts, created)
VALUES (:id, :kind, :owner, 'queued', :wanted, '{}', :run_at, 0, :now)
"""

# What has not ended is queued or running, and has an index of its own; only what is running has a lease.
_DUE = """
SELECT id FROM job WHERE ended IS NULL AND kind IN ({kinds})
AND COALESCE(leased_until, run_at) <= :now ORDER BY run_at, id LIMIT 1
"""

# SQLite's write transaction is alone by nature; PostgreSQL passes over what another is taking at this moment.
_ONE_AT_A_TIME: Final = {"sqlite": "", "postgresql": "FOR UPDATE SKIP LOCKED"}

_CLAIM = """
UPDATE job SET state = 'running', attempts = attempts + 1, lease = :lease, leased_until = :until
WHERE id = ({due} {alone}) RETURNING {columns}
"""

_HELD = "WHERE id = :id AND lease = :lease AND state = 'running'"
_KEEP = f"UPDATE job SET progress = :progress, leased_until = :until {_HELD}"
_FINISH = f"""
UPDATE job SET state = 'done', progress = :progress, fault = NULL, ended = :now, lease = NULL, leased_until = NULL
{_HELD}
"""
_AGAIN = f"""
UPDATE job SET state = 'queued', run_at = :at, fault = :fault, lease = NULL, leased_until = NULL {_HELD}
"""
_GIVE_BACK = f"""
UPDATE job SET state = 'queued', run_at = :now, attempts = attempts - 1, lease = NULL, leased_until = NULL {_HELD}
"""
_FAIL = f"""
UPDATE job SET state = 'failed', fault = :fault, ended = :now, lease = NULL, leased_until = NULL {_HELD}
"""
_CANCEL = """
UPDATE job SET state = 'cancelled', ended = :now, lease = NULL, leased_until = NULL
WHERE id = :id AND state IN ('queued', 'running')
"""
_RETRY = """
UPDATE job SET state = 'queued', run_at = :now, attempts = 0, fault = NULL, ended = NULL
WHERE id = :id AND state = 'failed'
"""
_DISMISS = "UPDATE job SET state = 'cancelled' WHERE id = :id AND state = 'failed'"

# Letters only: an id that begins with a dash is an option to a command, and ten digits in a row are struck out of the log.
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


def enqueue(
    tx: Tx, kind: str, wanted: Progress, owner: str | None, now: int, run_at: int | None = None
) -> str:
    """Put a job in the queue, to be begun at ``run_at`` (default: at once); its id, which nobody can guess."""
    id = secrets.token_hex(16).translate(_LETTERS)
    at = now if run_at is None else run_at
    tx.run(
        _INSERT,
        {"id": id, "kind": kind, "owner": owner, "wanted": json.dumps(wanted), "run_at": at, "now": now},
    )
    return id


def is_due(tx: Tx, kinds: tuple[str, ...], now: int) -> bool:
    """Whether ``claim`` has something to take. For a reading transaction: asking costs no write lock."""
    if not kinds:
        return False
    named = _named(kinds)
    return tx.row(_due(named), {**named, "now": now}) is not None


def claim(tx: Tx, kinds: tuple[str, ...], now: int, lease_ms: int) -> Job | None:
    """Take the job that has waited longest, or one whose worker has not kept its lease; None when there is none."""
    if not kinds:
        return None
    named = _named(kinds)
    statement = _CLAIM.format(due=_due(named), alone=_ONE_AT_A_TIME[tx.dialect], columns=COLUMNS)
    lease = secrets.token_urlsafe(16)
    row = tx.row(statement, {**named, "now": now, "lease": lease, "until": now + lease_ms})
    return job_of(row) if row else None


def keep(tx: Tx, job: Job, progress: Progress, now: int, lease_ms: int) -> None:
    """Write down how far it has come, and hold it for ``lease_ms`` more. Raises LeaseLost, or Cancelled."""
    _held(tx, job, tx.run(_KEEP, {**_of(job, progress), "until": now + lease_ms}))


def finish(tx: Tx, job: Job, progress: Progress, now: int) -> None:
    """It is done. Raises LeaseLost, or Cancelled."""
    _held(tx, job, tx.run(_FINISH, {**_of(job, progress), "now": now}))


def fail(tx: Tx, job: Job, fault: str, again_at: int | None, now: int) -> None:
    """It went wrong by ``fault`` (a code): to be tried at ``again_at``, or never again. Raises LeaseLost, or Cancelled."""
    held = {"id": job.id, "lease": job.lease, "fault": fault}
    if again_at is None:
        _held(tx, job, tx.run(_FAIL, {**held, "now": now}))
    else:
        _held(tx, job, tx.run(_AGAIN, {**held, "at": again_at}))


def give_back(tx: Tx, job: Job, now: int) -> None:
    """Back into the queue as it is, because the worker ends; this attempt does not count. Raises LeaseLost, or Cancelled."""
    _held(tx, job, tx.run(_GIVE_BACK, {"id": job.id, "lease": job.lease, "now": now}))


def cancel(tx: Tx, id: str, now: int) -> bool:
    """End it; whoever works at it is told at the next ``keep``. False when it has ended already, or never was."""
    return tx.run(_CANCEL, {"id": id, "now": now}) == 1


def retry(tx: Tx, id: str, now: int) -> bool:
    """Put a failed job back into the queue, with what it had done kept; False when there is no such failed job."""
    return tx.run(_RETRY, {"id": id, "now": now}) == 1


def retry_all(tx: Tx, now: int) -> int:
    """The same for every failed job; how many."""
    ids = [job_id for (job_id,) in tx.rows("SELECT id FROM job WHERE state = 'failed'")]
    return sum(retry(tx, id, now) for id in ids)


def dismiss(tx: Tx, id: str) -> bool:
    """A failed job is to be left at that: cancelled, its fault kept; False when there is no such failed job."""
    return tx.run(_DISMISS, {"id": id}) == 1


def of(tx: Tx, id: str) -> Job | None:
    """The job of that id."""
    row = tx.row(f"SELECT {COLUMNS} FROM job WHERE id = :id", {"id": id})
    return job_of(row) if row else None


def listed(
    tx: Tx, *, kind: str | None = None, state: str | None = None, owner: str | None = None, most: int = 100
) -> list[Job]:
    """The newest jobs first, at most ``most``; only those of that kind, state and owner where one is given."""
    asked = {name: value for name, value in (("kind", kind), ("state", state), ("owner", owner)) if value}
    where = " AND ".join(f"{name} = :{name}" for name in asked) or "1 = 1"
    statement = f"SELECT {COLUMNS} FROM job WHERE {where} ORDER BY created DESC, id LIMIT :most"
    return [job_of(row) for row in tx.rows(statement, {**asked, "most": most})]


def forget(tx: Tx, ended_before: int) -> int:
    """Remove the jobs that ended before that instant; how many."""
    return tx.run("DELETE FROM job WHERE ended < :before", {"before": ended_before})


def _held(tx: Tx, job: Job, touched: int) -> None:
    """Raise unless the write touched the job: then it is not this worker's any more."""
    if touched:
        return
    now = of(tx, job.id)
    raise Cancelled if now is None or now.state == CANCELLED else LeaseLost


def _of(job: Job, progress: Progress) -> dict[str, str | None]:
    return {"id": job.id, "lease": job.lease, "progress": json.dumps(progress)}


def _named(kinds: tuple[str, ...]) -> dict[str, str]:
    return {f"kind_{n}": kind for n, kind in enumerate(kinds)}


def _due(named: dict[str, str]) -> str:
    return _DUE.format(kinds=", ".join(f":{name}" for name in named))
