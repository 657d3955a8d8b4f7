"""The worlds are worth asking: every ground opens something in some of them, and every veto closes something."""

import pytest
from hypothesis import given, settings

from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.grounds import GROUNDS
from patientkontrakt.policy.vetoes import VETOES
from tests.worlds import law, stating
from tests.worlds.strategies import worlds
from tests.worlds.words import LETTERS
from tests.worlds.world import World


@pytest.mark.deep
def test_every_rule_decides_something_somewhere() -> None:
    met: set[str] = set()

    @settings(max_examples=3_000, derandomize=True, database=None)
    @given(worlds())
    def visit(world: World) -> None:
        actor = law.actor(world)
        for entry in world.entries:
            row, facts = law.row(entry), stating.facts_for(world, entry)
            for letter in LETTERS:
                verdict = decide(actor, letter, row, facts, world.at)
                met.add(verdict.ground if isinstance(verdict, Permitted) else verdict.reason)

    visit()
    rules = {rule.__name__ for rules in (*GROUNDS.values(), VETOES) for rule in rules}
    assert rules - met == {"subscriber"}, "subscriptions belong to no world of patients"
