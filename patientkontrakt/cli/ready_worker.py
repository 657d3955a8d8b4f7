"""gunicorn's gthread worker, whose threads wait together for the next request on any connection.

In gthread one more thread waits, hands each request to a thread, and is told when it is answered: two changes of thread
a request, all of which want Python's one lock. Here a thread takes what has come by itself, answers, puts the connection
back among those that wait, and takes the next: first come, first served. The first thread is left with what is
new, what has waited too long, and with stopping.
"""

import os
import threading
import time
from contextlib import suppress
from select import EPOLLIN, EPOLLONESHOT, EPOLLOUT, EPOLLRDHUP, epoll
from socket import SHUT_RDWR
from typing import Any, Final

from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

_ONCE: Final = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT
"""One thread is told that a connection has something, and nobody again until it is put back."""
_AT_ONCE: Final = _ONCE | EPOLLOUT
"""The same for one of which more has been read already: it can be written to, so its turn comes after those that wait now."""
_LOOK_S: Final = 1.0
_LOOK_WHEN_STOPPING_S: Final = 0.1
"""How often it looks for what has waited too long, and whether all are gone."""


class Waiting:
    """The connections that wait for a request, by file number. Whoever claims one has it for himself."""

    def __init__(self) -> None:
        self._by_number: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._by_number)

    def __bool__(self) -> bool:
        return False  # gunicorn's loop would look at the first of them, which a thread may have taken by then

    def all(self) -> list[Any]:
        """As they are now."""
        return list(self._by_number.values())

    def add(self, conn: Any) -> None:
        """This one waits from now."""
        self._by_number[conn.sock.fileno()] = conn

    def claim(self, number: int) -> Any | None:
        """The one of that number, for one who asks; None for anybody else."""
        return self._by_number.pop(number, None)


class ReadyWorker(ThreadWorker):  # type: ignore[misc]  # a library without types
    """As its parent in all but who waits for the next request of a connection."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.keepalived_conns = Waiting()
        self._ended: list[Any] = []  # claimed at the last look, and closed at the next
        self._looked = 0.0
        self._is_over = False

    def run(self) -> None:
        """Serve until stopped. What its threads hold then is finished, as in gthread, before the process goes on to its end."""
        self._ready = epoll()  # not before the fork: it would be all the workers'
        self._over = os.eventfd(0)
        self._ready.register(self._over, EPOLLIN)  # for every thread, as often as one looks
        names = (f"request-{n}" for n in range(self.cfg.threads))
        threads = [threading.Thread(target=self._serve, name=name, daemon=True) for name in names]
        try:
            for each in threads:
                each.start()
            super().run()
        finally:
            os.eventfd_write(self._over, 1)
            self._is_over = True
            self._wait_for(threads)

    def _wait_for(self, threads: list[threading.Thread]) -> None:
        """Until they have answered: what they log is sealed after that. Not for ever, nor longer than anybody watches."""
        until = time.monotonic() + self.cfg.graceful_timeout
        while (busy := [each for each in threads if each.is_alive()]) and self.is_parent_alive():
            if time.monotonic() >= until:
                return
            self.notify()
            busy[0].join(_LOOK_WHEN_STOPPING_S)

    def enqueue_req(self, conn: Any) -> None:
        """A new connection waits for its first request: no thread waits with it."""
        conn.sock.setblocking(True)
        conn.set_timeout()
        self.keepalived_conns.add(conn)
        self._ready.register(conn.sock, _ONCE)

    def murder_keepalived(self, force: bool = False) -> None:
        """End the connections on which nothing has come for too long, or all."""
        now = time.monotonic()
        if now < self._looked + (_LOOK_S if self.alive else _LOOK_WHEN_STOPPING_S) and not force:
            return
        self._looked = now
        if not self.alive:
            self._cap_keepalive(now + STOP_KEEPALIVE_LINGER)
        self._close_ended()
        for conn in self.keepalived_conns.all():
            if (force or conn.timeout <= now) and self.keepalived_conns.claim(conn.sock.fileno()):
                self._end(conn)
        if force:
            self._close_ended()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """What there is to do next in the first thread."""
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, _LOOK_WHEN_STOPPING_S))

    def _end(self, conn: Any) -> None:
        """Nobody else has it. Its number is free a look later: a thread may have been told of it just now."""
        with suppress(OSError):
            conn.sock.shutdown(SHUT_RDWR)
        self._ended.append(conn)

    def _close_ended(self) -> None:
        for conn in self._ended:
            self.nr_conns -= 1
            conn.close()
        self._ended.clear()

    def _serve(self) -> None:
        """One thread, until the worker is over."""
        while True:
            for number, _ in self._ready.poll(maxevents=1):
                if number == self._over:
                    return
                conn = self.keepalived_conns.claim(number)
                if conn is not None:
                    self._answer(conn)

    def _answer(self, conn: Any) -> None:
        try:
            stays = self.handle(conn)  # also true of one that had nothing to say after all: it waits again
            if stays and not self._is_over:
                return self._put_back(conn)
        except BaseException:
            self.log.exception("A request would have ended its thread.")
        with suppress(OSError):  # it may have been closed with an answer that broke off
            conn.close(graceful=True)
        if not self._is_over:
            self.method_queue.defer(self._forget)

    def _forget(self) -> None:
        """In the first thread, which counts: one connection has ended."""
        self.nr_conns -= 1

    def _put_back(self, conn: Any) -> None:
        conn.set_timeout()
        wanted = _AT_ONCE if _has_more(conn) else _ONCE
        self.keepalived_conns.add(conn)
        with suppress(OSError, ValueError):  # the first thread has ended it already
            self._ready.modify(conn.sock, wanted)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Whether the connection can be used again. Nothing is left to be read of a request that had no body."""
        reader = conn.parser.mesg.body.reader
        if keepalive and isinstance(reader, LengthReader) and reader.length == 0:
            return True
        return bool(super()._keepalive_after(conn, keepalive))

    def _cap_keepalive(self, deadline: float) -> None:
        for conn in self.keepalived_conns.all():
            conn.timeout = min(conn.timeout, deadline)


def _has_more(conn: Any) -> bool:
    """Whether the next request, or a part of it, was read together with the last; then nothing more may ever come."""
    return conn.parser is not None and bool(conn.parser.unreader.buf.getvalue())
