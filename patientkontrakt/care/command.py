"""Telling a domain command's own writes from those that come through a door.

Rules of care see every write (model.md "Rules hold at every door"); an answer or an agreement may only be written
by the command that records it. The mark belongs to one desk, hence to one transaction, and ends with the block.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from patientkontrakt.records.desk import Desk

_commanding: ContextVar[Desk | None] = ContextVar("commanding", default=None)


@contextmanager
def commanded(desk: Desk) -> Iterator[None]:
    """Within the block, writes at this desk are a command's."""
    token = _commanding.set(desk)
    try:
        yield
    finally:
        _commanding.reset(token)


def is_commanded(desk: Desk) -> bool:
    """Whether a command is writing at this desk now."""
    return _commanding.get() is desk
