"""No log row, no answer (domain.md L-7): every way in which the log can fail ends in LogUnavailable."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from patientkontrakt.db import Unavailable


class LogUnavailable(Unavailable):
    """The row could not be made durable. Doors answer 503, and nothing that was read is served."""


@contextmanager
def failing_closed() -> Iterator[None]:
    """Whatever the database or the disk says inside the block becomes LogUnavailable."""
    try:
        yield
    except LogUnavailable:
        raise
    except (Unavailable, sqlite3.Error, psycopg.Error, OSError) as fault:
        raise LogUnavailable from fault
