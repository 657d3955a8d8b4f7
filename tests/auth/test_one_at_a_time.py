"""One asks at a time: the others go on with what is kept, or wait for it, a few of them; nobody fails for having come second."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from patientkontrakt.auth.outside.one_at_a_time import MOST_WAITING, OneAtATime, Timing

GOOD, AGAIN, GRACE = 1000, 100, 50
HERE, THERE = "https://a.example", "https://b.example"


class Elsewhere:
    """Somebody who answers when told to; `asked` counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.come, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.says: str | None = "first"

    def ask(self, _: str) -> tuple[str | None, int]:
        self.asked += 1
        self.come.release()
        assert self.go.acquire(timeout=20)
        return self.says, GOOD

    def answers(self, says: str | None, times: int = 1) -> None:
        self.says = says
        for _ in range(times):
            self.go.release()


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def kept(elsewhere: Elsewhere) -> OneAtATime[str]:
    return OneAtATime(elsewhere.ask, Timing(AGAIN, GRACE), 20)


@pytest.fixture
def at_once() -> Iterator[Callable[..., Future[str | None]]]:
    with ThreadPoolExecutor(8) as pool:
        yield pool.submit


Begin = Callable[..., Future[str | None]]


def waiting(kept: OneAtATime[str], many: int) -> None:
    """Until so many wait."""
    until = time.monotonic() + 20
    while kept._waiting != many:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_whoever_comes_second_waits_and_gets_the_same(
    elsewhere: Elsewhere, kept: OneAtATime[str], at_once: Begin
) -> None:
    first = at_once(kept.get, HERE, 0)
    assert elsewhere.come.acquire(timeout=20)
    others = [at_once(kept.get, HERE, 0) for _ in range(MOST_WAITING)]
    waiting(kept, MOST_WAITING)
    assert kept.get(HERE, 0) is None, "one more would hold one more thread"
    elsewhere.answers("keys")
    assert [each.result(20) for each in (first, *others)] == ["keys"] * (1 + MOST_WAITING)
    assert elsewhere.asked == 1
    waiting(kept, 0)
    assert kept.get(HERE, GOOD - 1) == "keys"


def test_what_has_just_grown_old_serves_the_others(
    elsewhere: Elsewhere, kept: OneAtATime[str], at_once: Begin
) -> None:
    elsewhere.answers("old")
    kept.get(HERE, 0)
    assert elsewhere.come.acquire(timeout=20)
    first = at_once(kept.get, HERE, GOOD)
    assert elsewhere.come.acquire(timeout=20)
    assert kept.get(HERE, GOOD + GRACE - 1) == "old"
    late = at_once(kept.get, HERE, GOOD + GRACE)
    waiting(kept, 1)
    elsewhere.answers("new")
    assert (first.result(20), late.result(20)) == ("new", "new")


def test_who_wants_a_fresher_one_waits_for_it(
    elsewhere: Elsewhere, kept: OneAtATime[str], at_once: Begin
) -> None:
    """A client has rotated its key: two requests with the new one come at the same time."""
    elsewhere.answers("old")
    kept.get(HERE, 0)
    assert elsewhere.come.acquire(timeout=20)
    first = at_once(kept.get, HERE, AGAIN, True)
    assert elsewhere.come.acquire(timeout=20)
    second = at_once(kept.get, HERE, AGAIN, True)
    waiting(kept, 1)
    assert kept.get(HERE, AGAIN) == "old"
    elsewhere.answers("new")
    assert (first.result(20), second.result(20)) == ("new", "new")
    assert kept.get(HERE, AGAIN + AGAIN - 1, again=True) == "new"
    assert elsewhere.asked == 2


def test_an_early_question_without_an_answer_costs_nobody_what_is_good(
    elsewhere: Elsewhere, kept: OneAtATime[str]
) -> None:
    """An unknown kid is cheap to invent, just when the address is away."""
    elsewhere.answers("keys")
    kept.get(HERE, 0)
    elsewhere.answers(None)
    assert kept.get(HERE, AGAIN, again=True) == "keys"
    assert kept.get(HERE, AGAIN + 1, again=True) == "keys"
    assert elsewhere.asked == 2, "no sooner than after the time between"
    elsewhere.answers(None)
    assert kept.get(HERE, GOOD) is None, "and no longer than it was good for"


def test_whoever_waits_for_one_who_fails_hears_so(
    elsewhere: Elsewhere, kept: OneAtATime[str], at_once: Begin
) -> None:
    first = at_once(kept.get, HERE, 0)
    assert elsewhere.come.acquire(timeout=20)
    second = at_once(kept.get, HERE, 0)
    waiting(kept, 1)
    elsewhere.answers(None)
    assert (first.result(20), second.result(20)) == (None, None)


def test_another_address_is_asked_meanwhile(
    elsewhere: Elsewhere, kept: OneAtATime[str], at_once: Begin
) -> None:
    both = [at_once(kept.get, address, 0) for address in (HERE, THERE)]
    for _ in both:
        assert elsewhere.come.acquire(timeout=20)
    elsewhere.answers("keys", 2)
    assert [each.result(20) for each in both] == ["keys", "keys"]


def test_patience_ends(elsewhere: Elsewhere, at_once: Begin) -> None:
    kept = OneAtATime(elsewhere.ask, Timing(AGAIN, GRACE), 0.05)
    first = at_once(kept.get, HERE, 0)
    assert elsewhere.come.acquire(timeout=20)
    assert at_once(kept.get, HERE, 0).result(20) is None
    elsewhere.answers("keys")
    assert first.result(20) == "keys"


def test_one_who_breaks_leaves_the_way_free(at_once: Begin) -> None:
    def breaks(_: str) -> tuple[str | None, int]:
        raise RuntimeError

    kept = OneAtATime(breaks, Timing(AGAIN, GRACE), 20)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            at_once(kept.get, HERE, 0).result(20)
