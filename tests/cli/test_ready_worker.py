"""Threads that wait together for the next request: nobody waits for who is silent, and every connection comes to its end."""

import os
import selectors
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from patientkontrakt.cli.ready_worker import ReadyWorker
from tests.records.work import until

THREADS = 2
GET = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"


class Door:
    """The application: tells the path. At /slow it waits for `opened`, at /fall it ends its thread, a body it leaves unread."""

    def __init__(self) -> None:
        self.began, self.opened = threading.Event(), threading.Event()
        self.told: list[str] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.began.set()
            self.opened.wait(20)
        if environ["PATH_INFO"] == "/fall":
            raise SystemExit(3)
        self.told.append(environ["PATH_INFO"])
        body = environ["PATH_INFO"].encode()
        start("200 OK", [("Content-Length", str(len(body)))])
        return [body]


class Running:
    """A worker in a thread of this process, on a port of its own."""

    def __init__(self, **settings: Any) -> None:
        config = Config()
        for name, value in ({"threads": THREADS, "keepalive": 20} | settings).items():
            config.set(name, value)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.worker = ReadyWorker(1, os.getppid(), [self.listener], None, 30.0, config, Logger(config))
        self.worker.ppid = os.getppid()
        self.worker.wsgi = self.door = Door()
        self.worker.tpool, self.worker.poller = self.worker.get_thread_pool(), selectors.DefaultSelector()
        self.worker.method_queue.init()
        self._loop = threading.Thread(target=self.worker.run)
        self._loop.start()
        self._made: list[socket.socket] = []

    def call(self, said: bytes = b"") -> socket.socket:
        """A connection on which that is said."""
        made = socket.create_connection(self.listener.getsockname(), timeout=20)
        self._made.append(made)
        made.sendall(said)
        return made

    def stop(self) -> None:
        """As SIGTERM does."""
        self.worker.handle_exit(None, None)

    def has_ended(self, within: float) -> bool:
        self._loop.join(within)
        return not self._loop.is_alive()

    def end(self) -> None:
        self.door.opened.set()
        for each in self._made:
            each.close()
        self.stop()
        assert self.has_ended(30)
        self.worker.tmp.close()


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    made: list[Running] = []

    def begin(**settings: Any) -> Running:
        made.append(Running(**settings))
        return made[-1]

    yield begin
    for each in made:
        each.end()


def answer(connection: socket.socket) -> str:
    """The body of the next answer; empty when the connection has ended."""
    told = b""
    while b"\r\n\r\n" not in told:
        piece = connection.recv(1)
        if not piece:
            return ""
        told += piece
    length = next(line for line in told.split(b"\r\n") if line.lower().startswith(b"content-length"))
    body = b""
    while len(body) < int(length.partition(b":")[2]):
        body += connection.recv(1)
    return body.decode()


def closes(connection: socket.socket) -> bool:
    return connection.recv(1) == b""


def test_who_connects_and_says_nothing_takes_nobodys_place(start: Callable[..., Running]) -> None:
    running = start()
    silent = [running.call() for _ in range(5 * THREADS)]
    assert answer(running.call(GET % b"/a")) == "/a"
    silent[0].sendall(GET % b"/b")
    assert answer(silent[0]) == "/b"


def test_more_connections_than_threads_are_answered_again_and_again(start: Callable[..., Running]) -> None:
    running = start()
    many = [running.call() for _ in range(4 * THREADS)]
    for turn in range(3):
        for n, each in enumerate(many):
            each.sendall(GET % b"/%d-%d" % (turn, n))
        assert [answer(each) for each in many] == [f"/{turn}-{n}" for n in range(len(many))]


def test_what_was_sent_together_is_answered_in_order(start: Callable[..., Running]) -> None:
    together = start().call(GET % b"/a" + GET % b"/b" + GET % b"/c")
    assert [answer(together) for _ in "abc"] == ["/a", "/b", "/c"]


def test_who_sends_much_at_once_is_answered_in_turn_with_the_others(start: Callable[..., Running]) -> None:
    running = start(threads=1)
    greedy, other = running.call(GET % b"/slow" + GET % b"/a" * 400), running.call()
    assert running.door.began.wait(5)
    other.sendall(GET % b"/b")
    running.door.opened.set()
    assert answer(other) == "/b"
    told = running.door.told
    assert told.index("/b") < 100, "long before the last of the others"
    assert [answer(greedy) for _ in range(401)] == ["/slow", *["/a"] * 400]


def test_a_body_that_nobody_read_is_not_the_next_request(start: Callable[..., Running]) -> None:
    connection = start().call(POST + b"GET ")
    assert answer(connection) == "/"
    connection.sendall(GET % b"/a")
    assert answer(connection) == "/a"


def test_a_body_that_never_comes_ends_the_connection_and_not_the_thread(
    start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gunicorn.workers.gthread.DEFAULT_WORKER_DATA_TIMEOUT", 0.2)
    running = start(threads=1)
    half = running.call(POST + b"GE")
    assert answer(half) == "/"
    assert closes(half)
    assert answer(running.call(GET % b"/a")) == "/a"


def test_a_request_that_would_end_its_thread_ends_its_connection_only(start: Callable[..., Running]) -> None:
    running = start(threads=1)
    assert closes(running.call(GET % b"/fall"))
    assert answer(running.call(GET % b"/a")) == "/a"


def test_what_has_waited_too_long_is_ended(start: Callable[..., Running]) -> None:
    running = start(keepalive=1)
    silent, used = running.call(), running.call(GET % b"/a")
    assert answer(used) == "/a"
    assert closes(silent)
    assert closes(used)
    assert answer(running.call(GET % b"/b")) == "/b"
    until(lambda: running.worker.nr_conns <= 1)


def test_where_too_many_would_wait_an_answer_ends_its_connection(start: Callable[..., Running]) -> None:
    """Else those that wait would be all that there may be, and nobody new would come in."""
    running = start(worker_connections=THREADS + 2)
    kept = [running.call(GET % b"/a") for _ in range(2)]
    assert [answer(each) for each in kept] == ["/a", "/a"]
    until(lambda: len(running.worker.keepalived_conns) == 2)
    third = running.call(GET % b"/b")
    assert answer(third) == "/b"
    assert closes(third)


def test_what_has_begun_is_answered_when_it_stops_and_who_waits_is_not_waited_for(
    start: Callable[..., Running],
) -> None:
    running = start()
    begun, kept, silent = running.call(GET % b"/slow"), running.call(GET % b"/a"), running.call()
    assert answer(kept) == "/a"
    assert running.door.began.wait(5)
    until(lambda: len(running.worker.keepalived_conns) == 2)
    running.stop()
    kept.sendall(GET % b"/b")  # sent while it stops: answered, and then ended
    assert answer(kept) == "/b"
    assert closes(kept)
    assert not running.has_ended(0.2), "somebody waits for her answer"
    running.door.opened.set()
    assert answer(begun) == "/slow"
    assert closes(begun)
    assert closes(silent)
    assert running.has_ended(5)


def test_what_is_in_hand_at_the_end_is_finished_first(start: Callable[..., Running]) -> None:
    """At SIGINT, and when the time for ending is over: what is logged for it is sealed by who ends after that."""
    running = start(graceful_timeout=1)
    begun = running.call(GET % b"/slow")
    assert running.door.began.wait(5)
    running.stop()
    assert not running.has_ended(1.3), "its loop has"
    running.door.opened.set()
    assert answer(begun) == "/slow"
    assert closes(begun)
    assert running.has_ended(5)


def test_nobody_is_waited_for_for_ever(start: Callable[..., Running]) -> None:
    running = start(graceful_timeout=1)
    running.call(GET % b"/slow")
    assert running.door.began.wait(5)
    running.stop()
    assert running.has_ended(8)


def test_who_does_not_close_after_the_last_answer_keeps_no_other_waiting(
    start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closing that lasts, for as long as the caller pleases, is one thread's: the loop and the others go on."""
    gone = threading.Event()

    def lingering(sock: socket.socket) -> None:
        gone.wait(30)  # longer than a caller of these tests waits for her answer
        sock.close()

    monkeypatch.setattr("gunicorn.util.close_graceful", lingering)
    running = start()
    assert answer(running.call(b"GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == "/a"
    assert answer(running.call(GET % b"/b")) == "/b"
    gone.set()
    until(lambda: running.worker.nr_conns == 1)
