"""Connections shared out among workers: who holds fewest takes, and nobody waits for one that does not."""

import selectors
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from patientkontrakt.cli.even_worker import EvenWorker, board, forget
from patientkontrakt.cli.ready_worker import ReadyWorker


class Worker(EvenWorker):
    """One in this process, whose loop is turned by the test. What it takes it keeps, and does not answer."""

    def begin(self) -> None:
        self.kept: list[Any] = []
        self.poller = selectors.DefaultSelector()

    def turn(self) -> None:
        """What `run` does again and again."""
        self.set_accept_enabled(self.nr_conns < self.worker_connections)
        self.wait_for_and_dispatch_events(0.0)

    def enqueue_req(self, conn: Any) -> None:
        self.kept.append(conn)

    def end(self) -> None:
        self.alive = False
        self.set_accept_enabled(False)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


@pytest.fixture
def workers(listener: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Worker]]:
    """Three that listen."""
    monkeypatch.setattr(Worker, "board", board())
    config = Config()
    made = [Worker(age, 0, [listener], None, 30.0, config, Logger(config)) for age in (1, 2, 3)]
    for worker in made:
        worker.begin()
        worker.turn()
    yield made
    for worker in made:
        worker.end()
        for conn in worker.kept:
            conn.close()
        worker.poller.close()
        worker.tmp.close()


@pytest.fixture
def call(listener: socket.socket) -> Iterator[Callable[[], None]]:
    """Somebody connects."""
    made: list[socket.socket] = []
    yield lambda: made.append(socket.create_connection(listener.getsockname()))
    for each in made:
        each.close()


def held(workers: list[Worker]) -> list[int]:
    return [worker.nr_conns for worker in workers]


def turn_until(workers: list[Worker], number: int) -> None:
    """In turns, until so many connections have been taken."""
    for _ in range(1_000_000):
        for worker in workers:
            worker.turn()
        if sum(held(workers)) == number:
            return
    raise AssertionError(f"not all were taken: {held(workers)}")


def test_who_holds_more_leaves_it_where_it_was(workers: list[Worker], call: Callable[[], None]) -> None:
    first, *others = workers
    call(), call()
    first.turn(), first.turn()
    assert held(workers) == [1, 0, 0]
    others[0].turn()
    assert held(workers) == [1, 1, 0]


def test_connections_are_shared_out_evenly(workers: list[Worker], call: Callable[[], None]) -> None:
    for _ in range(31):
        call()
    turn_until(workers, 31)
    assert sorted(held(workers)) == [10, 10, 11]


def test_who_does_not_take_its_share_keeps_nobody_waiting(
    workers: list[Worker], call: Callable[[], None]
) -> None:
    """The others listen and are never turned: frozen, or too busy."""
    for number in range(1, 6):
        call()
        turn_until(workers[:1], number)
    assert held(workers) == [5, 0, 0]


@pytest.mark.parametrize("how", ["ends in order", "is dead", "does the jobs"])
def test_who_does_not_listen_is_left_nothing(
    workers: list[Worker], call: Callable[[], None], how: str
) -> None:
    first, *others = workers
    for other in others:
        if how == "ends in order":
            other.end()
        elif how == "is dead":
            forget(other)
        else:
            other.set_accept_enabled(False)
            other.sockets = []
            other.wait_for_and_dispatch_events(0.0)
    for number in range(1, 6):
        call()
        first.turn()
        assert first.nr_conns == number


def test_who_ends_while_it_stands_aside_listens_no_more(
    workers: list[Worker], call: Callable[[], None]
) -> None:
    first = workers[0]
    call(), call()
    first.turn(), first.turn()
    first.end()
    for _ in range(100):
        first.wait_for_and_dispatch_events(0.001)
    assert first.nr_conns == 1
    turn_until(workers[1:], 1)


def test_its_threads_take_what_comes_by_themselves() -> None:
    assert issubclass(EvenWorker, ReadyWorker)
