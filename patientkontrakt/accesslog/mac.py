"""The keyed hashes of the log: one for each row, and the running one that binds a seal to all before it."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

# The columns a row's hash is taken over, in this order. Id and tx come with the insert: the seal binds them.
SIGNED = (
    "uid",
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
    return hmac.digest(key, b"access_log/2\n" + _canonical(values), "sha256").hex()


def fits_row(key: bytes, mac: str, tx: int, values: Sequence[Any]) -> bool:
    """Whether `mac` is the hash of the row's SIGNED values: today's, or the first kind's, which knew the tx as well."""
    uid, *rest = values
    first_kind = hmac.digest(key, b"access_log/1\n" + _canonical((uid, tx, *rest)), "sha256").hex()
    return mac in (row_mac(key, values), first_kind)


class Chain:
    """The head of a seal in the making: the head before it, what the seal says of itself, row after row."""

    def __init__(self, key: bytes, before: str, n: int, upto: int, at: int) -> None:
        said = _canonical((before, n, upto, at))
        self._hash = hmac.new(key, b"access_log_seal/2\n" + said, hashlib.sha256)
        # The first kind of seal left the tx of a row to the row's own hash.
        self._first_kind = hmac.new(key, b"access_log_seal/1\n" + said, hashlib.sha256)
        self.rows = 0

    def add(self, tx: int, id: int, uid: str, mac: str) -> None:
        """Bind the next row, in order of (tx, id)."""
        self._hash.update(b"\n" + _canonical((tx, id, uid, mac)))
        self._first_kind.update(b"\n" + _canonical((id, uid, mac)))
        self.rows += 1

    def head(self) -> str:
        """The head over all rows added so far, as 64 hexadecimal digits."""
        return self._ended(self._hash)

    def fits(self, head: str) -> bool:
        """Whether a seal with this head was made over these rows, by today's service or an earlier one."""
        return head in (self._ended(self._hash), self._ended(self._first_kind))

    def _ended(self, running: hmac.HMAC) -> str:
        end = running.copy()
        end.update(b"\n" + _canonical((self.rows,)))
        return end.hexdigest()


def _canonical(values: Sequence[Any]) -> bytes:
    """JSON in ASCII: no two different rows look alike. What JSON has no word for came by tampering."""
    return _JSON.encode(values).encode("ascii")


_JSON = json.JSONEncoder(separators=(",", ":"), default=repr)
