"""What must hold in every world: fewer grounds never give more, more vetoes never give more, and folding changes nothing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, Permitted, decide, judge, narrow
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import All, AnyOf, Term, all_of, any_of, holds
from tests.cast import AT
from tests.policy.strategies import actors, any_terms, consents, is_ground, rows, worlds

letters = st.sampled_from(["c", "r", "u", "s"])
often = settings(max_examples=200, deadline=None, derandomize=True)


def may(actor: Actor, letter: Letter, row: Row, facts: Facts) -> bool:
    return isinstance(decide(actor, letter, row, facts, AT), Permitted)


@often
@given(actors, letters, rows(), worlds, st.data())
def test_taking_away_a_ground_never_gives_more(
    actor: Actor, letter: Letter, row: Row, facts: Facts, data: st.DataObject
) -> None:
    fewer = replace(
        facts,
        relations=tuple(data.draw(st.lists(st.sampled_from(facts.relations))) if facts.relations else ()),
        consents=tuple(fact for fact in facts.consents if not is_ground(fact)),
        guardians=(),
        groups=frozenset(),
        references=frozenset(),
    )
    assert may(actor, letter, row, facts) or not may(actor, letter, row, fewer)


@often
@given(actors, letters, rows(), worlds, consents())
def test_adding_a_block_never_gives_more(
    actor: Actor, letter: Letter, row: Row, facts: Facts, fact: ConsentFact
) -> None:
    for kind in ("sparr-inre", "sparr-yttre", "delning-inom", "vardnadshavare"):
        block = replace(fact, kind=kind, source_id="a-block-of-its-own")
        more = replace(facts, consents=(*facts.consents, block))
        assert may(actor, letter, row, facts) or not may(actor, letter, row, more)


@often
@given(actors, letters, rows(), worlds)
def test_no_lift_ever_opens_what_would_be_closed_without_its_block(
    actor: Actor, letter: Letter, row: Row, facts: Facts
) -> None:
    unblocked = replace(facts, consents=tuple(fact for fact in facts.consents if is_ground(fact)))
    assert may(actor, letter, row, unblocked) or not may(actor, letter, row, facts)


@often
@given(actors, letters, rows(), worlds)
def test_facts_about_another_patient_change_nothing(
    actor: Actor, letter: Letter, row: Row, facts: Facts
) -> None:
    own = replace(
        facts,
        relations=tuple(fact for fact in facts.relations if fact.patient == row.patient),
        consents=tuple(fact for fact in facts.consents if fact.patient == row.patient),
        guardians=tuple(fact for fact in facts.guardians if fact.patient == row.patient),
    )
    assert may(actor, letter, row, facts) is may(actor, letter, row, own)


@often
@given(actors, letters, rows(), worlds)
def test_nobody_writes_what_she_may_not_read_but_a_feed(
    actor: Actor, letter: Letter, row: Row, facts: Facts
) -> None:
    if letter in ("c", "u") and not actor.feed and may(actor, letter, row, facts):
        can_read = judge(narrow(actor, "r", row.type, AT), row, facts)
        assert isinstance(can_read, Permitted)


@often
@given(actors, letters, rows(), worlds)
def test_a_refusal_tells_only_what_the_caller_could_have_read(
    actor: Actor, letter: Letter, row: Row, facts: Facts
) -> None:
    verdict = decide(actor, letter, row, facts, AT)
    if isinstance(verdict, Permitted) or not verdict.may_know:
        return
    try:
        narrow(actor, letter, row.type, AT)
    except AccessRefused:
        return  # told from actor and type alone
    assert may(actor, "r", row, facts)


@often
@given(st.lists(any_terms, max_size=3), rows(), worlds)
def test_folding_terms_changes_no_truth(parts: list[Term], row: Row, facts: Facts) -> None:
    assert holds(all_of(*parts), row, facts) is holds(All(tuple(parts)), row, facts)
    assert holds(any_of(*parts), row, facts) is holds(AnyOf(tuple(parts)), row, facts)
