"""Callers of whom it is known which worker answers them: a connection stays with the worker that accepted it."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx

from tests.concurrency.crowd import Crowd
from tests.served import WORKERS
from tests.service import PATIENCE, Service

ENOUGH = 200  # connections until every worker should have had some


@contextmanager
def everywhere(service: Service, size: int) -> Iterator[Crowd]:
    """`size` callers without a token, shared out evenly among all workers."""
    with ExitStack() as opened:
        of_worker: dict[int, list[httpx.Client]] = defaultdict(list)
        for _ in range(ENOUGH):
            caller = opened.enter_context(_caller(service))
            of_worker[worker_of(service, caller.get("/health/live"))].append(caller)
            evenly = -(-size // WORKERS)
            if len(of_worker) == WORKERS and min(map(len, of_worker.values())) >= evenly:
                rounds = zip(*(each[:evenly] for each in of_worker.values()), strict=True)
                yield Crowd(service, None, callers=[one for each in rounds for one in each][:size])
                return
        raise AssertionError(f"only {len(of_worker)} of {WORKERS} workers answered: {service.words()}")


def workers_of(service: Service, answers: list[httpx.Response]) -> set[int]:
    """Which processes gave these answers."""
    return {worker_of(service, each) for each in answers}


def worker_of(service: Service, answer: httpx.Response) -> int:
    """The process that holds the connection an answer came by (proc(5))."""
    _, port = answer.extensions["network_stream"].get_extra_info("client_addr")
    socket = f"socket:[{_inode(service.port, port)}]"
    [pid] = [pid for pid in service.processes() if socket in _opened(pid)]
    return pid


def _inode(ours: int, callers: int) -> str:
    """The service's end of the connection from that port."""
    ends = (f":{ours:04X}", f":{callers:04X}")
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    [inode] = [row[9] for row in rows if row[1].endswith(ends[0]) and row[2].endswith(ends[1])]
    return inode


def _opened(pid: int) -> set[str]:
    opened = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            opened.add(os.readlink(handle))
    return opened


def _caller(service: Service) -> httpx.Client:
    """One connection, kept as long as the service keeps it."""
    one = httpx.Limits(max_connections=1, keepalive_expiry=None)
    return httpx.Client(base_url=f"http://127.0.0.1:{service.port}", limits=one, timeout=PATIENCE)
