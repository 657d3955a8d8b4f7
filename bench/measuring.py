"""Measuring one row: the service and the floor are asked in turns, in short slices."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from bench import wrk
from bench.callers import Headers
from bench.figures import Compared, Slice, add_up
from bench.requests import Request, write
from bench.stage import Side, Stage

IDLE = 0.011
"""Seconds of processor time in 0.05 s: a tick may be anybody's."""


class WrongAnswer(Exception):
    """The service refused what it is to be measured with."""


@dataclass(frozen=True)
class Plan:
    """How long: `rounds` turns of `seconds` on each side, after a moment to warm up."""

    rounds: int = 3
    seconds: int = 2


def give_to_floor(stage: Stage, requests: Iterable[Request], headers: Headers) -> None:
    """Ask the service each question once, and let the floor know the answers."""
    answers = {}
    with httpx.Client(base_url=stage.service.base, timeout=60) as client:
        for each in requests:
            answer = client.get(each.path, headers=dict(headers[each.who]))
            if answer.status_code != httpx.codes.OK:
                raise WrongAnswer(f"{each.path} for {each.who}: {answer.status_code} {answer.text[:300]}")
            answers[each.path] = (each.path, answer.text, answer.text.count('"fullUrl"'))
    stage.rows.put(answers.values())


def measure(stage: Stage, files: tuple[Path, Path], connections: int, plan: Plan) -> Compared:
    """Service and floor with so many connections; `files` are what each is asked."""
    sides = list(zip((stage.service, stage.floor), files, strict=True))
    slices: tuple[list[Slice], list[Slice]] = ([], [])
    for side, file in sides:
        wrk.ask(side.base, file, connections, 1, 0)
    for number in range(plan.rounds):
        for kept, (side, file) in zip(slices, sides, strict=True):
            kept.append(_slice(stage, side, file, connections, plan.seconds, 7919 * (number + 1)))
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


def written(folder: Path, name: str, requests: Sequence[Request], headers: Headers) -> Path:
    """The file of these requests."""
    path = folder / f"{name}.txt"
    write(path, requests, headers)
    return path
