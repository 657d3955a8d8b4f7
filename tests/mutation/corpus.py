"""Some hundred worlds with the oracle's answers, made before anything is broken: the quickest way to notice a fault."""

import random
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings

from tests.worlds import oracle, stating
from tests.worlds.resources import Body
from tests.worlds.strategies import worlds
from tests.worlds.words import LETTERS
from tests.worlds.world import World

WORLDS = 800


@dataclass(frozen=True)
class Case:
    """One world, what is stated about each patient in it, and for each entry and letter what the oracle says."""

    world: World
    stated: dict[str, list[tuple[str, Body]]]
    answers: tuple[tuple[bool, ...], ...]


def made(count: int = WORLDS) -> list[Case]:
    """The same cases every time, those of the last drawn worlds first: they are the oddest."""
    found: list[World] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds())
    def collect(world: World) -> None:
        found.append(world)

    collect()
    random.Random(1).shuffle(found)
    return [Case(world, _stated(world), _answers(world)) for world in found]


def _stated(world: World) -> dict[str, list[tuple[str, Body]]]:
    return {said.patient.id: stating.stated(said) for said in world.said}


def _answers(world: World) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(oracle.may(world, letter, entry) for letter in LETTERS) for entry in world.entries)
