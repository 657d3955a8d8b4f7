"""The keyed hashes of the log: one for each row, and the running one that binds a seal to all before it."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

# The columns a row's hash is taken over, in this order. The id comes with the insert: the seal binds it.
SIGNED = (
    "uid",
    "tx",
    "at",
    "request_id",
    "action",
    "outcome",
    "reason",
    "kind",
    "account",
    "who",
    "unit",
    "custodian",
    "role",
    "client",
    "jti",
    "purpose",
    "patient",
    "subject",
    "items",
    "count",
)


def row_mac(key: bytes, values: Sequence[Any]) -> str:
    """The keyed hash of a row's SIGNED values, as 64 hexadecimal digits. Any value at all can be hashed."""
    return hmac.digest(key, b"access_log/1\n" + _canonical(values), "sha256").hex()


class Chain:
    """The head of a seal in the making: the head before it, what the seal says of itself, row after row."""

    def __init__(self, key: bytes, before: str, n: int, upto: int, at: int) -> None:
        self._hash = hmac.new(key, b"access_log_seal/1\n" + _canonical((before, n, upto, at)), hashlib.sha256)
        self.rows = 0

    def add(self, id: int, uid: str, mac: str) -> None:
        """Bind the next row, in order of (tx, id)."""
        self._hash.update(b"\n" + _canonical((id, uid, mac)))
        self.rows += 1

    def head(self) -> str:
        """The head over all rows added so far, as 64 hexadecimal digits."""
        end = self._hash.copy()
        end.update(b"\n" + _canonical((self.rows,)))
        return end.hexdigest()


def _canonical(values: Sequence[Any]) -> bytes:
    """JSON in ASCII: no two different rows look alike. What JSON has no word for came by tampering."""
    return json.dumps(values, separators=(",", ":"), default=repr).encode("ascii")
