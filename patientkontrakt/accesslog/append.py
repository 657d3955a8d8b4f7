"""Adds rows to the log inside the caller's transaction, each with its keyed hash."""

import secrets
from collections.abc import Sequence
from typing import Any

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.mac import SIGNED, row_mac
from patientkontrakt.db import Tx

_INSERT = """
INSERT INTO access_log
  (uid, tx, at, request_id, action, outcome, reason, kind, account, who, unit, custodian,
   role, client, jti, purpose, patient, subject, items, count, mac)
VALUES
  (:uid, :tx, :at, :request_id, :action, :outcome, :reason, :kind, :account, :who, :unit, :custodian,
   :role, :client, :jti, :purpose, :patient, :subject, :items, :count, :mac)
"""


def append(tx: Tx, entries: Sequence[Entry], key: bytes) -> None:
    """Write `entries` as rows that commit with `tx`. What the database raises goes on as it is."""
    number = tx.number() if entries else 0
    rows = [_signed(entry, number, key) for entry in entries]
    if len(rows) == 1:
        tx.run(_INSERT, rows[0])
    elif rows:
        tx.many(_INSERT, rows)


def _signed(entry: Entry, number: int, key: bytes) -> dict[str, Any]:
    """The row of `entry`. Its random uid makes two equal accesses two different rows."""
    *before, items, count = vars(entry).values()  # in the order of its fields, which is SIGNED's
    values = (secrets.token_hex(11), number, *before, " ".join(items), count)
    return dict(zip(SIGNED, values, strict=True), mac=row_mac(key, values))
