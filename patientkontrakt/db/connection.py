"""A PostgreSQL connection that never waits for ever.

statement_timeout is the server's promise; a server that is frozen, or gone without a word, keeps none (security.md F-05).
"""

from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

Answer = TypeVar("Answer")

STATEMENT_TIMEOUT: Final = 12
"""Seconds after which the server breaks a statement off: a request is answered 503 well before a proxy's 30."""

_LONGEST: Final = STATEMENT_TIMEOUT + 1.0


class Connection(psycopg.Connection[Any]):
    """Breaks off by itself, with psycopg.OperationalError, when the server does not."""

    def wait(self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None) -> Answer:
        """Wait for one answer of the server; the connection is closed when it is still owed."""
        try:
            return super().wait(gen, interval, _LONGEST if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise
