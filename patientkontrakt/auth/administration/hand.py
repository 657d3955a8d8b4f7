"""Whoever administers, at one instant: an administrator with a token, or the operator at the machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

OPERATOR: Final = "operator"
"""Who has the machine has the database: the command line asks nobody else (ADR 0026)."""


@dataclass(frozen=True)
class Hand:
    """`by` is an account, or OPERATOR. `note(act, what)` writes the act in the access log of the same transaction."""

    by: str
    at: int
    note: Callable[[str, str], None]
