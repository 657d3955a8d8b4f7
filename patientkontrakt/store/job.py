"""A job as it is stored: what is wanted, how far it has come, and who works at it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

Progress = Mapping[str, Any]

QUEUED, RUNNING, DONE, FAILED, CANCELLED = STATES = ("queued", "running", "done", "failed", "cancelled")


class LeaseLost(Exception):
    """The job is no longer this worker's: leave everything as it is, another has it or has ended it."""


class Cancelled(LeaseLost):
    """The job was cancelled: nobody goes on with it, so what it has made so far can be removed."""


@dataclass(frozen=True, slots=True)
class Job:
    """A row of ``job``. Instants are epoch milliseconds UTC; ``wanted`` and ``progress`` are JSON objects.

    ``owner`` is the client that asked, None for the house's own work; ``fault`` a code, never anybody's data.
    ``attempts`` counts how often it was begun, this time included; ``lease`` tells this holder from the next.
    """

    id: str
    kind: str
    owner: str | None
    state: str
    wanted: Progress
    progress: Progress
    run_at: int
    attempts: int
    lease: str | None
    leased_until: int | None
    created: int
    ended: int | None
    fault: str | None


NAMES = tuple(field.name for field in fields(Job))
COLUMNS = ", ".join(NAMES)


def job_of(row: tuple[Any, ...]) -> Job:
    """The job in a row of :data:`COLUMNS`."""
    named = dict(zip(NAMES, row, strict=True))
    return Job(**{**named, "wanted": json.loads(named["wanted"]), "progress": json.loads(named["progress"])})
