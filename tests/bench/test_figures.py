"""The arithmetic of `make bench`: what slices amount to, and how the service compares to its floor."""

import pytest

from bench.figures import Compared, Figures, Slice, add_up, percentile
from bench.measuring import LONGEST, Plan


def slice_of(requests: int, seconds: float = 2.0, cpu: float = 0.0, **more: float) -> Slice:
    return Slice(seconds, requests, 1000 * requests, 0, 0, {1000: requests}, server_cpu=cpu, **more)  # type: ignore[arg-type]


def test_a_percentile_is_the_time_that_so_many_did_not_exceed() -> None:
    took = {1000: 50, 2000: 45, 9000: 4, 80_000: 1}
    assert [percentile(took, share) for share in (0.5, 0.51, 0.95, 0.99, 1.0)] == [1.0, 2.0, 2.0, 9.0, 80.0]


def test_a_percentile_of_nothing_is_nothing() -> None:
    assert percentile({}, 0.99) == 0.0
    assert add_up([]) == Figures(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_every_request_counts_the_same_whichever_slice_it_was_in() -> None:
    both = add_up([slice_of(100, seconds=1.0), slice_of(100, seconds=3.0)])
    assert (both.requests, both.rate, both.bytes_each) == (200, 50.0, 1000.0)


def test_percentiles_are_of_all_answers_together() -> None:
    quick, slow = Slice(1, 99, 0, 0, 0, {1000: 99}), Slice(1, 1, 0, 0, 0, {500_000: 1})
    assert (add_up([quick, slow]).p99, add_up([slow, quick, slow]).p99) == (1.0, 500.0)


def test_processor_time_is_shared_by_what_was_begun_also_what_nobody_waited_for() -> None:
    found = add_up([slice_of(92, cpu=0.3, database_cpu=0.1, unfinished=8)])
    assert (found.server_cpu, found.database_cpu) == pytest.approx((3.0, 1.0))
    assert found.cpu == pytest.approx(4.0)


def test_what_was_refused_and_what_broke_is_told() -> None:
    assert add_up([Slice(1, 10, 0, 2, 1, {})]).failed == 3


def test_the_service_is_a_part_of_its_floor() -> None:
    found = Compared(add_up([slice_of(100, cpu=0.4)]), add_up([slice_of(400, cpu=0.4)]))
    assert (found.rate, found.cpu) == pytest.approx((0.25, 4.0))


def test_nothing_is_divided_by_a_floor_that_did_not_answer() -> None:
    found = Compared(add_up([slice_of(100)]), add_up([]))
    assert (found.rate, found.cpu) == (0.0, 0.0)


@pytest.mark.parametrize(("rate", "seconds"), [(0.0, LONGEST), (1.0, LONGEST), (8.0, 5), (1000.0, 2)])
def test_a_slow_row_gets_longer_slices(rate: float, seconds: int) -> None:
    assert Plan(seconds=2).lasting(rate) == seconds
