"""Adds rows to the log, each with its keyed hash: inside the caller's transaction, or as one statement of their own."""

import json
import secrets
from collections.abc import Sequence
from typing import Any, Final

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.mac import SIGNED, row_mac
from patientkontrakt.db import Tx
from patientkontrakt.db.transaction import THIS_NUMBER

_COLUMNS: Final = (*SIGNED, "mac")
_NUMBERS: Final = frozenset({"at", "count"})
_INTO: Final = f"INSERT INTO access_log (tx, {', '.join(_COLUMNS)})"
_VALUES: Final = ", ".join(f":{name}" for name in _COLUMNS)
_ONE: Final = {
    "sqlite": f"{_INTO} VALUES (:tx, {_VALUES})",
    "postgresql": f"{_INTO} VALUES (({THIS_NUMBER}), {_VALUES})",
}
_KINDS: Final = ", ".join(f"{name} {'BIGINT' if name in _NUMBERS else 'TEXT'}" for name in _COLUMNS)
# As JSON: twenty arrays cost this process more than twice as much.
_LIST: Final = f"json_to_recordset(CAST(:rows AS json)) AS rows({_KINDS})"
_MANY: Final = f"{_INTO} SELECT ({THIS_NUMBER}), rows.* FROM {_LIST}"  # noqa: S608 - names of ours


def append(tx: Tx, entries: Sequence[Entry], key: bytes) -> None:
    """Write `entries` as rows that commit with `tx`, or all at once where it commits each statement by itself.

    What the database raises goes on as it is.
    """
    rows = [_signed(entry, key) for entry in entries]
    if not rows:
        return
    if tx.dialect == "sqlite":
        number = tx.number()
        tx.many(_ONE["sqlite"], [{"tx": number, **row} for row in rows])
    elif len(rows) == 1:
        tx.run(_ONE["postgresql"], rows[0])
    else:
        tx.run(_MANY, {"rows": json.dumps(rows)})


def _signed(entry: Entry, key: bytes) -> dict[str, Any]:
    """The row of `entry`. Its random uid makes two equal accesses two different rows."""
    *before, items, count = vars(entry).values()  # in the order of its fields, which is SIGNED's
    values = (secrets.token_hex(11), *before, " ".join(items), count)
    return dict(zip(SIGNED, values, strict=True), mac=row_mac(key, values))
