"""What `make bench-export` counts: resources a second beside the same texts as the database gives them."""

from itertools import chain, repeat
from types import SimpleNamespace

from bench.export import Figures, _Memory

FIGURES = Figures(
    resources=200_000, size=180.0, seconds=4.0, server_cpu=9.0, database_cpu=6.0, rest=300.0, memory=360.0,
    fetch_seconds=0.5, floor_seconds=1.0,
)  # fmt: skip


def test_a_rate_and_its_part_of_the_floor() -> None:
    assert (FIGURES.rate, FIGURES.of_floor) == (50_000, 0.25)
    assert "50000/s, 0.25 of the floor" in FIGURES.words()


def test_the_highest_of_the_memory_is_kept() -> None:
    sizes = chain((300.0, 350.0, 410.0), repeat(320.0))
    seen = []

    def memory() -> float:
        seen.append(next(sizes))
        return seen[-1]

    watched = _Memory(SimpleNamespace(service=SimpleNamespace(memory=memory)), between=0.001)
    with watched:
        while len(seen) < 5:
            pass
    assert (watched.before, watched.highest) == (300.0, 410.0)
