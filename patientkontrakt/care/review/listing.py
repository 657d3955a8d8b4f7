"""The log reader's list, rule by rule: what was done by her care provider's people in the last thirty days (L-3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.accesslog import checks, findings
from patientkontrakt.accesslog.activity import activity_of
from patientkontrakt.accesslog.checks import Check
from patientkontrakt.accesslog.findings import DEMANDS, Finding, Window
from patientkontrakt.accesslog.reading import Logged
from patientkontrakt.accesslog.words import Words, action_in_words
from patientkontrakt.care.people import Party, described
from patientkontrakt.care.registers import entry, gather
from patientkontrakt.care.review import names, words
from patientkontrakt.care.review.names import Names
from patientkontrakt.care.review.reviewer import note_shown, require_reviewer, window
from patientkontrakt.care.review.sample import drawn, last_week
from patientkontrakt.care.shapes import target
from patientkontrakt.records.comparing import patient_names
from patientkontrakt.records.desk import Desk

PAGE: Final = 50
MOST: Final = 5_000
"""Findings of a rule that are looked through, the newest: what is older is not on the list, and it says so."""


@dataclass(frozen=True)
class Item:
    """One thing to look at, by the `id` of its newest row. `patient` is an id and no name; `what` kinds of resources.

    `rows` and `patients` are how many it covers; `check` the latest look at it.
    """

    id: str
    at: datetime
    party: Party
    unit: Party
    role: str | None
    patient: str | None
    action: Words
    activity: str
    outcome: str
    ground: Words
    purpose: str | None
    what: tuple[str, ...]
    rows: int
    patients: int
    check: Check | None


@dataclass(frozen=True)
class ReviewPage:
    """A page of a rule's list, newest first, where it goes on, and how many there are in all (at most MOST)."""

    items: list[Item]
    after: tuple[int] | None
    total: int


def review_list(desk: Desk, rule: str, after: tuple[int | str, ...] | None = None) -> ReviewPage:
    """What a rule finds. Raises AccessRefused for everybody but the custodian's log reader."""
    custodian = require_reviewer(desk)
    found = _FINDERS[rule](desk, window(desk, custodian))
    start = int(after[0]) if after else 0
    shown = found[start : start + PAGE]
    rows = findings.rows(desk.tx, custodian, [each.newest for each in shown])
    items = in_words(desk, custodian, [(rows[each.newest], each) for each in shown if each.newest in rows])
    note_shown(desk, {each.patient for each in items})
    more = (start + PAGE,) if len(found) > start + PAGE else None
    return ReviewPage(items, more, len(found))


def counts(desk: Desk) -> dict[str, tuple[int, int]]:
    """Of each rule: how many findings, and how many of them nobody has looked at. Shows nobody."""
    custodian = require_reviewer(desk)
    told: dict[str, tuple[int, int]] = {}
    for rule, finder in _FINDERS.items():
        numbers = [each.newest for each in finder(desk, window(desk, custodian))]
        told[rule] = (len(numbers), len(numbers) - checks.how_many(desk.tx, custodian, numbers))
    note_shown(desk, set())
    return told


def in_words(desk: Desk, custodian: str, found: Iterable[tuple[Logged, Finding]]) -> list[Item]:
    """Rows and what they stand for, with the people in them looked up in one go."""
    pairs = list(found)
    looked = checks.of_rows(desk.tx, custodian, [row.id for row, _ in pairs])
    wanted = {ref for row, _ in pairs for ref in (row.entry.who, f"Organization/{row.entry.unit}")}
    parties = described(desk, wanted)
    return [_item(row, finding, parties, looked.get(row.id, [])) for row, finding in pairs]


def _item(row: Logged, finding: Finding, parties: dict[str, Party], looked: list[Check]) -> Item:
    said = row.entry
    return Item(
        id=row.id,
        at=clock.moment(said.at),
        party=parties.get(said.who or "", Party()),
        unit=parties.get(f"Organization/{said.unit}", Party()),
        role=said.role,
        patient=finding.patient,
        action=action_in_words(said.action),
        activity=activity_of(said).value,
        outcome=said.outcome,
        ground=words.ground(said.reason),
        purpose=said.purpose,
        what=tuple(sorted({each.split("/")[0] for each in said.items or (said.subject,) if each})),
        rows=finding.rows,
        patients=finding.patients,
        check=looked[-1] if looked else None,
    )


def _demanded(rule: str) -> Callable[[Desk, Window], list[Finding]]:
    return lambda desk, asked: findings.found(desk.tx, asked, rule, MOST)


def _many(desk: Desk, asked: Window) -> list[Finding]:
    return findings.many_patients(desk.tx, asked, MOST)


def _alike(rule: str) -> Callable[[Desk, Window], list[Finding]]:
    """A rule about names, told in memory among the newest findings."""

    def find(desk: Desk, asked: Window) -> list[Finding]:
        every = [each for each in findings.found(desk.tx, asked, "alla", MOST) if each.who and each.patient]
        staff = _staff_names(desk, {each.who or "" for each in every})
        patients = {
            id: Names.of(told)
            for id, told in patient_names(desk, {each.patient or "" for each in every}).items()
        }
        everybody = Names.together(staff.values())
        return [
            each
            for each in every
            if names.alike(
                rule, staff.get(each.who or "", Names()), patients.get(each.patient or "", Names()), everybody
            )
        ]

    return find


def _staff_names(desk: Desk, roles: set[str]) -> dict[str, Names]:
    """The names of the people behind these PractitionerRoles."""
    gather(desk, roles)
    found = {}
    for role in roles:
        person = entry(desk, target((entry(desk, role) or {}).get("practitioner"))) or {}
        found[role] = Names.of(person.get("name", []))
    return found


def _sample(desk: Desk, asked: Window) -> list[Finding]:
    """Last week's sample; each row by itself."""
    week = last_week(asked.custodian, desk.now)
    numbers = drawn(findings.eligible(desk.tx, week), week, desk.number_key)
    told = findings.rows(desk.tx, asked.custodian, numbers)
    return [Finding(n, 1, 1, told[n].entry.who, told[n].entry.patient) for n in numbers if n in told]


_FINDERS: Final[dict[str, Callable[[Desk, Window], list[Finding]]]] = {
    **{rule: _demanded(rule) for rule in DEMANDS if rule in words.RULES},
    **{rule: _alike(rule) for rule in names.RULES},
    "manga": _many,
    "stickprov": _sample,
}
