"""What a log reader should look at (domain.md L-3): one finding for what one person did with one patient on one day.

Only what her own care provider's people have done. Her own and other reviews of the log are not reviewed here.
"""

from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.accesslog.activity import IN_EMERGENCY
from patientkontrakt.accesslog.reading import Logged, logged
from patientkontrakt.db import Tx

HOUR_MS: Final = 60 * 60 * 1000
DAY_MS: Final = 24 * HOUR_MS
MANY_PATIENTS: Final = 200
"""Different patients within an hour, from which on somebody is on the list (security.md S-165)."""

DEMANDS: Final = {
    "nodoppning": IN_EMERGENCY,
    "skyddad": "patient IN (SELECT patient FROM fact_protection)",
    "utan_relation": "outcome = 'refused' AND reason = 'no_ground'",
    "alla": "patient IS NOT NULL",
}
"""What the rows of a rule have in common. Rules about names are told in memory, from `alla`."""

_BY_STAFF: Final = (
    "FROM access_log WHERE custodian = :custodian AND at >= :since AND at < :until"
    " AND kind = 'staff' AND reason <> 'log_reader'"
)
_BY_DAY: Final = (
    f"SELECT MAX(id) AS newest, COUNT(*), 1, who, patient {_BY_STAFF} AND {{demand}}"
    f" GROUP BY who, patient, at / {DAY_MS} ORDER BY newest DESC LIMIT :most"
)
_MANY: Final = (
    f"SELECT MAX(id) AS newest, COUNT(*), COUNT(DISTINCT patient), who, NULL {_BY_STAFF}"
    f" AND patient IS NOT NULL GROUP BY who, at / {HOUR_MS} HAVING COUNT(DISTINCT patient) >= :many"
    " ORDER BY newest DESC LIMIT :most"
)
_ELIGIBLE: Final = f"SELECT id {_BY_STAFF} AND patient IS NOT NULL AND outcome = 'permitted' ORDER BY id"
_ROWS: Final = """
SELECT id, uid, at, request_id, action, outcome, reason, kind, account, who, unit, custodian,
       role, client, jti, purpose, patient, subject, items, count
FROM access_log WHERE custodian = :custodian AND id IN ({numbers}) ORDER BY id DESC
"""


@dataclass(frozen=True)
class Finding:
    """The number of its newest row, how many `rows` and `patients` it covers, who and (if one) whose."""

    newest: int
    rows: int
    patients: int
    who: str | None
    patient: str | None


@dataclass(frozen=True)
class Window:
    """Whose people, and when: `since` ≤ at < `until` in epoch milliseconds."""

    custodian: str
    since: int
    until: int


def found(tx: Tx, window: Window, demand: str, most: int) -> list[Finding]:
    """The findings of one of DEMANDS, newest first, at most so many."""
    sql = _BY_DAY.format(demand=DEMANDS[demand])
    return [Finding(*row) for row in tx.rows(sql, vars(window) | {"most": most})]


def many_patients(tx: Tx, window: Window, most: int, many: int = MANY_PATIENTS) -> list[Finding]:
    """Who opened `many` different patients or more within one hour of the clock."""
    return [Finding(*row) for row in tx.rows(_MANY, vars(window) | {"most": most, "many": many})]


def eligible(tx: Tx, window: Window) -> list[int]:
    """The numbers of all rows a sample may be drawn from: what staff were permitted."""
    return [row[0] for row in tx.rows(_ELIGIBLE, vars(window))]


def rows(tx: Tx, custodian: str, numbers: list[int]) -> dict[int, Logged]:
    """These rows of the custodian's people, by number."""
    if not numbers:
        return {}
    named: dict[str, Any] = {f"n{place}": number for place, number in enumerate(numbers)}
    sql = _ROWS.format(numbers=", ".join(f":{name}" for name in named))
    told = (logged(*row) for row in tx.rows(sql, named | {"custodian": custodian}))
    return {each.place[1]: each for each in told}
