"""Strongly connected components in the order of need, against a plain search of every path."""

from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.records.importing.components import components

GRAPHS = st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 9), max_size=4), max_size=9)


def reachable(needs: dict[int, set[int]], node: int) -> set[int]:
    """All that ``node`` needs, directly or through others."""
    found: set[int] = set()
    waiting = [node]
    while waiting:
        new = needs.get(waiting.pop(), set()) & needs.keys() - found
        found |= new
        waiting.extend(new)
    return found


@given(GRAPHS)
def test_groups_are_those_that_need_each_other(needs: dict[int, set[int]]) -> None:
    groups = [set(group) for group in components(needs)]
    wanted = {
        frozenset({node} | {other for other in reachable(needs, node) if node in reachable(needs, other)})
        for node in needs
    }
    assert {frozenset(group) for group in groups} == wanted
    assert sum(map(len, groups)) == len(needs)


@given(GRAPHS)
def test_what_is_needed_comes_first(needs: dict[int, set[int]]) -> None:
    done: set[int] = set()
    for group in components(needs):
        done |= set(group)
        assert all(reachable(needs, node) <= done for node in group)


def test_a_chain_of_a_hundred_thousand_needs_no_deep_stack() -> None:
    needs = {node: {node + 1} for node in range(100_000)}
    assert [group[0] for group in components(needs)][:2] == [99_999, 99_998]
