"""Reading ahead: while one page is written, the next are read, so that this process and the database work at the same time."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Asked = TypeVar("Asked")
Found = TypeVar("Found")


def ahead(
    read: Callable[[Asked], Found], asked: Iterable[Asked], most: int
) -> Generator[tuple[Asked, Found]]:
    """Each of `asked` with what `read` finds, in their order; `most` of the next are read meanwhile, each in a thread.

    Close it (contextlib.closing) when you end early: what is being read is waited for, and no more is begun. What `read`
    raises comes when its turn has come.
    """
    if not most:
        yield from ((each, read(each)) for each in asked)
        return
    waiting: deque[tuple[Asked, Future[Found]]] = deque()
    readers = ThreadPoolExecutor(most, thread_name_prefix="export-page")
    try:
        for each in asked:
            waiting.append((each, readers.submit(read, each)))
            if len(waiting) > most:
                first, found = waiting.popleft()
                yield first, found.result()
        for first, found in waiting:
            yield first, found.result()
    finally:
        readers.shutdown(cancel_futures=True)
