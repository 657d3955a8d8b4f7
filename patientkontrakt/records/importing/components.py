"""Which things must be stored together, and in what order: strongly connected components, what is needed first."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def components(needs: Mapping[T, Iterable[T]]) -> Iterator[list[T]]:
    """Groups of nodes that need each other, each group after every group it needs (Tarjan 1972, without recursion).

    ``needs`` maps each node to those it needs; what is not a node itself is passed over. The order is that of ``needs``.
    """
    index: dict[T, int] = {}
    low: dict[T, int] = {}
    stack: list[T] = []
    on_stack: set[T] = set()
    for root in needs:
        if root in index:
            continue
        work = [(root, iter(needs[root]))]
        _open(root, index, low, stack, on_stack)
        while work:
            node, rest = work[-1]
            following = next((each for each in rest if each in needs), None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    yield _close(node, stack, on_stack)
            elif following not in index:
                _open(following, index, low, stack, on_stack)
                work.append((following, iter(needs[following])))
            elif following in on_stack:
                low[node] = min(low[node], index[following])


def _open(node: T, index: dict[T, int], low: dict[T, int], stack: list[T], on_stack: set[T]) -> None:
    index[node] = low[node] = len(index)
    stack.append(node)
    on_stack.add(node)


def _close(node: T, stack: list[T], on_stack: set[T]) -> list[T]:
    group: list[T] = []
    while not group or group[-1] != node:
        group.append(stack.pop())
        on_stack.discard(group[-1])
    return group[::-1]
