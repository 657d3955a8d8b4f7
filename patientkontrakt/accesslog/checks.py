"""Documented checks of the log (domain.md L-3; PDL 4 kap. 3 §): only ever added to. A new look is a new row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.db import Tx

_INSERT: Final = """
INSERT INTO review_check (log_row, custodian, rule, verdict, note, account, who, at)
VALUES (:log_row, :custodian, :rule, :verdict, :note, :account, :who, :at)
"""
_OF_ROWS: Final = """
SELECT id, log_row, custodian, rule, verdict, note, account, who, at FROM review_check
WHERE custodian = :custodian AND log_row IN ({rows}) ORDER BY id
"""
_LOOKED: Final = "SELECT DISTINCT log_row FROM review_check WHERE custodian = :custodian"
_PAGE: Final = """
SELECT id, log_row, custodian, rule, verdict, note, account, who, at FROM review_check
WHERE custodian = :custodian AND id < :before ORDER BY id DESC LIMIT :most
"""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One look at one row of the log (its AuditEvent id): under which rule, what came of it, by whom and when."""

    log_row: str
    custodian: str
    rule: str
    verdict: str
    note: str
    account: str
    who: str
    at: int
    id: int = 0


def add(tx: Tx, check: Check) -> None:
    """Write a check down."""
    tx.run(_INSERT, {name: value for name, value in vars(check).items() if name != "id"})


def how_many(tx: Tx, custodian: str, numbers: Sequence[int]) -> int:
    """How many of the log's rows with these numbers the custodian's log reader has looked at."""
    wanted = set(numbers)
    looked = tx.rows(_LOOKED, {"custodian": custodian})
    return len({number for (row,) in looked if (number := int(row.partition("-")[0])) in wanted})


def of_rows(tx: Tx, custodian: str, rows: Sequence[str]) -> dict[str, list[Check]]:
    """The custodian's checks of these rows, oldest first."""
    if not rows:
        return {}
    named = {f"r{place}": row for place, row in enumerate(rows)}
    sql = _OF_ROWS.format(rows=", ".join(f":{name}" for name in named))
    checks: dict[str, list[Check]] = {}
    for row in tx.rows(sql, named | {"custodian": custodian}):
        check = _check(row)
        checks.setdefault(check.log_row, []).append(check)
    return checks


def page(tx: Tx, custodian: str, before: int, most: int) -> list[Check]:
    """The custodian's checks, newest first, with ids below `before`."""
    return [_check(row) for row in tx.rows(_PAGE, {"custodian": custodian, "before": before, "most": most})]


def _check(row: tuple[Any, ...]) -> Check:
    id, log_row, custodian, rule, verdict, note, account, who, at = row
    return Check(
        id=id,
        log_row=log_row,
        custodian=custodian,
        rule=rule,
        verdict=verdict,
        note=note,
        account=account,
        who=who,
        at=at,
    )
