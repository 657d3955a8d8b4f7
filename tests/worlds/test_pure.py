"""The law in Python says of every entry in every world what the oracle says: verdicts and searches, read and written."""

import pytest
from hypothesis import given, note, settings

from patientkontrakt.policy.decision import AccessRefused, Permitted, decide, judge, narrow
from tests.worlds import law, oracle, stating
from tests.worlds.strategies import worlds
from tests.worlds.telling import told
from tests.worlds.words import LETTERS
from tests.worlds.world import World


def agrees(world: World) -> None:
    """No letter on any entry where the law and the oracle differ."""
    note(told(world))
    actor = law.actor(world)
    for entry in world.entries:
        row, facts = law.row(entry), stating.facts_for(world, entry)
        for letter in LETTERS:
            verdict = decide(actor, letter, row, facts, world.at)
            said = isinstance(verdict, Permitted)
            assert said == oracle.may(world, letter, entry), (letter, entry, verdict)
        assert _is_found(actor, row, facts, world.at) == (entry.id in oracle.found(world, entry.type)), entry


def _is_found(actor, row, facts, at: int) -> bool:  # type: ignore[no-untyped-def]
    try:
        return isinstance(judge(narrow(actor, "s", row.type, at), row, facts), Permitted)
    except AccessRefused:
        return False


@settings(max_examples=200)
@given(worlds())
def test_the_law_agrees_with_the_oracle(world: World) -> None:
    agrees(world)


@pytest.mark.deep
@settings(max_examples=10_000)
@given(worlds())
def test_the_law_agrees_with_the_oracle_in_ten_thousand_worlds(world: World) -> None:
    agrees(world)
