"""Measuring one row: the service and the floor are asked in turns, in short slices."""

import math
import time
from dataclasses import dataclass, replace
from pathlib import Path

from bench import wrk
from bench.asking import Asked
from bench.figures import Compared, Slice, add_up
from bench.stage import Side, Stage

ANSWERS, LONGEST = 40, 10
WARM = 3
"""Seconds that nobody counts: every connection of every worker plans the row's statements once, as on its first day."""
IDLE = 0.011
"""Seconds of processor time in 0.05 s: a tick may be anybody's."""


@dataclass(frozen=True)
class Plan:
    """How long: `rounds` turns of `seconds` on each side, after a moment to warm up."""

    rounds: int = 3
    seconds: int = 2

    def lasting(self, rate: float) -> int:
        """The length of a slice at so many answers a second: `seconds`, or what ANSWERS take, LONGEST at most."""
        wanted = ANSWERS / rate if rate else LONGEST
        return max(self.seconds, min(LONGEST, math.ceil(wanted)))


def measure(stage: Stage, asked: Asked, connections: int, plan: Plan) -> Compared:
    """Service and floor with so many connections."""
    sides = ((stage.service, asked.of_service), (stage.floor, asked.of_floor))
    slices: tuple[list[Slice], list[Slice]] = ([], [])
    warm = []
    for side, file in sides:
        warm.append(wrk.ask(side.base, file(), connections, WARM, 0))
        _rest(side)
    lengths = [plan.lasting(each.requests / each.seconds) for each in warm]
    for number in range(plan.rounds):
        for kept, (side, file), seconds in zip(slices, sides, lengths, strict=True):
            kept.append(_slice(stage, side, file(), connections, seconds, 7919 * (number + 1)))
    return Compared(add_up(slices[0]), add_up(slices[1]))


def _slice(stage: Stage, side: Side, file: Path, connections: int, seconds: int, seed: int) -> Slice:
    server, database = side.cpu_seconds(), stage.database_cpu_seconds()
    found = wrk.ask(side.base, file, connections, seconds, seed)
    _rest(side)
    return replace(
        found,
        unfinished=connections,
        server_cpu=side.cpu_seconds() - server,
        database_cpu=stage.database_cpu_seconds() - database,
    )


def _rest(side: Side) -> None:
    """Return when what was asked last is done, though nobody waits for it any more: its time belongs to this slice."""
    before = side.cpu_seconds()
    for _ in range(200):
        time.sleep(0.05)
        now = side.cpu_seconds()
        if now - before <= IDLE:
            return
        before = now
