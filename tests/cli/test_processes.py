"""Which of gunicorn's processes does the jobs."""

from types import SimpleNamespace

import pytest

from patientkontrakt.cli import processes


class Arbiter:
    """What `appoint` sees of gunicorn's first process."""

    def __init__(self) -> None:
        self.cfg, self.age, self.WORKERS = object(), 0, {}

    def fork(self) -> SimpleNamespace:
        self.age += 1
        process = SimpleNamespace(age=self.age, cfg=self.cfg)
        processes.appoint(self, process)
        self.WORKERS[self.age] = process
        return process


@pytest.fixture
def arbiter(monkeypatch: pytest.MonkeyPatch) -> Arbiter:
    monkeypatch.setattr(processes, "_appointed", type(processes._appointed)())
    return Arbiter()


def test_one_of_a_generation_does_the_jobs_and_is_the_last_to_go(arbiter: Arbiter) -> None:
    first, *others = [arbiter.fork() for _ in range(4)]
    assert [one.does_jobs for one in (first, *others)] == [True, False, False, False]
    assert max(arbiter.WORKERS.values(), key=lambda one: one.age) is first
    arbiter.cfg = object()  # HUP
    assert arbiter.fork().does_jobs
    assert not arbiter.fork().does_jobs
    assert all(one.age < 5 for one in (first, *others)), "the new generation is younger than all of the old"


def test_who_comes_after_one_that_died_rests_longer_each_time(arbiter: Arbiter) -> None:
    rests = []
    for _ in range(5):
        process = arbiter.fork()
        rests.append(process.rest)
        del arbiter.WORKERS[process.age]
    assert rests[0] == 0
    assert [low <= rest <= 2 * low for rest, low in zip(rests[1:], (0.5, 1, 2, 4), strict=True)] == [True] * 4


def test_who_follows_one_that_is_still_there_begins_at_once(arbiter: Arbiter) -> None:
    arbiter.fork()
    arbiter.cfg = object()
    assert [arbiter.fork().rest for _ in range(3)] == [0, 0, 0]


def test_who_answers_requests_seals_only_what_the_other_has_left_lying(arbiter: Arbiter) -> None:
    begun: list[float | None] = []
    house = SimpleNamespace(
        sealer=SimpleNamespace(start=begun.append), worker=SimpleNamespace(start=lambda rest: None)
    )
    for process in (arbiter.fork(), arbiter.fork()):
        process.sockets = []
        processes.begin(house, process)
    first, other = begun
    assert first is None, "as often as it is made to"
    assert other is not None
    assert 2 <= other <= 5, "soon, but after a round of the one that does the jobs"
