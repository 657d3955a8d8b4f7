"""Loggutdrag (domain.md L-5, TKB-LG): what a patient takes with her of her log. Whole, or refused; never shortened.

By default without names: who has read is told by care provider, unit and profession (ux.md §3.8).
"""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime
from io import StringIO
from typing import Final

from patientkontrakt.accesslog.reading import of_patient
from patientkontrakt.care.mylog.interval import Interval, between, online_since
from patientkontrakt.care.mylog.interval import require_online as _require_online
from patientkontrakt.care.mylog.orders import is_open
from patientkontrakt.care.mylog.viewing import Seen, note_own, require_own_log, seen
from patientkontrakt.records.desk import Desk

HEADINGS: Final = (
    "careProvider", "careUnit", "accessDate", "title", "purpose", "resourceType", "activity", "outcome", "reason",
)  # fmt: skip
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Extract:
    """One row: the fields of the national contract, then how it went and why. Days are whole instants in UTC."""

    care_provider: str | None
    care_unit: str | None
    access_date: datetime
    title: str | None
    purpose: str | None
    resource_type: str
    activity: str
    outcome: str
    reason: str


def my_extract(desk: Desk, first: date | None, last: date | None) -> list[Extract]:
    """Every row of the interval, newest first.

    Raises NotFound, RuleBroken (older, and not handed out), TooManyRows (more than 10,000: ask for less).
    """
    patient = require_own_log(desk)
    interval = between(first, last, desk.now)
    _require_open(desk, patient, interval)
    found = of_patient(desk.tx, patient, interval.since, interval.until, but_refused_to=desk.actor.who)
    note_own(desk, patient)
    return [_extract(each) for each in seen(desk, patient, found)]


def as_csv(rows: Iterable[Extract]) -> str:
    """The rows as CSV (RFC 4180) with headings. No cell is a formula to a spreadsheet (security.md S-118)."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    writer.writerows([_cell(value) for value in astuple(row)] for row in rows)
    return written.getvalue()


def _require_open(desk: Desk, patient: str, interval: Interval) -> None:
    if interval.since < online_since(desk.now) and not is_open(desk, patient, interval):
        _require_online(interval, desk.now)


def _extract(row: Seen) -> Extract:
    return Extract(
        care_provider=row.custodian.name,
        care_unit=row.unit.name,
        access_date=row.at,
        title=row.party.role or row.role or row.client,
        purpose=row.purpose,
        resource_type=" ".join(row.what),
        activity=row.activity,
        outcome=row.outcome,
        reason=row.reason.sv,
    )


def _cell(value: object) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value or "")
    return f"'{text}" if text.startswith(_DANGEROUS) else text
