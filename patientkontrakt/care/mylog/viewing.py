"""A page of the log: who, from where, what, when and why; refused, failed and emergency access too (N-4, S-157)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog import reading
from patientkontrakt.accesslog.activity import activity_of, is_emergency
from patientkontrakt.accesslog.reading import Logged, Wanted
from patientkontrakt.accesslog.words import Words, action_in_words
from patientkontrakt.care import permissions
from patientkontrakt.care.mylog import words
from patientkontrakt.care.mylog.interval import between, require_online
from patientkontrakt.care.people import Party, described
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

PAGE: Final = 100
NOT_DONE: Final = ("refused", "failed")


@dataclass(frozen=True)
class Seen:
    """One row by its `id`: when, who (a party in words, or an app), what, on what ground or why not.

    `group` is whose it is (words.GROUPS); `emergency` marks what was opened in an emergency.
    """

    id: str
    at: datetime
    outcome: str
    own: bool
    group: str
    emergency: bool
    activity: str
    party: Party
    unit: Party
    custodian: Party
    role: str | None
    client: str | None
    purpose: str | None
    action: Words
    reason: Words
    what: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class LogPage:
    """A page, newest first, and the place where the next one goes on."""

    rows: list[Seen]
    after: tuple[int, int] | None


@dataclass(frozen=True)
class Choice:
    """What of the log she wants to see: days, whose rows (words.GROUPS), only `nekade` or only `nod`."""

    first: date | None = None
    last: date | None = None
    who: str | None = None
    only: str | None = None


def my_log(
    desk: Desk, after: tuple[int | str, ...] | None = None, choice: Choice = Choice(), count: int = PAGE
) -> LogPage:
    """What has been done with the patient's data, at most eighteen months back.

    Raises NotFound for whoever has no log of her own, RuleBroken for days that are not online.
    """
    patient = require_own_log(desk)
    interval = between(choice.first, choice.last, desk.now)
    require_online(interval, desk.now)
    whole = Wanted(patient=patient, since=interval.since, until=interval.until, but_refused_to=desk.actor.who)
    wanted = _wanted(choice, whole)
    place = (int(after[0]), int(after[1])) if after else None
    found = reading.page(desk.tx, wanted, place, count + 1)
    note_own(desk, patient)
    shown = found[:count]
    return LogPage(seen(desk, patient, shown), shown[-1].place if len(found) > count else None)


def require_own_log(desk: Desk) -> str:
    """The patient whose own log it is. Raises NotFound, noted, for everybody else."""
    require_scopes(desk, *permissions.MY_LOG)
    patient = desk.actor.patient
    row = Row(type="AuditEvent", id="", patient=patient)
    if patient is None or not isinstance(decide(desk.actor, "s", row, Facts(), desk.at), Permitted):
        desk.note("search", "AuditEvent", "refused", "no_ground", patient=patient)
        raise NotFound()
    return patient


def note_own(desk: Desk, patient: str) -> None:
    """That she has read her log stands in her log."""
    desk.note("search", "AuditEvent", "permitted", "own_log", patient=patient)


def seen(desk: Desk, patient: str, rows: list[Logged]) -> list[Seen]:
    """Rows of the log in words, with the people and units in them looked up in one go."""
    parties = described(desk, [ref for each in rows for ref in _references(each)])
    return [_seen(each, patient, parties) for each in rows]


def _wanted(choice: Choice, wanted: Wanted) -> Wanted:
    if choice.who:
        wanted = replace(wanted, kinds=words.GROUPS[choice.who])
    if choice.only == "nekade":
        wanted = replace(wanted, outcomes=NOT_DONE)
    return replace(wanted, emergency=True) if choice.only == "nod" else wanted


def _references(logged: Logged) -> tuple[str | None, str | None, str | None]:
    entry = logged.entry
    return entry.who, _organization(entry.unit), _organization(entry.custodian)


def _organization(id: str | None) -> str | None:
    return f"Organization/{id}" if id else None


def _seen(logged: Logged, patient: str, parties: dict[str, Party]) -> Seen:
    entry = logged.entry
    who, unit, custodian = (parties.get(each or "", Party()) for each in _references(logged))
    return Seen(
        id=logged.id,
        at=clock.moment(entry.at),
        outcome=entry.outcome,
        own=entry.who == f"Patient/{patient}",
        group=words.group(entry),
        emergency=is_emergency(entry),
        activity=activity_of(entry).value,
        party=who,
        unit=unit,
        custodian=custodian,
        role=entry.role,
        client=entry.client,
        purpose=entry.purpose,
        action=action_in_words(entry.action),
        reason=words.reason(entry),
        what=tuple(sorted({item.split("/")[0] for item in entry.items or (entry.subject,) if item})),
        count=entry.count,
    )
