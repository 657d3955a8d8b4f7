"""Reads rows back for those who may see them: the patient her own, and through FHIR the log reader."""

from dataclasses import dataclass, fields
from typing import Any, Final

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Issue, Malformed

MOST_ROWS: Final = 10_000  # of one answer: domain.md L-5
_EVER: Final = 2**63 - 1
_SAID: Final = tuple(
    field.name for field in fields(Entry)
)  # the columns of the query below, after id and uid

_OF_PATIENT = """
SELECT id, uid, at, request_id, action, outcome, reason, kind, account, who, unit, custodian,
       role, client, jti, purpose, patient, subject, items, count
FROM access_log WHERE patient = :patient AND at >= :since AND at < :until
ORDER BY at DESC, id DESC LIMIT :most
"""


@dataclass(frozen=True)
class Logged:
    """An entry as it stands in the log. `id` is its AuditEvent id: the row's number and its random half."""

    id: str
    entry: Entry


class TooManyRows(Malformed):
    """The log of the asked interval is longer than one answer may be."""

    fixed = Issue(
        "too-costly",
        "Loggen har fler rader än vi kan visa på en gång. Välj en kortare tid.",
        "The log has more rows than can be shown at once. Choose a shorter interval.",
    )


def of_patient(
    tx: Tx, patient: str, since: int = 0, until: int = _EVER, limit: int = MOST_ROWS
) -> list[Logged]:
    """Every access to the data of `patient`, newest first, with `since` ≤ at < `until` in epoch milliseconds.

    Raises TooManyRows rather than leave anything out (TKB-LG; domain.md L-5).
    """
    interval = {"patient": patient, "since": since, "until": until, "most": limit + 1}
    rows = tx.rows(_OF_PATIENT, interval)
    if len(rows) > limit:
        raise TooManyRows
    return [_logged(*row) for row in rows]


def _logged(id: int, uid: str, *values: Any) -> Logged:
    said = dict(zip(_SAID, values, strict=True))
    said["items"] = tuple(said["items"].split())
    return Logged(f"{id}-{uid}", Entry(**said))
