"""K-1: no path leads to överenskommen without both sides' yes to the same content, and an edit resets both."""

from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import PromiseStatus
from patientkontrakt.care.promises.rules import (
    AGREED,
    TRANSITIONS,
    Agreement,
    may_become,
    moved,
    proposed,
    rewritten,
    said_yes,
)

contents = st.sampled_from(["a", "b", "c"])
sides = st.sampled_from(Side)
moves = st.one_of(
    st.tuples(st.just("rewrite"), sides, contents),
    st.tuples(st.just("yes"), sides, contents),
    st.tuples(st.just("move"), sides, st.sampled_from(PromiseStatus)),
)


def played(start: Agreement, moves_: list[tuple[str, Side, str]]) -> tuple[Agreement, dict[str, set[Side]]]:
    """The promise after all moves, and who has in fact said yes to which content since it was last written."""
    promise, said = start, {start.content: set(start.yes)}
    for what, side, value in moves_:
        if what == "rewrite":
            changed = rewritten(promise, value, side)
            if changed.content != promise.content:
                said = {value: {side}}
            promise = changed
        elif what == "yes":
            if value == promise.content and promise.status in (
                PromiseStatus.FORESLAGEN,
                PromiseStatus.MOTFORSLAG,
            ):
                said.setdefault(value, set()).add(side)
            promise = said_yes(promise, value, side)
        else:
            promise = moved(promise, PromiseStatus(value))
    return promise, said


@settings(max_examples=300, deadline=None)
@given(sides, st.lists(moves, max_size=12))
def test_no_path_leads_to_agreement_without_both_yeses_to_the_same_content(side: Side, path: list) -> None:
    promise, said = played(proposed("a", side), path)
    if promise.status in AGREED:
        assert said[promise.content] == set(Side)


@settings(max_examples=100, deadline=None)
@given(sides, st.lists(moves, max_size=12), sides)
def test_an_edit_resets_both_yeses(side: Side, path: list, editor: Side) -> None:
    promise, _ = played(proposed("a", side), path)
    if promise.status not in (PromiseStatus.INSTALLD, PromiseStatus.FELREGISTRERAD):
        edited = rewritten(promise, "new words", editor)
        assert edited.yes == {editor}
        assert edited.status not in AGREED


def test_a_yes_to_other_words_counts_for_nothing() -> None:
    promise = proposed("a", Side.CARE)
    assert said_yes(promise, "b", Side.PATIENT) == promise


def test_both_yeses_make_it_agreed() -> None:
    assert said_yes(proposed("a", Side.CARE), "a", Side.PATIENT).status == PromiseStatus.OVERENSKOMMEN


def test_rewriting_the_other_sides_proposal_is_a_motforslag() -> None:
    assert rewritten(proposed("a", Side.CARE), "b", Side.PATIENT).status == PromiseStatus.MOTFORSLAG
    assert rewritten(proposed("a", Side.CARE), "b", Side.CARE).status == PromiseStatus.FORESLAGEN


def test_nothing_leaves_what_is_cancelled_or_wrongly_registered() -> None:
    assert TRANSITIONS[PromiseStatus.INSTALLD] == TRANSITIONS[PromiseStatus.FELREGISTRERAD] == frozenset()


def test_every_status_has_its_row() -> None:
    assert set(TRANSITIONS) == set(PromiseStatus)


def test_a_draft_cannot_become_agreed_in_one_step() -> None:
    assert not may_become(PromiseStatus.UTKAST, PromiseStatus.OVERENSKOMMEN)
