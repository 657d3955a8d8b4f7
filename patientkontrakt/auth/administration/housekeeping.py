"""Forgets what can never matter again: dead codes, expired tokens, spent assertions, old sign-ins."""

from patientkontrakt.auth.given.codes import KEPT_MS
from patientkontrakt.auth.given.sessions import ABSOLUTE_MS
from patientkontrakt.auth.keys.key_ring import RETIRED_FOR_MS
from patientkontrakt.db import Database, Tx

_HOUR_MS = 60 * 60 * 1000

# What waits for somebody on her way through sign-in and approval.
_WAITING = ("launch", "pushed_request", "login_attempt")

# Refresh tokens and their families stay as long as the family could live, so that a reuse is still seen.
_DEAD = (
    ("DELETE FROM code WHERE expires < :before", KEPT_MS),
    ("DELETE FROM token WHERE kind = 'access' AND expires < :before", RETIRED_FOR_MS),
    (
        "DELETE FROM token WHERE family IN (SELECT id FROM token_family WHERE expires < :before)",
        RETIRED_FOR_MS,
    ),
    ("DELETE FROM token_family WHERE expires < :before", RETIRED_FOR_MS),
    ("DELETE FROM jti_seen WHERE expires < :before", 0),
    ("DELETE FROM throttle WHERE since < :before", _HOUR_MS),
    *((f"DELETE FROM {table} WHERE expires < :before", 0) for table in _WAITING),
    (
        """DELETE FROM login_session WHERE created < :before
           AND NOT EXISTS (SELECT 1 FROM token_family f WHERE f.login = login_session.id)
           AND NOT EXISTS (SELECT 1 FROM code c WHERE c.login = login_session.id)""",
        ABSOLUTE_MS,
    ),
)


def tidy(database: Database, at: int) -> None:
    """Remove what is dead at this instant (epoch milliseconds): a round of the worker's. Raises Unavailable."""
    with database.write() as tx:
        sweep(tx, at)


def sweep(tx: Tx, at: int) -> None:
    """Remove what is dead at this instant."""
    for statement, kept_ms in _DEAD:
        tx.run(statement, {"before": at - kept_ms})


def forget_after_restore(database: Database, at: int) -> None:
    """What a restored database must not take up again: who was on her way in, and approvals that may have been withdrawn.

    `at` is epoch milliseconds. Raises Unavailable. Approvals stay as evidence; the next request is asked anew (S-083).
    """
    with database.write() as tx:
        for table in _WAITING:
            tx.run(f"DELETE FROM {table}")
        tx.run("UPDATE approval SET ended = :at WHERE kept = 1 AND ended IS NULL", {"at": at})
