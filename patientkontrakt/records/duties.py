"""What the worker can be given to do: jobs of some kinds, or a round every so often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from patientkontrakt.store.job import Cancelled, Job, LeaseLost

__all__ = ["Cancelled", "Duties", "Duty", "Ending", "Errand", "Hopeless", "Job", "Keep", "LeaseLost", "Round"]

Keep = Callable[[Mapping[str, Any]], None]
"""Writes progress down and holds the job for another lease. Raises LeaseLost, Cancelled or Ending: then stop."""


class Ending(Exception):
    """The worker ends: progress is written down, and the job goes back into the queue."""


class Hopeless(Exception):
    """No further attempt would help: the job fails now."""

    def __init__(self, fault: str) -> None:
        """`fault` is a code, never anybody's data."""
        super().__init__(fault)
        self.fault = fault


class Duty(Protocol):
    """Does the jobs of its kinds."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of jobs it does."""

    def run(self, job: Job, keep: Keep) -> Mapping[str, Any]:
        """Do the job from where ``job.progress`` says, and return its last progress.

        Call ``keep`` at least every ten seconds; let what it raises through (after Cancelled, remove what was made).
        What was done since the last ``keep`` may be done again: by a second attempt, after a kill or a lost lease.
        Another exception is a fault, and the job is tried again later, unless it is Hopeless.
        """


class Round(Protocol):
    """Looks every so often whether there is something to do. Rounds of two workers may run at once."""

    @property
    def name(self) -> str:
        """What the log calls it."""

    @property
    def interval(self) -> float:
        """Seconds of rest between two rounds."""

    def round(self, now: int) -> None:
        """Do what is to be done at this instant (epoch milliseconds); return within seconds, for a worker that ends waits."""


@dataclass(frozen=True)
class Errand:
    """A round that is one function."""

    name: str
    interval: float
    round: Callable[[int], None]


@dataclass(frozen=True)
class Duties:
    """All that one worker does."""

    jobs: tuple[Duty, ...] = ()
    rounds: tuple[Round, ...] = ()
