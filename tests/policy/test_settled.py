"""Of a patient of whom that much is known, the shorter rule says of every row what the rule says, and on what ground."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, judge, narrow
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.settled import Marks, marks_of, settled
from tests.cast import AT, everybody
from tests.policy.strategies import actors, rows, worlds

often = settings(max_examples=300, deadline=None, derandomize=True)


@often
@given(actors, st.sampled_from(["r", "s", "u"]), rows(), worlds)
def test_the_same_verdict_on_the_same_ground(actor: Actor, letter: Letter, row: Row, facts: Facts) -> None:
    try:
        rule = narrow(actor, letter, row.type, AT)
    except AccessRefused:
        return
    marks = marks_of([rule])
    others = {
        name: tuple(fact for fact in found if table not in marks.tables or fact.patient != row.patient)
        for table, (name, found) in by_table(facts).items()
    }
    member = replace(facts, groups=frozenset(each[0] for each in marks.groups))
    plain = replace(member, **others)
    assert judge(settled(rule, ()), row, member) == judge(rule, row, member)
    assert judge(settled(rule, marks.tables), row, plain) == judge(rule, row, plain)


def by_table(facts: Facts) -> dict[str, tuple[str, tuple[object, ...]]]:
    """Each table of facts with its name in Facts."""
    names = ("relation", "consent", "guardian", "contact", "agreement", "protection", "death")
    return {f"fact_{name}": (f"{name}s", getattr(facts, f"{name}s")) for name in names}


def test_a_systems_rules_ask_of_the_patient_and_the_shorter_ones_do_not() -> None:
    """Else nobody would notice that nothing is spared, or that a mark is not looked for."""
    integrator = everybody()["demo-integrator"]
    rule = narrow(integrator, "s", "CarePlan", AT)
    marks = marks_of([rule])
    assert set(marks.tables) == {"fact_protection", "fact_consent"}
    assert marks.groups == (integrator.groups,)
    assert marks_of([settled(rule, marks.tables)]) == Marks((), ())
    assert marks_of([settled(rule, ())]) == Marks(marks.tables, ())
    assert [name for name, _ in settled(rule, marks.tables).grounds] == [name for name, _ in rule.grounds]
