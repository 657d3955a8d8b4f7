"""The faults are faults: each reads differently from the law, and everything that can be left out is, once."""

from tests.mutation.mutants import mutants, of_source

SOURCE = '''
"""Words."""

def rule(actor, act, at: int = 1) -> Term:
    """A promise."""
    if actor.kind != "staff":
        return Never()
    return all_of(known, FactExists("fact", (FactIs("unit_a", actor.unit), Current(at))))
'''


def test_a_source_has_a_fault_for_each_thing_that_can_be_left_out_or_turned() -> None:
    told = {mutant.what for mutant in of_source("rules", SOURCE)}
    assert {
        "rule: never if actor.kind != 'staff'",
        "rule: turned actor.kind != 'staff'",
        "rule: other than Never()",
        "rule: without known",
        "rule: without Current(at)",
        "rule: without FactIs('unit_a', actor.unit)",
        "rule: 'unit_b' for 'unit_a' in FactIs('unit_a', actor.unit)",
    } <= told


def test_every_fault_is_a_text_of_its_own_and_has_a_name_of_its_own() -> None:
    made = list(mutants())
    assert len({(mutant.module, mutant.source) for mutant in made}) == len(made)
    assert {"grounds", "vetoes", "terms", "blocks", "of_staff"} <= {mutant.module for mutant in made}
