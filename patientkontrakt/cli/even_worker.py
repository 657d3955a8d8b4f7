"""Our gunicorn worker, which leaves a new connection to the worker that holds the fewest.

All workers listen to one socket, and the first to wake takes what comes: of 32 connections that stay open one worker had
twenty and another four, for as long as they lasted. Here each worker writes how many it holds where the others see it.
One that holds more than another leaves what comes to that one for some milliseconds, and then takes it all the same: nobody
waits long for a worker that is frozen or busy. What is left lies where it lay, in the queue of the listening socket.
"""

import mmap
import select
import time
from collections.abc import MutableSequence
from typing import Any, Final, cast

if hasattr(select, "epoll"):
    from patientkontrakt.cli.ready_worker import ReadyWorker as Threads
else:  # macOS: gunicorn's own way, which costs a little more
    from gunicorn.workers.gthread import ThreadWorker as Threads  # type: ignore[no-redef]

PLACES: Final = 256
"""Workers come round to a place again after so many. Should two share one, connections are spread less evenly."""
PAUSE_S: Final = 0.001
PAUSES: Final = 10
"""How often one connection is left to others at most, each time for `PAUSE_S` (the system may take twice that)."""


def board() -> MutableSequence[int]:
    """What the workers write on: made before they are, so that all have the same. A 0 says that nobody listens."""
    return cast(MutableSequence[int], memoryview(mmap.mmap(-1, 4 * PLACES)).cast("i"))


_BOARD: Final = board()


class EvenWorker(Threads):
    """As its parent in all but the moment at which it takes a connection."""

    board = _BOARD

    def __init__(self, age: int, *rest: Any, **named: Any) -> None:
        super().__init__(age, *rest, **named)
        self.place = age % PLACES
        self._left = 0  # how often what waits now has been left to others
        self._aside_until: float | None = None

    def set_accept_enabled(self, enabled: bool) -> None:
        """Listen, unless it stands aside. Who has no socket to listen to is nobody's other."""
        super().set_accept_enabled(enabled and self._aside_until is None)
        self._tell()

    def accept(self, listener: Any) -> None:
        """Take a connection, or leave it to who holds fewer."""
        if self._aside_until is not None:  # two listeners had one: it is there again in a moment
            return
        if self._left < PAUSES and self._holds_more():
            self._left += 1
            self._aside_until = time.monotonic() + PAUSE_S
            self.set_accept_enabled(False)
            return
        self._left = 0
        super().accept(listener)
        self._tell()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """What there is to do next; when it stands aside, no longer than that. Its parent's loop listens again afterwards."""
        self._tell()
        if self._aside_until is not None:
            timeout = min(timeout, max(self._aside_until - time.monotonic(), 0.0))
        super().wait_for_and_dispatch_events(timeout)
        if self._aside_until is None:
            self._left = 0  # what waited has been taken
        elif time.monotonic() >= self._aside_until:
            self._aside_until = None

    def _holds_more(self) -> bool:
        others = (each for place, each in enumerate(self.board) if each and place != self.place)
        return bool(self.nr_conns + 1 > min(others, default=self.nr_conns + 1))

    def _tell(self) -> None:
        listens = self.alive and bool(self.sockets)
        self.board[self.place] = self.nr_conns + 1 if listens else 0


def forget(worker: Any) -> None:
    """In the first process: this worker has ended, however it did, and holds nothing."""
    worker.board[worker.place] = 0
