"""Connections that stay open are shared among the workers, and one that is frozen keeps nobody waiting."""

import http.client
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.service import Service

CALLERS = 16


@pytest.fixture
def workers(service: Service) -> list[int]:
    """Those that answer requests."""
    return service.request_workers()


@pytest.fixture
def until_the_end() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # it asks nothing of a database
def test_every_worker_has_its_share_of_what_stays_open(
    service: Service, workers: list[int], until_the_end: ExitStack
) -> None:
    for _ in range(CALLERS):
        until_the_end.callback(_answered(service.port).close)
    held = [_held(pid, service.port) for pid in workers]
    assert sum(held) == CALLERS
    assert min(held) >= CALLERS // (2 * len(workers)), held


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_frozen_worker_keeps_nobody_waiting(
    service: Service, workers: list[int], until_the_end: ExitStack
) -> None:
    frozen, *_ = workers
    os.kill(frozen, signal.SIGSTOP)
    until_the_end.callback(os.kill, frozen, signal.SIGCONT)
    before = _held(frozen, service.port)
    for _ in range(CALLERS):
        until_the_end.callback(_answered(service.port).close)
    assert _held(frozen, service.port) == before, "it answered nobody"


def _answered(port: int) -> http.client.HTTPConnection:
    """A connection that stays open after its first answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/health/live")
    answer = connection.getresponse()
    assert answer.status == 200
    answer.read()
    return connection


def _held(pid: int, port: int) -> int:
    """How many open connections to `port` a process has (proc(5))."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {
        f"socket:[{line[9]}]" for line in lines if line[3] == "01" and line[1].endswith(f":{port:04X}")
    }
    count = 0
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            count += os.readlink(each) in sockets
    return count
