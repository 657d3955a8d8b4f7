"""Some hundred worlds with the oracle's answers, made before anything is broken: the quickest way to notice a fault."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, settings

from patientkontrakt.policy.decision import Permitted, decide
from tests.worlds import law, oracle, stating
from tests.worlds.resources import Body
from tests.worlds.strategies import worlds
from tests.worlds.words import LETTERS
from tests.worlds.world import World

WORLDS = 4_000
ALIKE = 15
"""How many worlds are kept in which somebody gets one and the same answer for one and the same reason."""


Reason = tuple[str, bool, str]


@dataclass(frozen=True)
class Case:
    """One world, what is stated about each patient in it, and for each entry and letter what the oracle says."""

    world: World
    stated: dict[str, list[tuple[str, Body]]]
    answers: tuple[tuple[bool, ...], ...]


def made(count: int = WORLDS) -> list[Case]:
    """The same cases every time: of many worlds those that are not yet answered alike often enough."""
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
    met: Counter[Reason] = Counter()
    kept = []
    for world in found:
        reasons = _reasons(world)
        if any(met[reason] < ALIKE for reason in reasons):
            met.update(reasons)
            kept.append(Case(world, _stated(world), _answers(world)))
    return kept


def _reasons(world: World) -> set[Reason]:
    """Why the law, still whole, says what it says in this world."""
    actor = law.actor(world)
    found = set()
    for entry in world.entries:
        row, facts = law.row(entry), stating.facts_for(world, entry)
        for letter in LETTERS:
            verdict = decide(actor, letter, row, facts, world.at)
            why = verdict.ground if isinstance(verdict, Permitted) else verdict.reason
            found.add((letter, entry.type == "Consent", why))
    return found


def _stated(world: World) -> dict[str, list[tuple[str, Body]]]:
    return {said.patient.id: stating.stated(said) for said in world.said}


def _answers(world: World) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(oracle.may(world, letter, entry) for letter in LETTERS) for entry in world.entries)
