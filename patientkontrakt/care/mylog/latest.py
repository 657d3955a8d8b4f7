"""Who at work has been in the patient's record lately: each of them once a day, for a line on her page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog.newest import AtWork, newest_at_work
from patientkontrakt.care.mylog.interval import between
from patientkontrakt.care.mylog.viewing import note_own, require_own_log
from patientkontrakt.care.people import Party, described
from patientkontrakt.records.desk import Desk

SHOWN: Final = 4


@dataclass(frozen=True)
class LatestRead:
    """Somebody of a role at a unit, in words, and when she was there last that day."""

    role: str
    unit: str | None
    at: datetime


def latest_reads(desk: Desk) -> list[LatestRead]:
    """The latest of those at work, newest first. Raises NotFound, noted, for whoever has no log of her own."""
    patient = require_own_log(desk)
    interval = between(None, None, desk.now)
    rows = _once_a_day(newest_at_work(desk.tx, patient, interval.since, interval.until))
    note_own(desk, patient)
    parties = described(desk, [ref for each in rows for ref in (each.who, _unit(each))])
    found: dict[tuple[str, str | None, date], LatestRead] = {}
    for each in rows:
        told = _told(each, parties)
        if told.role:
            found.setdefault((told.role, told.unit, clock.today(told.at)), told)
    return list(found.values())[:SHOWN]


def _once_a_day(rows: list[AtWork]) -> list[AtWork]:
    """One row of many alike: the newest of each person's day."""
    first = {
        (each.who, each.role, each.unit, clock.today(clock.moment(each.at))): each for each in reversed(rows)
    }
    return sorted(first.values(), key=lambda each: each.at, reverse=True)


def _told(row: AtWork, parties: dict[str, Party]) -> LatestRead:
    party, unit = (parties.get(each or "", Party()) for each in (row.who, _unit(row)))
    return LatestRead(party.role or row.role or "", unit.name, clock.moment(row.at))


def _unit(row: AtWork) -> str | None:
    return f"Organization/{row.unit}" if row.unit else None
