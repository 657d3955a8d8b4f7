"""gunicorn's processes: all answer requests but one, which does the jobs.

So nobody else has to watch that one: gunicorn starts it, starts it again when it dies or hangs, replaces it at HUP and
USR2 and ends it at TERM, and it shares the memory of the loaded application. Two at once, as at USR2, are harmless.
"""

import time
from collections import deque
from typing import Any, Final

from patientkontrakt.config import Settings
from patientkontrakt.records.pace import rest_after

# Of the first process: when it appointed one with no other there, in the last ten minutes.
_appointed: deque[float] = deque(maxlen=32)
_REMEMBERED_S: Final = 600.0
# Who answers requests seals the log only when the one that does the jobs has not: a round takes Python's lock for some
# milliseconds, and sixteen callers would wait for it.
_SEALS_AFTER_S: Final = 2.5


def needed(settings: Settings) -> int:
    """How many processes: those for requests, and one for the jobs. A portal of another service has none to do."""
    return settings.web_concurrency + (0 if settings.portal_api else 1)


def appoint(server: Any, process: Any) -> None:
    """Before the fork: this process does the jobs if no other of its generation does. HUP begins a generation."""
    others = [other for other in server.WORKERS.values() if other.does_jobs]
    of_now = next((other for other in others if other.cfg is server.cfg), None)
    process.does_jobs, process.rest = of_now is None, 0.0
    if of_now is not None:
        of_now.age = process.age + 0.5  # the youngest of its generation: TTOU ends the oldest
    elif not others:
        process.rest = _rest()


def begin(house: Any, process: Any) -> None:
    """After the fork, in the new process."""
    if hasattr(house, "sealer"):  # a portal in front of another service keeps no log
        house.sealer.start(None if process.does_jobs else _SEALS_AFTER_S)
        if process.does_jobs:
            _hear_nobody(process)
            house.worker.start(process.rest)


def end(house: Any, process: Any) -> None:
    """In the process that ends: what it held is given back, what it logged last is sealed."""
    if hasattr(house, "sealer"):
        if process.does_jobs:
            house.worker.stop()
        house.sealer.stop()


def _hear_nobody(process: Any) -> None:
    """A listening socket that stayed open here would take connections that nobody answers when the others have ended."""
    for each in process.sockets:
        each.close()
    process.sockets = []


def _rest() -> float:
    """Seconds until it begins: none for the first, longer and longer for one whose forerunners died."""
    now = time.monotonic()
    while _appointed and _appointed[0] < now - _REMEMBERED_S:
        _appointed.popleft()
    _appointed.append(now)
    return rest_after(len(_appointed) - 1) if len(_appointed) > 1 else 0.0
